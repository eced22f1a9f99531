// What must not be found in an output, as a test names it.
import type { PatientIdentifiers } from "../core/deid/identifiers.ts";
import { patientWordSearch } from "../core/deid/patientWordSearch.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";

/** Identifiers with these words and UIDs; without any, every patient is nobody. */
export function patientIdentifiers(
  words: PatientWords = [],
  uids: readonly string[] = [],
): PatientIdentifiers {
  return { words: patientWordSearch(words), uids: new Set(uids) };
}
