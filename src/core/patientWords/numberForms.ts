// The numbers in an identifier: as a whole, and those in it that tell as much by themselves.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { foldText } from "./foldText.ts";
import { textTokens } from "./textTokens.ts";

/** Numbers of fewer digits meet by chance. */
export const shortestDigits = 5;

/** Letters and digits of a text, folded, without what separates them. */
export function compactNumber(text: string): string {
  return textTokens(text)
    .map(({ folded }) => folded)
    .join("");
}

/**
 * Runs of digits in an identifier that is more than they are: of "MRN-0047113" these are "0047113" and "47113". None for other
 * kinds: parts of telephone numbers and of serial numbers are anybody's.
 */
export function numbersWithin(
  text: string,
  kind: PatientWordKind,
): readonly string[] {
  if (kind !== "id" && kind !== "accession") return [];
  const runs = foldText(text).match(/\d+/g) ?? [];
  // Digits are often set apart: K-123-456. A year among them is no part of a number that is.
  const hasYear = runs.some((run) => /^(?:19|20)\d\d$/.test(run));
  const [first = ""] = text.split("^");
  const letterless = compactNumber(first).replace(/^\p{L}+/u, "");
  const whole = /^\d+$/.test(letterless) && !hasYear ? [letterless] : [];
  const found = [...whole, ...runs].flatMap((run) => [run, withoutZeros(run)]);
  const compact = compactNumber(text);
  return [...new Set(found)].filter(
    (run) => run !== compact && isTellingNumber(run, "accession"),
  );
}

/** The same number without zeros in front. */
export function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "");
}

/** Counted upwards from one, filled up with zeros, or a year: no number of anybody. */
export function isTellingNumber(
  compact: string,
  kind: PatientWordKind,
): boolean {
  if (/^(\d)\1*$/.test(compact)) return false;
  if (!/^\d+$/.test(compact)) return compact.length >= 4;
  const significant = compact.replace(/^0+/, "");
  if (kind === "id" && compact.length >= 4)
    return !/^(1[89]|20)\d\d$/.test(compact) && significant.length >= 2;
  return significant.length >= shortestDigits;
}
