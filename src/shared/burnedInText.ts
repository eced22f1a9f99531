// What was found of text in the pixels of a stack, and what the user decided about it.
import type { ImageRange, PixelBox } from "./mask.ts";
import type { PatientWordKind } from "./patientWord.ts";

/** Gravest first: words of this very patient; anything that reads like text; what scanners print about technique (sides, scales, exposure). */
export type TextRank = "patientWord" | "text" | "technical";

/** One place where text seems to be, the same over a run of images. */
export interface TextFinding {
  /** Stable for the same pixels and place, so that a decision outlives looking again; another one once the words there say something else of the patient. */
  readonly findingId: string;
  /** The same whatever is read there: the id that the place has while it is plain text. */
  readonly placeId: string;
  readonly rank: TextRank;
  readonly box: PixelBox;
  readonly images: ImageRange;
  /** What was read there, empty if nothing could be: on screen only, never written. */
  readonly words: string;
  /** What the words say of the patient. Empty unless the rank is `patientWord`. */
  readonly matches: readonly PatientWordKind[];
}

/** How far a stack has been looked through. Nothing is called clear that was not looked at. */
export type TextSearchState =
  | { readonly kind: "waiting" }
  | {
      readonly kind: "looking";
      readonly lookedImages: number;
      readonly totalImages: number;
    }
  | {
      readonly kind: "looked";
      /** By the quick pass. */
      readonly lookedImages: number;
      /** By character recognition as well. */
      readonly readImages: number;
      /** Could not be decoded, so nobody can say. */
      readonly unseenImages: number;
    }
  | { readonly kind: "failed" };

/** What became of a finding. */
export type FindingStatus =
  | {
      readonly kind: "open";
      /** Why it was accepted while it was plain text, which does not hold for words of the patient. */
      readonly acceptedBefore?: string;
    }
  /** A mask covers its whole box on all its images. */
  | { readonly kind: "masked" }
  /** The user says it may leave, and why. */
  | { readonly kind: "accepted"; readonly reason: string };

export interface TextFindingView extends TextFinding {
  readonly status: FindingStatus;
}

/** What of it keeps the case from being sent: neither what was decided, nor what scanners print about technique, nor what is on images that stay here. */
export interface TextObstacles {
  /** The search has not ended, or failed and nobody answers for the stack. */
  readonly isUnsearched: boolean;
  /** Images that leave and could not be decoded, so that nobody looked at them; none once they are accepted. */
  readonly unseenImages: number;
  readonly findingIds: readonly string[];
}

/** Text in the pixels of one stack, as the window shows it. */
export interface StackTextView {
  readonly state: TextSearchState;
  /** What the user says of the kept images that nobody has looked through; accepted like a finding, under this id, which is another one for other images. */
  readonly unseen: {
    readonly findingId: string;
    readonly status: Exclude<FindingStatus, { readonly kind: "masked" }>;
  };
  readonly findings: readonly TextFindingView[];
}
