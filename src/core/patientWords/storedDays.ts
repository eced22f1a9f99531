// The days that a stored date may mean: YYYYMMDD as the standard has it, and the forms that scanners and archives write besides.
import { datesInText, dayOf } from "./datesInText.ts";
import { withPlainForms } from "./foldText.ts";

/** Of a year of our era, or one counted as in Thailand. */
const tellingDay = /^(?:1[89]|20|2[45])\d{6}$/;
/** Behind them DT, and many a DA, have a time. */
const compactDay = /^\d{8}/;
const threeNumbers =
  /^(\d{1,2}|\d{4})[^\p{L}\p{N}]{1,3}(\d{1,2})[^\p{L}\p{N}]{1,3}(\d{4}|\d{1,2})(?!\d)/u;

/**
 * The days of one value of DA or DT (PS3.5 6.2), as YYYYMMDD. With separators they are those of ACR-NEMA, of ISO 8601, or of
 * no standard; where the year stands at the end, day and month may be either way round, and a year of two digits is of either
 * century. A year of Thailand is given as it is, and as the one that it is elsewhere. Empty if it is no day.
 */
export function storedDays(value: string): readonly string[] {
  const text = withPlainForms(value).trim();
  return [...new Set(daysOf(text))];
}

function daysOf(text: string): readonly string[] {
  const [compact] = compactDay.exec(text) ?? [];
  if (compact !== undefined) return compactDays(compact);
  const [, a, b, c] = threeNumbers.exec(text) ?? [];
  return a !== undefined && b !== undefined && c !== undefined
    ? separatedDays(a, b, c)
    : datesInText(text).flatMap(({ days }) => days);
}

function compactDays(digits: string): readonly string[] {
  const [first, last] = [digits.slice(0, 4), digits.slice(4)];
  const yearFirst = dayIn(first, last.slice(0, 2), last.slice(2));
  if (yearFirst.length > 0) return yearFirst;
  const yearLast = eitherWay(last, first.slice(0, 2), first.slice(2));
  if (yearLast.length > 0) return yearLast;
  // A month or a day that nobody knew is written as zero.
  return tellingDay.test(digits) ? [digits] : [];
}

function separatedDays(a: string, b: string, c: string): readonly string[] {
  if (a.length === 4) {
    const monthFirst = dayIn(a, b, c);
    return monthFirst.length > 0 ? monthFirst : dayIn(a, c, b);
  }
  if (c.length === 4) return eitherWay(c, a, b);
  return ["19", "20"].flatMap((century) => [
    ...eitherWay(century + c, a, b),
    ...(a.length === 2 ? dayIn(century + a, b, c) : []),
  ]);
}

function eitherWay(year: string, a: string, b: string): readonly string[] {
  return [...dayIn(year, b, a), ...dayIn(year, a, b)];
}

/** The day with its year as written, and with that of our era. */
function dayIn(year: string, month: string, day: string): readonly string[] {
  const days = dayOf(year, month, day);
  return days.flatMap((ours) => [`${year}${ours.slice(4)}`, ours]);
}
