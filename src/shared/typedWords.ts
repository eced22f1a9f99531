// What the check of typed texts found, field by field.
import type { CaseForm, StudyForm } from "./caseForm.ts";
import type { FindingStatus } from "./burnedInText.ts";
import type { StackId, StudyKey } from "./identifiers.ts";

/** Why a part of a text should not stay. `patientWord` blocks sending until mended or accepted; the others are warnings. */
export type TypedWordKind =
  /** Found in the headers of this very case. */
  | "patientWord"
  | "date"
  | "ageOver89"
  | "recordNumber"
  | "phone"
  | "email"
  | "address"
  | "initials"
  | "staffName";

/** A part of a typed text, in UTF-16 units: `start` included, `end` not. In discussion and findings of its words without formatting (`textOfStored`). */
export interface TypedWordFinding {
  readonly findingId: string;
  readonly kind: TypedWordKind;
  readonly start: number;
  readonly end: number;
  readonly status: FindingStatus;
}

/** The field a text was typed into. */
export type TypedField =
  | { readonly kind: "case"; readonly field: keyof CaseForm }
  | {
      readonly kind: "study";
      readonly studyKey: StudyKey;
      readonly field: keyof StudyForm;
    }
  | {
      readonly kind: "stack";
      readonly stackId: StackId;
      readonly field: "perspective" | "specifics";
    };

/** All that was found in one field; fields without findings are not listed. */
export interface TypedFieldView {
  readonly field: TypedField;
  readonly findings: readonly TypedWordFinding[];
}
