// The byte strings in which the words of a patient could stand in a file.
import {
  isEverydayWord,
  isTechnicalWord,
} from "../patientWords/commonWords.ts";
import { encodedForms } from "../patientWords/encodeText.ts";
import {
  foldedSpellings,
  foldText,
  isUnspacedScript,
} from "../patientWords/foldText.ts";
import type {
  PatientWord,
  PatientWords,
} from "../patientWords/patientWords.ts";
import { textTokens } from "../patientWords/textTokens.ts";
import { isTellingNumber, shortestComment } from "../patientWords/wordIndex.ts";
import type { BytePattern } from "./bytePatterns.ts";

/** Shorter words meet by chance between numbers; they are looked for in texts only. */
const shortestLetters = 5;
/** Characters of scripts with thousands of them. */
const shortestUnspaced = 2;
const shortestDigits = 6;
const longestText = 64;

/** Patterns of at least four bytes. Letters of ASCII are matched in either case. */
export function residuePatterns(words: PatientWords): readonly BytePattern[] {
  const patterns = new Map<string, BytePattern>();
  for (const word of words)
    for (const text of spellings(word))
      for (const bytes of encodedForms(text)) {
        if (bytes.byteLength < 4) continue;
        const isNumber = /^[\d.]+$/.test(text);
        // Letters of ASCII only: beyond it another byte is another pattern.
        const key = Buffer.from(bytes)
          .toString("latin1")
          .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
        patterns.set(key, { bytes, kind: word.kind, isNumber });
      }
  return [...patterns.values()];
}

/** Texts that must not be found, in the cases that matter beyond ASCII. */
function spellings(word: PatientWord): readonly string[] {
  const { text, kind } = word;
  switch (kind) {
    case "name":
    case "physician":
      return isTellingName(text) ? casesOf(text) : [];
    case "birthDate":
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

function isTellingName(text: string): boolean {
  if (isUnspacedScript(text))
    return Array.from(text).length >= shortestUnspaced;
  const folded = foldText(text);
  return folded.length >= shortestLetters && !isTechnicalWord(folded);
}

function casesOf(text: string): readonly string[] {
  if (isUnspacedScript(text)) return [text];
  const title = text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
  return [
    ...new Set([
      ...[text, text.toLowerCase(), text.toUpperCase(), title],
      ...foldedSpellings(text),
    ]),
  ];
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

function numberSpellings({ text, kind }: PatientWord): readonly string[] {
  const compact = textTokens(text)
    .map(({ folded }) => folded)
    .join("");
  if (!/\d/.test(compact)) return isTellingName(compact) ? casesOf(text) : [];
  const shortest = /^\d+$/.test(compact) ? shortestDigits : shortestLetters;
  return compact.length >= shortest && isTellingNumber(compact, kind)
    ? [...new Set([text, compact])]
    : [];
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
