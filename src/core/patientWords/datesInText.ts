// Finds days in text, in the spellings people and scanners use.
import { matchesOf } from "./matchesOf.ts";
import { monthOf, monthPattern } from "./monthNames.ts";

/** A day, or a month of a year, in a text. */
export interface DateInText {
  readonly start: number;
  readonly end: number;
  /** YYYYMMDD of every day it can mean: 3/4/2019 is in March or in April. Empty where the day or the year is not said. */
  readonly days: readonly string[];
}

interface DateForm {
  readonly pattern: RegExp;
  /** Null: not a date after all. */
  readonly days: (groups: readonly string[]) => readonly string[] | null;
}

const year = "((?:1[89]|20)\\d{2})";
const word = `(${monthPattern})`;
const before = "(?<![\\p{L}\\p{N}.,/-])";
const after = "(?![\\p{L}\\p{N}]|[./-]\\d)";
/** What follows the numbers of a measurement. */
const notMeasured =
  "(?!\\s*(?:mm|cm|m|ml|cc|g|kg|%|x|×|mg|mSv|HU|years?|weeks?|mmol|kV|mAs?)(?!\\p{L}))";
const ordinal = "(?:st|nd|rd|th|\\.|º|er|ª)?";

const forms: readonly DateForm[] = [
  form(`${before}${year}[-./](\\d{1,2})[-./](\\d{1,2})${after}`, ([y, m, d]) =>
    orNull(dayOf(y, m, d)),
  ),
  form(`${year}\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*日`, ([y, m, d]) =>
    orNull(dayOf(y, m, d)),
  ),
  form(`${year}\\s*년\\s*(\\d{1,2})\\s*월\\s*(\\d{1,2})\\s*일`, ([y, m, d]) =>
    orNull(dayOf(y, m, d)),
  ),
  form(
    `${before}(\\d{1,2})(\\s?[./-]\\s?)(\\d{1,2})\\2${year}${after}`,
    ([a, , b, y]) => orNull([...dayOf(y, b, a), ...dayOf(y, a, b)]),
  ),
  form(
    `${before}(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{2})${after}${notMeasured}`,
    ([a, , b, y = ""]) =>
      orNull(
        ["19", "20"].flatMap((century) => [
          ...dayOf(century + y, b, a),
          ...dayOf(century + y, a, b),
        ]),
      ),
  ),
  form(
    `${before}(\\d{1,2})${ordinal}[\\s-]*(?:of\\s+|de\\s+|di\\s+)?${word}\\.?,?[\\s-]*(?:de\\s+|del\\s+)?${year}${after}`,
    ([d, m, y]) => orNull(dayOf(y, monthOf(m ?? ""), d)),
  ),
  form(
    `${before}(\\d{1,2})${ordinal}[\\s-]+${word}\\.?[\\s-]+['’]?(\\d{2})${after}`,
    ([d, m, y = ""]) =>
      orNull(
        ["19", "20"].flatMap((century) =>
          dayOf(century + y, monthOf(m ?? ""), d),
        ),
      ),
  ),
  form(
    `(?<![\\p{L}\\p{N}])${word}\\.?\\s+(\\d{1,2})${ordinal},?\\s+${year}${after}`,
    ([m, d, y]) => orNull(dayOf(y, monthOf(m ?? ""), d)),
  ),
  // Without a day, or without a year.
  form(
    `(?<![\\p{L}\\p{N}])${word}\\.?,?\\s+(?:of\\s+|de\\s+)?${year}${after}`,
    ([m]) => (isCapitalised(m) ? [] : null),
  ),
  form(`${before}(?:0[1-9]|1[0-2])[/.]${year}${after}`, () => []),
  form(
    `${before}(\\d{1,2})${ordinal}\\s+(?:of\\s+|de\\s+)?${word}(?![\\p{L}\\p{N}])`,
    ([d, m]) => (isCapitalised(m) && isDayNumber(d) ? [] : null),
  ),
  form(
    `(?<![\\p{L}\\p{N}])${word}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?${after}${notMeasured}`,
    ([m, d]) => (isCapitalised(m) && isDayNumber(d) ? [] : null),
  ),
  form(
    `(?<![\\p{L}\\p{N}.,/-])(\\d{8})(?![\\p{L}\\p{N}]|[.,]\\d)`,
    ([digits = ""]) =>
      orNull([
        ...dayOf(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)),
        ...dayOf(digits.slice(4), digits.slice(2, 4), digits.slice(0, 2)),
        ...dayOf(digits.slice(4), digits.slice(0, 2), digits.slice(2, 4)),
      ]),
  ),
];

/** All dates of a text, first to last, none inside another. */
export function datesInText(text: string): readonly DateInText[] {
  // Every form has a digit.
  if (!/\d/.test(text)) return [];
  const found: DateInText[] = [];
  for (const { pattern, days } of forms)
    for (const match of matchesOf(pattern, text)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end))
        continue;
      const meant = days(match.slice(1));
      if (meant !== null) found.push({ start, end, days: meant });
    }
  return found.sort((a, b) => a.start - b.start);
}

function form(pattern: string, days: DateForm["days"]): DateForm {
  return { pattern: new RegExp(pattern, "giu"), days };
}

/** One day, or none if there is no such day. */
function dayOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): readonly string[] {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isDay =
    y >= 1880 && y <= 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
  if (!isDay) return [];
  const two = (value: number) => String(value).padStart(2, "0");
  return [`${y}${two(m)}${two(d)}`];
}

function orNull(days: readonly string[]): readonly string[] | null {
  return days.length === 0 ? null : days;
}

function isDayNumber(text: string | undefined): boolean {
  return Number(text) >= 1 && Number(text) <= 31;
}

/** "may" and "march" are verbs more often than months. Languages that write months small have no such words among theirs. */
function isCapitalised(month: string | undefined): boolean {
  const name = month ?? "";
  return (
    name.slice(0, 1) !== name.slice(0, 1).toLowerCase() ||
    !/^(?:may|march|mar|sep|dec|jan|jun|set|ago|mai|mars|maj)$/.test(name)
  );
}
