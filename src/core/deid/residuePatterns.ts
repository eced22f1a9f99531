// The byte strings in which the words of a patient could stand in a file.
import {
  isEverydayWord,
  isTechnicalWord,
} from "../patientWords/commonWords.ts";
import { encodedForms, unicodeForms } from "../patientWords/encodeText.ts";
import {
  foldedSpellings,
  foldText,
  isUnspacedScript,
} from "../patientWords/foldText.ts";
import { ordersOf, partsTogether } from "../patientWords/namesTogether.ts";
import type {
  PatientWord,
  PatientWords,
} from "../patientWords/patientWords.ts";
import { textTokens } from "../patientWords/textTokens.ts";
import { shortestComment } from "../patientWords/placeWords.ts";
import {
  compactNumber,
  isTellingNumber,
  numbersWithin,
} from "../patientWords/numberForms.ts";
import {
  spacedForms,
  unspacedForms,
} from "../patientWords/unspacedSpellings.ts";
import type { BytePattern } from "./bytePatterns.ts";

/** Shorter words meet by chance between numbers; they are looked for in texts only. */
const shortestLetters = 5;
/** Characters of scripts with thousands of them. */
const shortestUnspaced = 2;
const shortestDigits = 6;
const longestText = 64;

/** What stands between the parts of a name, in DICOM and elsewhere. */
const betweenParts = [" ", "^", ", ", "_"];

const monthWords =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** Patterns of at least four bytes. Letters of ASCII are matched in either case. */
export function residuePatterns(words: PatientWords): readonly BytePattern[] {
  const patterns = new Map<string, BytePattern>();
  for (const word of words)
    for (const text of spellings(word))
      // Full-width letters stand in texts of East Asia, and in Unicode.
      for (const bytes of isFullWidth(text)
        ? unicodeForms(text)
        : encodedForms(text)) {
        if (bytes.byteLength < 4) continue;
        const isNumber = /^[\d.]+$/.test(text);
        // Letters of ASCII only: beyond it another byte is another pattern.
        const key = Buffer.from(bytes)
          .toString("latin1")
          .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
        const isUTF16 = isWide(bytes, text);
        patterns.set(key, { bytes, kind: word.kind, isNumber, isUTF16 });
      }
  return [...patterns.values()];
}

/** True if these bytes are the text in UTF-16, of either order. */
function isWide(bytes: Uint8Array, text: string): boolean {
  const wide = Buffer.from(text, "utf16le");
  return wide.equals(bytes) || wide.swap16().equals(bytes);
}

/** Texts that must not be found, in the cases that matter beyond ASCII. */
function spellings(word: PatientWord): readonly string[] {
  const { text, kind } = word;
  switch (kind) {
    case "name":
    case "physician":
      return nameSpellings(text);
    case "birthDate":
      return [...daySpellings(text), ...shortDaySpellings(text)];
    case "date":
      return daySpellings(text);
    case "id":
    case "accession":
    case "phone":
    case "station":
      return numberSpellings(word);
    case "institution":
    case "address":
      return placeSpellings(text);
    case "comment":
      return textTokens(text).length >= shortestComment
        ? [text.slice(0, longestText)]
        : [];
  }
}

function nameSpellings(text: string): readonly string[] {
  const together = partsTogether(text);
  if (together === null) return isTellingName(text) ? casesOf(text) : [];
  return ordersOf(together).flatMap(([first = "", ...others]) =>
    betweenParts.flatMap((by) => [
      ...casesOf([first, ...others].join(by)),
      ...casesOf([first, others.join(" ")].join(by)),
    ]),
  );
}

function isTellingName(text: string): boolean {
  if (isUnspacedScript(text))
    return Array.from(text).length >= shortestUnspaced;
  const folded = foldText(text);
  return folded.length >= shortestLetters && !isTechnicalWord(folded);
}

function casesOf(text: string): readonly string[] {
  if (isUnspacedScript(text))
    return [...unspacedForms(text), ...spacedForms(text)];
  const title = text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
  return [
    ...new Set([
      ...[text, text.toLowerCase(), text.toUpperCase(), title],
      ...foldedSpellings(text),
    ]),
  ].flatMap((spelling) => [
    ...new Set([
      ...[spelling.normalize("NFC"), spelling.normalize("NFD")],
      ...fullWidth(spelling),
    ]),
  ]);
}

/** Letters of ASCII in the width of East Asian characters; none if there are others. */
function fullWidth(text: string): readonly string[] {
  if (!/^[A-Za-z]+$/.test(text)) return [];
  return [
    text.replace(/[A-Za-z]/g, (letter) =>
      String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
    ),
  ];
}

function isFullWidth(text: string): boolean {
  return /^[\uff21-\uff5a]+$/.test(text);
}

function daySpellings(day: string): readonly string[] {
  const [y, m, d] = [day.slice(0, 4), day.slice(4, 6), day.slice(6)];
  return [
    ...[day, `${d}${m}${y}`, `${m}${d}${y}`],
    ...["-", ".", "/"].flatMap((by) => [
      [y, m, d].join(by),
      [d, m, y].join(by),
      [m, d, y].join(by),
    ]),
  ];
}

/** Without the century, and with the month as a word. */
function shortDaySpellings(day: string): readonly string[] {
  const [y, m, d] = [day.slice(2, 4), day.slice(4, 6), day.slice(6)];
  const month = monthWords[Number(m) - 1] ?? "";
  const year = day.slice(0, 4);
  return [
    ...["-", ".", "/"].flatMap((by) => [
      [y, m, d].join(by),
      [d, m, y].join(by),
      [m, d, y].join(by),
    ]),
    ...["-", " "].flatMap((by) => [
      [d, month.slice(0, 3), year].join(by),
      [d, month, year].join(by),
    ]),
    `${month} ${Number(d)}, ${year}`,
  ];
}

function numberSpellings({ text, kind }: PatientWord): readonly string[] {
  const compact = compactNumber(text);
  if (!/\d/.test(compact)) return isTellingName(compact) ? casesOf(text) : [];
  const shortest = /^\d+$/.test(compact) ? shortestDigits : shortestLetters;
  const whole =
    compact.length >= shortest && isTellingNumber(compact, kind)
      ? [text, compact]
      : [];
  const within = [
    ...numbersWithin(text, kind),
    ...(kind === "phone" ? homePhones(compact) : []),
  ].filter((digits) => digits.length >= shortestDigits);
  return [...new Set([...whole, ...within])];
}

/** The same telephone number without the code of its country, which has one to three digits. */
function homePhones(digits: string): readonly string[] {
  if (!/^\d{10,15}$/.test(digits)) return [];
  return [1, 2, 3].flatMap((code) => {
    const home = digits.slice(code);
    return [home, `0${home}`];
  });
}

function placeSpellings(text: string): readonly string[] {
  return text.split(/[\r\n^,;]+/u).flatMap((line) => {
    const trimmed = line.trim().slice(0, longestText);
    const tokens = textTokens(trimmed);
    const isTelling =
      tokens.length >= 2 &&
      trimmed.length > shortestLetters &&
      tokens.some(({ folded }) => folded.length > 2 && !isEverydayWord(folded));
    return isTelling ? casesOf(trimmed) : [];
  });
}
