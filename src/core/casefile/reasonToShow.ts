// A reason the user gave, as a report may repeat it: not if it holds anything that should not leave.
import { checkTypedText } from "../typedWords/checkTypedText.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";

/** Stands for a reason that is not repeated. */
export const unspokenReason = "(a reason was given)";

/** The reason itself if the check of typed words finds nothing in it. */
export function reasonToShow(reason: string, words: PatientWords): string {
  const field = { kind: "case", field: "presentation" } as const;
  const found = checkTypedText(
    { field, stored: reason },
    new WordMatcher(words),
  );
  return found.length === 0 ? reason : unspokenReason;
}
