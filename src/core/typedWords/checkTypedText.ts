// Checks one typed text for parts that should not leave: live, while it is typed.
import type { FindingStatus } from "../../shared/burnedInText.ts";
import { textOfStored } from "../../shared/richText.ts";
import type {
  TypedField,
  TypedFieldView,
  TypedWordFinding,
} from "../../shared/typedWords.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import { foundDigest } from "./foundDigest.ts";
import type { TypedPart } from "./patternRule.ts";
import { typedPatterns } from "./typedPatterns.ts";
import { withoutOverlaps } from "./withoutOverlaps.ts";

/** One text to check. */
export interface TextToCheck {
  readonly field: TypedField;
  /** As stored: plain, or the contract's HTML. Findings count in its text without formatting (`textOfStored`). */
  readonly stored: string;
}

/** Reasons the user gave for findings to stay, by finding id. */
export type AcceptedFindings = Readonly<Record<string, string>>;

const open: FindingStatus = { kind: "open" };

/** Everything found in one text, first to last, none overlapping another; words of the patient before all others. */
export function checkTypedText(
  { field, stored }: TextToCheck,
  words: WordMatcher,
  accepted: AcceptedFindings = {},
): readonly TypedWordFinding[] {
  const text = textOfStored(stored);
  return findingsOf({ field, accepted }, text, partsToReview(text, words));
}

function findingsOf(
  {
    field,
    accepted,
  }: { readonly field: TypedField; readonly accepted: AcceptedFindings },
  text: string,
  parts: readonly TypedPart[],
): readonly TypedWordFinding[] {
  const occurrences = new Map<string, number>();
  return parts.map((part) => {
    const { kind, start, end } = part;
    const found = `${kind} ${foundDigest(text, part)}`;
    const occurrence = (occurrences.get(found) ?? 0) + 1;
    occurrences.set(found, occurrence);
    const findingId = `${fieldKey(field)} ${found} ${occurrence}`;
    const reason = accepted[findingId];
    const status: FindingStatus =
      reason === undefined ? open : { kind: "accepted", reason };
    return { findingId, kind, start, end, status };
  });
}

/** The fields of a case in which something was found. */
export function checkTypedTexts(
  texts: readonly TextToCheck[],
  words: WordMatcher,
  accepted: AcceptedFindings = {},
): readonly TypedFieldView[] {
  // Hundreds of stacks bear the same few words.
  const known = new Map<string, readonly TypedPart[]>();
  return texts.flatMap(({ field, stored }) => {
    const text = textOfStored(stored);
    const parts = known.get(text) ?? partsToReview(text, words);
    known.set(text, parts);
    const findings = findingsOf({ field, accepted }, text, parts);
    return findings.length === 0 ? [] : [{ field, findings }];
  });
}

/** Findings that stand between a case and sending: words of the patient that are neither mended nor accepted. */
export function openPatientWords(fields: readonly TypedFieldView[]): number {
  return fields
    .flatMap(({ findings }) => findings)
    .filter(
      ({ kind, status }) => kind === "patientWord" && status.kind === "open",
    ).length;
}

/** What should not stay in a text as it stands, first to last, none overlapping another; words of the patient before all others. `more`: what else was found in it. */
export function partsToReview(
  text: string,
  words: WordMatcher,
  more: readonly TypedPart[] = [],
): readonly TypedPart[] {
  const ofPatient = words
    .find(text, "prose")
    .map(({ start, end }) => ({ kind: "patientWord" as const, start, end }));
  return withoutOverlaps([...typedPatterns(text), ...more], ofPatient);
}

function fieldKey(field: TypedField): string {
  switch (field.kind) {
    case "case":
      return field.field;
    case "study":
      return `${field.studyKey} ${field.field}`;
    case "stack":
      return `${field.stackId} ${field.field}`;
  }
}
