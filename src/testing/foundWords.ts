// What a matcher finds in a text, as a table of a test says it.
import type { PatientWordKind } from "../shared/patientWord.ts";
import { namesToFind } from "../core/patientWords/joinedParts.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher, type TextUse } from "../core/patientWords/wordMatcher.ts";

/** The words of a name as DICOM writes it. */
export function wordsOfName(
  name: string,
  kind: "name" | "physician" = "name",
): PatientWords {
  return namesToFind(name).map((text) => ({ text, kind }));
}

/** The found parts of the text, first to last. */
export function foundIn(
  text: string,
  words: PatientWords,
  use: TextUse = "prose",
): readonly string[] {
  return new WordMatcher(words)
    .find(text, use)
    .map(({ start, end }) => text.slice(start, end));
}

/** The found parts where the patient has one word only. */
export function foundOf(
  kind: PatientWordKind,
  word: string,
  text: string,
): readonly string[] {
  return foundIn(text, [{ kind, text: word }]);
}
