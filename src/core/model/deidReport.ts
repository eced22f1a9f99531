// The report of a case: what was done so that nothing of the patient leaves. Holds no value of the patient and no word that was read or typed in it.
import type { FindingStatus, TextRank } from "../../shared/burnedInText.ts";
import type { Confirmations } from "../../shared/caseForm.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { ImageRange, MaskShape, PixelBox } from "../../shared/mask.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type {
  Acceptances,
  SendAccount,
  TagActionCount,
} from "../../shared/snapshot.ts";
import type { PixelTreatment } from "../../shared/stackFacts.ts";
import type { TypedField, TypedWordKind } from "../../shared/typedWords.ts";

/** A place that looked like text. */
export interface ReportedFinding {
  readonly rank: TextRank;
  readonly box: PixelBox;
  /** 0-based, among the images that leave. */
  readonly images: ImageRange;
  readonly matches: readonly PatientWordKind[];
  readonly status: FindingStatus["kind"];
  /** Why it was accepted; null if it was not. */
  readonly reason: string | null;
}

/** What is known of the text in the pixels of one stack. */
export interface ReportedText {
  /** False: the search did not come to its end. */
  readonly wasSearched: boolean;
  /** Of the images that leave, as all that follows. */
  readonly lookedImages: number;
  /** Null for part of a stack: characters were read somewhere in all of it. */
  readonly readImages: number | null;
  readonly unseenImages: number;
  /** Why images that nobody could look at go all the same; null if nobody said so. */
  readonly unseenReason: string | null;
  readonly findings: readonly ReportedFinding[];
}

/** Parts of one free-text attribute that were questioned and stay; never what they say. */
export interface ReportedFreeText {
  /** Eight hexadecimal digits. */
  readonly tag: string;
  readonly kind: TypedWordKind;
  readonly reason: string;
  readonly count: number;
}

/** One stack of the report. */
export interface ReportedStack {
  /** 1, 2, ... of its study, oldest first. */
  readonly study: number;
  /** Made of plane and specifics; never of the scanner's text. */
  readonly label: string;
  readonly preparedImages: number;
  readonly refused: readonly {
    readonly reason: RefusalReason;
    readonly count: number;
  }[];
  /** What was done to the pixels of how many images. */
  readonly pixels: readonly {
    readonly treatment: PixelTreatment;
    readonly count: number;
  }[];
  readonly masks: readonly {
    readonly shape: MaskShape;
    /** 0-based, among the images that leave; null: every image. */
    readonly images: ImageRange | null;
  }[];
  readonly text: ReportedText;
  /** Attributes with free text that was reviewed and stays, as eight hexadecimal digits. */
  readonly keptFreeText: readonly string[];
  /** What was questioned in it and stays for a reason: where, of what kind, how many different parts. */
  readonly acceptedFreeText: readonly ReportedFreeText[];
  /** True if a face can be rebuilt from the slices that leave, of which the user was told. */
  readonly faceWarning: boolean;
  readonly tags: readonly TagActionCount[];
}

/** A part of a typed text that the check found and the user let stand: where and of what kind, never what it says. */
export interface ReportedTypedWord {
  readonly field: TypedField["field"];
  readonly kind: TypedWordKind;
  readonly reason: string;
}

/** Version 1. Times are ISO 8601, UTC. */
export interface DeidReport {
  readonly casedropReport: 1;
  readonly appVersion: string;
  /** Of the de-identification policy the images were verified against. */
  readonly policyVersion: string;
  readonly madeAt: string;
  readonly account: SendAccount;
  readonly stacks: readonly ReportedStack[];
  readonly acceptances: Acceptances;
  readonly confirmations: Confirmations;
  readonly typedWords: readonly ReportedTypedWord[];
}
