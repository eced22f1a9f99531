// Finds days in text, in the spellings people and scanners use.
import { withPlainForms } from "./foldText.ts";
import { matchesOf } from "./matchesOf.ts";
import { monthPattern, monthsOf } from "./monthNames.ts";
import { romanMonth, romanPattern } from "./romanMonths.ts";

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
/** Thailand counts 543 years more. */
const yearOfAnyEra = "(?:(?:พ\\.ศ\\.|ค\\.ศ\\.)\\s?)?((?:1[89]|20|2[45])\\d{2})";
const word = `(${monthPattern})`;
const wordStart = "(?<![\\p{L}\\p{M}\\p{N}])";
/** What people and scanners put between a day, a month that is a word, and a year. */
const between = "[\\s./_|–—-]{1,3}";
const maybeBetween = "[\\s./_|–—-]{0,3}";
const before = "(?<![\\p{L}\\p{N}.,/-])";
const after = "(?![\\p{L}\\p{N}]|[./-]\\d)";
/** What follows the numbers of a measurement. */
const notMeasured =
  "(?!\\s*(?:mm|cm|m|ml|cc|g|kg|%|x|×|mg|mSv|HU|years?|weeks?|mmol|kV|mAs?)(?!\\p{L}))";
const ordinal = "(?:st|nd|rd|th|\\.|º|er|ª)?";

const buddhistYears = 543;
const yearsBeforeEra: ReadonlyMap<string, number> = new Map([
  ["明治", 1867],
  ["大正", 1911],
  ["昭和", 1925],
  ["平成", 1988],
  ["令和", 2018],
]);

const forms: readonly DateForm[] = [
  form(
    `${before}${year}[-./–—](\\d{1,2})[-./–—](\\d{1,2})${after}`,
    ([y, m, d]) => orNull(dayOf(y, m, d)),
  ),
  form(
    `${before}${year}([_|])(\\d{2})\\2(\\d{2})(?!\\2?[\\p{L}\\p{N}])`,
    ([y, , m, d]) => orNull(dayOf(y, m, d)),
  ),
  form(`${year}\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*日`, ([y, m, d]) =>
    orNull(dayOf(y, m, d)),
  ),
  form(`${year}\\s*년\\s*(\\d{1,2})\\s*월\\s*(\\d{1,2})\\s*일`, ([y, m, d]) =>
    orNull(dayOf(y, m, d)),
  ),
  form(
    `${before}(\\d{1,2})\\s*th[aá]\\u0301?ng\\s*(\\d{1,2})\\s*(?:,?\\s*n[aă]\\u0306?m)?\\s*${year}${after}`,
    ([d, m, y]) => orNull(dayOf(y, m, d)),
  ),
  form(
    `${before}(\\d{1,2})(\\s?[./–—-]\\s?)(\\d{1,2})\\2${year}${after}`,
    ([a, , b, y]) => orNull([...dayOf(y, b, a), ...dayOf(y, a, b)]),
  ),
  form(
    `${before}(?<![_|])(\\d{2})([_|])(\\d{2})\\2${year}${after}`,
    ([a, , b, y]) => orNull([...dayOf(y, b, a), ...dayOf(y, a, b)]),
  ),
  form(
    `${before}(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{2})${after}${notMeasured}`,
    ([a, , b, y = ""]) =>
      orNull(
        ["19", "20"].flatMap((century) => [
          ...dayOf(century + y, b, a),
          ...dayOf(century + y, a, b),
          ...(Number(a) > 31 ? dayOf(`${century}${a ?? ""}`, b, y) : []),
        ]),
      ),
  ),
  form(`${before}(\\d{2}) (\\d{2}) ${year}${after}`, ([a, b, y]) =>
    orNull([...dayOf(y, b, a), ...dayOf(y, a, b)]),
  ),
  // Months in Roman numbers.
  form(
    `${before}(\\d{1,2})\\s?([./-])\\s?(${romanPattern})\\s?\\2\\s?${year}${after}`,
    ([d, , m = "", y]) => orNull(dayOf(y, romanMonth(m), d)),
  ),
  // "i" is "and" in many languages.
  form(
    `${before}(\\d{1,2})\\s+(${romanPattern})\\s+${year}${after}`,
    ([d, m = "", y]) =>
      m === m.toUpperCase() ? orNull(dayOf(y, romanMonth(m), d)) : null,
  ),
  // Years of Japanese eras.
  form(
    `(明治|大正|昭和|平成|令和)\\s*(\\d{1,2}|元)\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*日`,
    ([era = "", y = "", m, d]) =>
      orNull(
        dayOf(
          String((yearsBeforeEra.get(era) ?? 0) + (y === "元" ? 1 : Number(y))),
          m,
          d,
        ),
      ),
  ),
  form(
    `${before}(\\d{1,2})${ordinal}${maybeBetween}(?:of\\s+|de\\s+|di\\s+)?${word}\\.?,?${maybeBetween}(?:de\\s+|del\\s+)?${yearOfAnyEra}${after}`,
    ([d, m, y]) => orNull(daysNamed(y, m, d)),
  ),
  form(
    `${before}(\\d{1,2})${ordinal}${between}${word}\\.?${between}['’]?(\\d{2})${after}`,
    ([d, m, y]) => orNull(daysOfShortYear(y, m, d)),
  ),
  // As one word, of a fixed length: fewer digits are a code.
  form(`${before}(\\d{2})${word}(\\d{2})${after}`, ([d, m, y]) =>
    orNull(daysOfShortYear(y, m, d)),
  ),
  form(
    `${wordStart}${word}\\.?${between}(\\d{1,2})${ordinal},?${between}${year}${after}`,
    ([m, d, y]) => orNull(daysNamed(y, m, d)),
  ),
  form(
    `${before}${year}[.,]?${maybeBetween}${word}\\.?${maybeBetween}(\\d{1,2})${ordinal}${after}`,
    ([y, m, d]) => orNull(daysNamed(y, m, d)),
  ),
  // Without a day, or without a year.
  form(
    `${wordStart}${word}\\.?,?\\s+(?:of\\s+|de\\s+)?${year}${after}`,
    ([m]) => (isMonth(m) ? [] : null),
  ),
  form(`${before}(?:0[1-9]|1[0-2])[/.]${year}${after}`, () => []),
  form(
    `${before}(\\d{1,2})${ordinal}\\s+(?:of\\s+|de\\s+)?${word}(?!\\p{N})`,
    ([d, m]) => (isMonth(m) && isDayNumber(d) ? [] : null),
  ),
  form(
    `${wordStart}${word}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?${after}${notMeasured}`,
    ([m, d]) => (isMonth(m) && isDayNumber(d) ? [] : null),
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
export function datesInText(written: string): readonly DateInText[] {
  const text = withPlainForms(written);
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

/** One day, or none if there is no such day. The year is of four digits, counted as in Europe or as in Thailand. */
export function dayOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): readonly string[] {
  const [counted, m, d] = [Number(year), Number(month), Number(day)];
  const y = counted >= 2400 ? counted - buddhistYears : counted;
  const isDay =
    y >= 1880 && y <= 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
  if (!isDay) return [];
  const two = (value: number) => String(value).padStart(2, "0");
  return [`${y}${two(m)}${two(d)}`];
}

/** The days that a month by name, with a year of four digits, can mean. */
function daysNamed(
  year: string | undefined,
  month = "",
  day: string | undefined,
): readonly string[] {
  return monthsOf(month).flatMap((m) => dayOf(year, m, day));
}

function daysOfShortYear(
  year = "",
  month: string | undefined,
  day: string | undefined,
): readonly string[] {
  return ["19", "20"].flatMap((century) =>
    daysNamed(century + year, month, day),
  );
}

function orNull(days: readonly string[]): readonly string[] | null {
  return days.length === 0 ? null : days;
}

function isDayNumber(text: string | undefined): boolean {
  return Number(text) >= 1 && Number(text) <= 31;
}

function isMonth(word = ""): boolean {
  return monthsOf(word).length > 0 && isCapitalised(word);
}

/** "may" and "march" are verbs more often than months. Languages that write months small have no such words among theirs. */
function isCapitalised(name: string): boolean {
  return (
    name.slice(0, 1) !== name.slice(0, 1).toLowerCase() ||
    !/^(?:may|march|mar|sep|dec|jan|jun|set|ago|out|mag|gen|lug|mai|mars|maj)$/.test(
      name,
    )
  );
}
