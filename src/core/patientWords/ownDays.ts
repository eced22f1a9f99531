// Finds the patient's own days in text, however they are written: what would be a date by chance elsewhere is none if it is just this day.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { datesInText, dayOf } from "./datesInText.ts";
import { foldText } from "./foldText.ts";
import { matchesOf } from "./matchesOf.ts";
import { monthsOf } from "./monthNames.ts";
import { romanMonth } from "./romanMonths.ts";

/** A day of the patient in a text, in UTF-16 units: `start` included, `end` not. */
export interface OwnDay {
  readonly start: number;
  readonly end: number;
  readonly kind: PatientWordKind;
}

type KindByDay = ReadonlyMap<string, PatientWordKind>;

/** A number or a word that may be part of a day. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** Of one, two or four digits; empty for a word. */
  readonly digits: string;
  /** What a word may be as a month. */
  readonly months: readonly string[];
  readonly isRoman: boolean;
}

interface Reading {
  readonly days: readonly string[];
  /** False: so many numbers mean it by chance that only the day of birth counts. */
  readonly isTelling: boolean;
}

/** The days of `kinds` (YYYYMMDD) in a text of plain forms (`withPlainForms`); they may overlap. */
export function ownDays(text: string, kinds: KindByDay): readonly OwnDay[] {
  if (kinds.size === 0 || !/\d/.test(text)) return [];
  const found: OwnDay[] = [];
  const add = (start: number, end: number, { days, isTelling }: Reading) => {
    const known = days.flatMap((day) => kinds.get(day) ?? []);
    const isBirth = known.includes("birthDate");
    const kind = isBirth ? "birthDate" : isTelling ? known[0] : undefined;
    if (kind !== undefined) found.push({ start, end, kind });
  };
  for (const { start, end, days } of datesInText(text))
    add(start, end, { days, isTelling: true });
  for (const { 0: digits, index } of matchesOf(sixDigits, text))
    add(index, index + digits.length, readingOfSix(digits));
  for (const { 0: digits, index } of matchesOf(eightDigits, text))
    add(index, index + digits.length, readingOfEight(digits));
  for (const [first, second, third] of neighbours(text)) {
    const reading = readingOf(text, [first, second, third]);
    add(first.start, third.end, reading);
  }
  return found;
}

const sixDigits = /(?<![\p{L}\p{N}.,/-])\d{6}(?![\p{L}\p{N}]|[.,]\d)/gu;
/** Joined to letters too. */
const eightDigits = /(?<!\p{N}|\p{N}[.,])\d{8}(?!\p{N}|[.,]\p{N})/gu;
const nothing: Reading = { days: [], isTelling: false };

/** As in the numbers that many countries give their citizens: 230461, 610423-1234. */
function readingOfSix(digits: string): Reading {
  const [a, b, c] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  return {
    isTelling: false,
    days: [...shortYear(c, b, a), ...shortYear(c, a, b), ...shortYear(a, b, c)],
  };
}

function readingOfEight(digits: string): Reading {
  const [a, b] = [digits.slice(0, 4), digits.slice(4)];
  return {
    isTelling: true,
    days: [
      ...dayOf(a, b.slice(0, 2), b.slice(2)),
      ...dayOf(b, a.slice(2), a.slice(0, 2)),
      ...dayOf(b, a.slice(0, 2), a.slice(2)),
    ],
  };
}

type Three = readonly [Part, Part, Part];

/** What stands between the parts of a day without being one: "of", ordinals, signs for year, month and day. */
const fillers = new Set(
  (
    "of de del di da den the st nd rd th er º ª year month day thang nam ngay года год року г р рік " +
    "年 月 日 年的 년 월 일 พ ศ ค พศ คศ في שנת"
  )
    .split(" ")
    .map(foldText),
);

const partPattern = /\d+|[\p{L}\p{M}]{2,14}\.\p{Script=Thai}|[\p{L}\p{M}ºª]+/gu;
const between = /^[^\p{L}\p{N}]{0,4}$/u;

/** Every three parts that follow each other with signs and fillers only between them. */
function neighbours(text: string): readonly Three[] {
  const threes: Three[] = [];
  let run: Part[] = [];
  let endBefore = 0;
  for (const { 0: said, index } of matchesOf(partPattern, text)) {
    const end = index + said.length;
    const isNear = between.test(text.slice(endBefore, index));
    endBefore = end;
    const part = partOf(said, index);
    if (!isNear) run = [];
    if (part === null) {
      if (!fillers.has(foldText(said))) run = [];
      continue;
    }
    run.push(part);
    const [a, b, c] = run.slice(-3);
    if (a !== undefined && b !== undefined && c !== undefined)
      threes.push([a, b, c]);
  }
  return threes;
}

function partOf(said: string, start: number): Part | null {
  const end = start + said.length;
  if (/^\d/.test(said))
    return /^(?:\d{1,2}|\d{4})$/.test(said)
      ? { start, end, digits: said, months: [], isRoman: false }
      : null;
  const months = monthsOf(said);
  if (months.length > 0)
    return { start, end, digits: "", months, isRoman: false };
  const roman = romanMonth(said);
  return roman === "0"
    ? null
    : { start, end, digits: "", months: [roman], isRoman: true };
}

/** Days that three parts can mean in any order that is in use. */
function readingOf(text: string, [a, b, c]: Three): Reading {
  const isLong = [a, c].some(({ digits }) => digits.length === 4);
  const isNamed = [a, b].some(
    ({ months, isRoman }) => months.length > 0 && !isRoman,
  );
  if (isInNumber(text, a.start, c.end)) return nothing;
  const isChance = !isLong && !isNamed && isList(text, [a, b, c]);
  if (isChance) return nothing;
  const orders = [
    [c, b, a],
    [c, a, b],
    [a, b, c],
    ...(isLong ? ([[a, c, b]] as const) : []),
  ] as const;
  const days = orders.flatMap(([year, month, day]) => {
    if (year.digits.length < 2 || day.digits === "" || day.digits.length > 2)
      return [];
    const numbers = month.digits === "" ? month.months : [month.digits];
    return numbers.flatMap((number) =>
      year.digits.length === 4
        ? dayOf(year.digits, number, day.digits)
        : shortYear(year.digits, number, day.digits),
    );
  });
  return { days, isTelling: isLong || isNamed };
}

/** Part of a longer number: an identifier of an object, a version. */
function isInNumber(text: string, start: number, end: number): boolean {
  return (
    /\p{N}[.,]$/u.test(text.slice(Math.max(0, start - 2), start)) ||
    /^[.,]\p{N}/u.test(text.slice(end, end + 2))
  );
}

const dateGap = /^(?:[^\S\n]|[./_|–—'’-]){0,3}$/u;
const blank = /^\s*$/u;
const measure =
  /^\s*(?:mm|cm|m|ml|cc|g|kg|%|x|×|mg|mSv|HU|years?|weeks?|mmol|kV|mAs?)(?!\p{L})/iu;

/** Three short numbers that are no day: a measurement, a list, a decimal beside a number. */
function isList(text: string, [a, b, c]: Three): boolean {
  const [first, second] = [
    text.slice(a.end, b.start),
    text.slice(b.end, c.start),
  ];
  const isDecimal =
    (first === "." && blank.test(second)) ||
    (second === "." && blank.test(first));
  return (
    isDecimal ||
    measure.test(text.slice(c.end, c.end + 8)) ||
    !isGapOfDate(first) ||
    !isGapOfDate(second)
  );
}

/** Signs of a date, or words that say year, month and day. */
function isGapOfDate(gap: string): boolean {
  return dateGap.test(gap) || /\p{L}/u.test(gap);
}

function shortYear(
  year: string,
  month: string,
  day: string,
): readonly string[] {
  return ["19", "20"].flatMap((century) => dayOf(century + year, month, day));
}
