// Digits that stand apart in numbers and tell something together: a day in its year, month and day, an identifier in its halves.

/** Of DS and IS (PS3.5 6.2): a number without exponent. */
const plainNumber = /^[+-]?(\d+)(?:\.(\d*))?$/;
const dayLength = 8;
const yearLength = 4;
/** Identifiers of fewer digits meet by chance: sizes, windows and positions follow one another too. */
const shortestDivided = 7;
const mostDivided = 8;

/** Days, as their digits, that values of one attribute may be together: of 1961, 4, 23 that is 19610423. Few numbers make any. */
export function dividedDays(values: readonly string[]): readonly string[] {
  const numbers = values.map((value) => plainNumber.exec(value.trim()));
  const wholes = numbers.map(wholeOf);
  return numbers.flatMap((number, index) => [
    ...dayWithin(number),
    ...dayOfTwo(wholes.slice(index, index + 2)),
    ...dayOfThree(wholes.slice(index, index + 3)),
  ]);
}

/** The digits of all values of one attribute, if they may be those of an identifier; null otherwise. */
export function dividedIdentifier(values: readonly string[]): string | null {
  if (values.length < 2 || values.length > mostDivided) return null;
  const wholes = values.map((value) => wholeOf(plainNumber.exec(value.trim())));
  const joined = wholes.join("");
  return wholes.includes(null) || joined.length < shortestDivided
    ? null
    : joined;
}

/** Digits of a whole number, as they are written; null for others. */
function wholeOf(number: RegExpExecArray | null): string | null {
  const [, whole, fraction = ""] = number ?? [];
  return whole === undefined || /[1-9]/.test(fraction) ? null : whole;
}

/**
 * A day with a point in it, 1961.0423, or with digits behind it. Other decimals of eight digits are measurements, also where only
 * their fraction has the digits of a day: 0.19140625 mm is 49 of 256 parts.
 */
function dayWithin(number: RegExpExecArray | null): readonly string[] {
  const [, whole = "", fraction = ""] = number ?? [];
  if (
    whole.length >= dayLength &&
    (fraction !== "" || whole.length > dayLength)
  )
    return [whole.slice(0, dayLength)];
  const hasDayForm = whole.length >= yearLength && fraction !== "";
  const digits = whole + fraction;
  return hasDayForm && digits.length === dayLength ? [digits] : [];
}

/** The year and, in four digits, month and day: 1961 and 0423. Fewer digits are sizes and windows: 2000 and 120. */
function dayOfTwo(parts: readonly (string | null)[]): readonly string[] {
  const [first = null, second = null] = parts;
  return (isYear(first) && second?.length === yearLength) ||
    (isYear(second) && first?.length === yearLength)
    ? [`${first}${second}`]
    : [];
}

/**
 * The year, first or last, and month and day. Without a year three numbers are a position, a window or a vector. With one they
 * are no position: no slice has its corner this near the axis of a scanner, and this far along it, in whole millimetres. A
 * sign hides a day as well as it tells a side.
 */
function dayOfThree(parts: readonly (string | null)[]): readonly string[] {
  const [first = null, second = null, third = null] = parts;
  const middle = dayOrMonth(second);
  if (isYear(first)) {
    const last = dayOrMonth(third);
    return middle === null || last === null ? [] : [first + middle + last];
  }
  const start = dayOrMonth(first);
  return start === null || middle === null || !isYear(third)
    ? []
    : [start + middle + third];
}

function isYear(part: string | null): part is string {
  return part !== null && /^(?:19|20)\d\d$/.test(part);
}

/** In two digits; null if it is neither. */
function dayOrMonth(part: string | null): string | null {
  const digits = part?.padStart(2, "0") ?? "";
  return /^(?:0[1-9]|[12]\d|3[01])$/.test(digits) ? digits : null;
}
