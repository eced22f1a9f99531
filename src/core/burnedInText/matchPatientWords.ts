// Looks for the patient's words in a line that was read, forgiving what readers get wrong in small print.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type { WordToFind } from "../ports/textDetector.ts";
import {
  isEverydayWord,
  isInstitutionalWord,
} from "../patientWords/commonWords.ts";
import { foldedSpellings, foldText } from "../patientWords/foldText.ts";
import { isJoinedOf } from "../patientWords/joinedParts.ts";
import { nameParts } from "../patientWords/nameParts.ts";
import { ordersOf, partsTogether } from "../patientWords/namesTogether.ts";
import { latinSpellings } from "../patientWords/transliteration.ts";
import { readingOf, slipsBetween, slipsWithin } from "./likeness.ts";
import { printedDates } from "./printedDates.ts";
import { isTechnique } from "./rankText.ts";

/** Tells which kinds of the patient's words a line of text holds, in the order in which the words were given. */
export type PatientWordMatcher = (text: string) => readonly PatientWordKind[];

/** A line as it is compared. */
interface LineToMatch {
  /** Words, as readings. */
  readonly words: readonly string[];
  /** Those of them that may be misread: plain words are what they are. */
  readonly loose: readonly string[];
  /** The same words as they were read but for case and accents: short names must be exact. */
  readonly plain: readonly string[];
  /** All of it without gaps, since readers see gaps where none are and miss others. */
  readonly joined: string;
  /** True if it has digits with a separator of dates between them. */
  readonly isLikeDate: boolean;
}

type Test = (line: LineToMatch) => boolean;

/** Prepares the words once for many lines. */
export function patientWordMatcher(
  words: readonly WordToFind[],
): PatientWordMatcher {
  const tests = words.flatMap(({ kind, text }) => {
    const test = testFor(kind, text);
    return test === null ? [] : [{ kind, test }];
  });
  const testTogether = namesTogetherTest(words);
  const testShort = shortNamesTest(words);
  return (text) => {
    const line = lineToMatch(text);
    if (line.joined.length < 2) return [];
    const found = tests
      .filter(({ test }) => test(line))
      .map(({ kind }) => kind);
    if (testShort(line) || testTogether(line)) found.push("name");
    return [...new Set(found)];
  };
}

function lineToMatch(text: string): LineToMatch {
  const plain = foldText(text)
    .split(/[^\p{L}\p{N}|!$&]+/u)
    .filter((word) => word !== "");
  const words = plain.map(readingOf);
  return {
    words,
    loose: words.filter((_, index) => !isEverydayWord(plain[index] ?? "")),
    plain,
    joined: words.join(""),
    isLikeDate: /[\dOIl][./-][\dOIl]/u.test(text),
  };
}

/** Null for values too short to be told from anything else. */
function testFor(kind: PatientWordKind, text: string): Test | null {
  switch (kind) {
    case "name":
    case "physician":
      return nameTest(kind, text);
    case "birthDate":
    case "date":
      return dateTest(text);
    case "id":
    case "accession":
    case "phone":
      return numberTest(text);
    case "institution":
    case "address":
    case "station":
    case "comment":
      return phraseTest(text);
  }
}

/** Any part of a name of three letters or more, in any order and case. */
function nameTest(kind: "name" | "physician", text: string): Test | null {
  const together = nameParts(text).flatMap((part) => partsTogether(part) ?? []);
  if (together.length > 0) return togetherTest(together);
  const parts = nameParts(text)
    .flatMap(spellingsOf)
    .filter((part) => part.length >= 3);
  if (parts.length === 0) return null;
  return (line) =>
    parts.some((part) =>
      part.length === 3
        ? holdsShortName(line, part, kind)
        : holdsName(line, part),
    );
}

/** Shorter names are read exactly and word by word: "LO DO" looks like the time 10:00. */
const shortestTogether = 6;

/** All parts side by side, in any order. Readers miss the gaps between short words. */
function togetherTest(parts: readonly string[]): Test {
  const isLong = parts.join("").length >= shortestTogether;
  const sought = new Set(
    ordersOf(parts.map(isLong ? readingOf : foldText)).map((order) =>
      order.join(""),
    ),
  );
  const fewest = isLong ? 1 : parts.length;
  return ({ words, plain }) => {
    const read = isLong ? words : plain;
    return read.some((_, start) => {
      for (let count = fewest; count <= parts.length; count += 1)
        if (sought.has(read.slice(start, start + count).join(""))) return true;
      return false;
    });
  };
}

/** Names of two letters tell something only where two of them stand together. */
function shortNamesTest(words: readonly WordToFind[]): Test {
  const short = words
    .filter(({ kind }) => kind === "name")
    .flatMap(({ text }) => nameParts(text).map(foldText))
    .filter((part) => part.length === 2);
  return (line) =>
    short.length > 1 && short.every((part) => line.plain.includes(part));
}

/** Two parts of the patient's name in one line may each be misread more than one alone. */
function namesTogetherTest(words: readonly WordToFind[]): Test {
  const all = words
    .filter(({ kind }) => kind === "name")
    .flatMap(({ text }) => nameParts(text));
  const parts = all
    // "O BRIEN" is one part of a name in its two spellings.
    .filter((part) => !all.some((other) => isJoinedOf(part, other)))
    .map((part) =>
      [...new Set(spellingsOf(part).map(readingOf))].filter(
        (reading) => reading.length >= 4,
      ),
    );
  return (line) => {
    const matched = parts.flatMap((readings) => {
      const at = line.loose.findIndex((word) =>
        readings.some(
          (reading) =>
            word.length >= 3 &&
            slipsBetween(word, reading) <= reading.length / 3,
        ),
      );
      return at < 0 ? [] : [at];
    });
    return new Set(matched).size > 1;
  };
}

/** Folded, and in Latin letters too: scanners without letters of the name's own script print it in those. */
function spellingsOf(part: string): readonly string[] {
  const latin = latinSpellings(part).filter((word) => !isEverydayWord(word));
  return [...foldedSpellings(part), ...latin];
}

/**
 * A name of three letters is a word of its own. Letters may be taken for those that look the same (Wel for Wei) unless all
 * else in the line is print about technique, of which such readings come: W 617 L 30. A physician's stands beside other words.
 */
function holdsShortName(
  { words, plain }: LineToMatch,
  part: string,
  kind: "name" | "physician",
): boolean {
  if (plain.includes(part)) return true;
  const reading = readingOf(part);
  const at = words.indexOf(reading);
  if (at < 0) return false;
  // Also short for dynamic range, but not in front of a name.
  if (plain[at - 1] === "dr") return true;
  const others = plain.filter((_, index) => index !== at);
  return others.length === 0 ? kind === "name" : !isTechnique(others);
}

/** The shorter a name, the fewer slips: noise reads as short words often enough. */
function holdsName(line: LineToMatch, part: string): boolean {
  const reading = readingOf(part);
  if (part.length === 4)
    return (
      line.words.includes(reading) ||
      line.loose.some((word) => slipsBetween(word, reading) <= 0.5)
    );
  const slips = part.length <= 6 ? 1 : Math.floor(part.length / 3.5);
  return (
    line.words.includes(reading) ||
    line.loose.some((word) => slipsBetween(word, reading) <= slips) ||
    slipsWithin(reading, line.joined) <= Math.floor((part.length - 4) / 3)
  );
}

/** Digits and letters of an id, wherever they stand. */
function numberTest(text: string): Test | null {
  const folded = readingOf(text);
  if (folded.length < 4) return null;
  const slips = slipsInNumber(folded.length);
  return (line) =>
    folded.length === 4
      ? line.words.includes(folded)
      : slipsWithin(folded, line.joined) <= slips;
}

/** A number of eight signs that differs in two is hardly another patient's; one of five that differs in one may be a dose. */
function slipsInNumber(length: number): number {
  if (length < 6) return 0.5;
  return length < 8 ? 1 : 2;
}

function dateTest(text: string): Test | null {
  const spellings = printedDates(text);
  if (spellings.length === 0) return null;
  const folded = spellings.map((parts) => parts.map(readingOf));
  return (line) =>
    folded.some((parts) => {
      const whole = parts.join("");
      // Short ones turn up in other numbers: they must stand alone.
      if (whole.length < 8)
        return ` ${line.words.join(" ")} `.includes(` ${parts.join(" ")} `);
      return (
        slipsWithin(whole, line.joined) <= (line.isLikeDate ? 2 : 1) ||
        holdsInOrder(line, parts)
      );
    });
}

/** Parts one after another, with at most a misread separator between them. */
function holdsInOrder(
  { joined }: LineToMatch,
  parts: readonly string[],
): boolean {
  return new RegExp(parts.join(".?")).test(joined);
}

/** A phrase as a whole, or most of the words in it that many others do not have. */
function phraseTest(text: string): Test | null {
  const words = foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 5 && !isInstitutionalWord(word))
    .map(readingOf);
  const whole = readingOf(text);
  if (whole.length < 5) return null;
  const most = Math.floor(whole.length / 5);
  return (line) => {
    if (slipsWithin(whole, line.joined) <= most) return true;
    const found = words.filter(
      (word) => slipsWithin(word, line.joined) <= Math.floor(word.length / 5),
    );
    return words.length > 0 && found.length * 2 > words.length;
  };
}
