// The free text of a stack, as the user reviews it.

/** A free-text attribute of a stack: removed unless the user has read its values and keeps it. */
export interface FreeTextView {
  /** Eight hexadecimal digits, upper case. */
  readonly tag: string;
  readonly keyword: string;
  /** Distinct values over the images of the stack: on screen only. */
  readonly values: readonly string[];
  /** A value holds words of the patient: it cannot be kept. */
  readonly holdsPatientWord: boolean;
  readonly isKept: boolean;
}
