// The free text of a stack, as the user reviews it.

import type { FindingStatus } from "./burnedInText.ts";
import type { TypedWordKind } from "./typedWords.ts";

/** A part of a value that looks like something of a patient or of the staff: the value stays only if the user says why it may. */
export interface FreeTextQuestion {
  /** Named by the edit that accepts it; equal for the same words in several values. */
  readonly findingId: string;
  readonly kind: TypedWordKind;
  /** Index into the values. */
  readonly value: number;
  /** In UTF-16 units: `start` included, `end` not. */
  readonly start: number;
  readonly end: number;
  readonly status: Exclude<FindingStatus, { readonly kind: "masked" }>;
}

/** A free-text attribute of a stack: removed unless the user has read its values and keeps it. */
export interface FreeTextView {
  /** Eight hexadecimal digits, upper case. */
  readonly tag: string;
  readonly keyword: string;
  /** Distinct values over the images of the stack: on screen only. */
  readonly values: readonly string[];
  /** A value holds words of the patient: it cannot be kept. */
  readonly holdsPatientWord: boolean;
  /** In the order of the values; none where it cannot be kept at all. */
  readonly questions: readonly FreeTextQuestion[];
  /** What the user says. Values with an open question are removed all the same. */
  readonly isKept: boolean;
}

/** True if a value of it leaves: kept, and nothing in it is an open question. */
export function staysInPart({
  values,
  questions,
  isKept,
}: FreeTextView): boolean {
  const open = new Set(
    questions
      .filter(({ status }) => status.kind === "open")
      .map(({ value }) => value),
  );
  return isKept && values.some((_, index) => !open.has(index));
}
