// Words the user typed, as a report may repeat them: not if they hold anything that should not leave.
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import { checkTypedText } from "../typedWords/checkTypedText.ts";

/** Stands for a reason that is not repeated. */
const unspokenReason = "(a reason was given)";

/** True if the check of typed words finds nothing in the text. */
export function mayBeShown(text: string, words: WordMatcher): boolean {
  const field = { kind: "case", field: "presentation" } as const;
  return checkTypedText({ field, stored: text }, words).length === 0;
}

/** The reason itself if it may be shown. */
export function reasonToShow(reason: string, words: WordMatcher): string {
  return mayBeShown(reason, words) ? reason : unspokenReason;
}
