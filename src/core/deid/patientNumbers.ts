// Numbers of the patient in attributes that hold numbers: as one value, in parts, as text or in bytes.
import { withoutZeros } from "../patientWords/numberForms.ts";
import type { WordHit } from "../patientWords/wordMatcher.ts";
import { dividedDays, dividedIdentifier } from "./dividedNumbers.ts";
import type { PatientWordSearch } from "./patientWordSearch.ts";

/** Numbers of fewer digits count, measure and index everything. */
const shortestWholeNumber = 5;
/** Of DS and IS (PS3.5 6.2). */
const numberString = /^([+-]?)(\d+)(?:\.(\d*))?(?:E([+-]?\d{1,2}))?$/i;

/** The word of the patient that one of these numbers is, or several of them are together; null if there is none. */
export function wholeNumberHit(
  text: string,
  words: PatientWordSearch,
): WordHit | null {
  if (text.length < shortestWholeNumber) return null;
  return hitOnce(text, words, "whole", findWholeNumber);
}

function findWholeNumber(
  text: string,
  words: PatientWordSearch,
): WordHit | null {
  for (const value of text.split("\\")) {
    const hit = numberHit(wholeDigits(value.trim()), words);
    if (hit !== null) return hit;
  }
  return dividedNumberHit(text, words);
}

/** The word of the patient that several of these numbers are together; null if there is none. */
export function dividedNumberHit(
  text: string,
  words: PatientWordSearch,
): WordHit | null {
  return hitOnce(text, words, "divided", findDividedNumber);
}

function findDividedNumber(
  text: string,
  words: PatientWordSearch,
): WordHit | null {
  const values = text.split("\\");
  for (const day of dividedDays(values)) {
    const hit = numberHits(day, words).find(({ kind }) => kind === "birthDate");
    if (hit !== undefined) return hit;
  }
  // Any numbers side by side make a day of somebody: -12, -10 and 45 of one born in 1945.
  const hits = joinedNumberHits(values, words);
  return hits.find((hit) => !isDay(hit)) ?? null;
}

const longestRemembered = 64;
/** Texts kept at a time; then all are forgotten. */
const mostRemembered = 1024;

type RememberedHits = Record<"whole" | "divided", Map<string, WordHit | null>>;
const rememberedHits = new WeakMap<PatientWordSearch, RememberedHits>();

/** A hit depends on the text and the words, which never change; slices of a stack have most numbers in common. */
function hitOnce(
  text: string,
  words: PatientWordSearch,
  use: keyof RememberedHits,
  find: (text: string, words: PatientWordSearch) => WordHit | null,
): WordHit | null {
  if (text.length > longestRemembered) return find(text, words);
  let hits = rememberedHits.get(words);
  if (hits === undefined) {
    hits = { whole: new Map(), divided: new Map() };
    rememberedHits.set(words, hits);
  }
  const known = hits[use].get(text);
  if (known !== undefined) return known;
  const hit = find(text, words);
  if (hits[use].size >= mostRemembered) hits[use].clear();
  hits[use].set(text, hit);
  return hit;
}

/** The words of the patient, days too, that the digits of all these numbers are side by side. For numbers that measure nothing. */
export function joinedNumberHits(
  values: readonly string[],
  words: PatientWordSearch,
): readonly WordHit[] {
  return numberHits(dividedIdentifier(values) ?? "", words);
}

function isDay({ kind }: WordHit): boolean {
  return kind === "birthDate" || kind === "date";
}

function numberHit(digits: string, words: PatientWordSearch): WordHit | null {
  return numberHits(digits, words)[0] ?? null;
}

function numberHits(
  digits: string,
  words: PatientWordSearch,
): readonly WordHit[] {
  return digits.length < shortestWholeNumber
    ? []
    : words.texts.find(digits, "prose");
}

/** The same of numbers that are no text, little endian. Below four bytes no number tells anything. */
export function binaryNumberHit(
  vr: string,
  bytes: Uint8Array,
  words: PatientWordSearch,
): WordHit | null {
  if (bytes.byteLength < 4) return null;
  const numbers = littleEndianNumbers(vr, bytes);
  if (numbers === null) return null;
  return wholeNumberHit(numbers.join("\\"), words);
}

type NumberReader = (view: DataView, offset: number) => number;

const readers: ReadonlyMap<string, readonly [number, NumberReader]> = new Map<
  string,
  readonly [number, NumberReader]
>([
  ["US", [2, (view, at) => view.getUint16(at, true)]],
  ["SS", [2, (view, at) => view.getInt16(at, true)]],
  ["UL", [4, (view, at) => view.getUint32(at, true)]],
  ["SL", [4, (view, at) => view.getInt32(at, true)]],
  ["FL", [4, (view, at) => view.getFloat32(at, true)]],
  ["FD", [8, (view, at) => view.getFloat64(at, true)]],
]);

/** Null for values of other VRs. */
function littleEndianNumbers(
  vr: string,
  { buffer, byteOffset, byteLength }: Uint8Array,
): readonly number[] | null {
  const reader = readers.get(vr);
  if (reader === undefined) return null;
  const [size, read] = reader;
  const view = new DataView(buffer, byteOffset, byteLength);
  return Array.from({ length: Math.floor(byteLength / size) }, (_, index) =>
    read(view, index * size),
  );
}

/** The digits of a whole number, however it is written: of "+007712345.0" and "77.12345E5" 7712345. Empty for others. */
function wholeDigits(value: string): string {
  const match = numberString.exec(value);
  if (match === null) return "";
  const [, , whole = "", fraction = "", exponent = "0"] = match;
  const point = whole.length + Number(exponent);
  const all = whole + fraction;
  if (point < 0 || point > 24 || /[1-9]/.test(all.slice(point))) return "";
  // Six digits may be a day, with its zeros.
  if (/^\d+$/.test(value) && value.length <= 8) return value;
  return withoutZeros(all.slice(0, point).padEnd(point, "0"));
}
