// The second look: what stands between a film and X-Raydar, what came back, and what the window sees of it. Plain data.
import { z } from "zod";
import type { LicenceBlock } from "./archive.ts";
import type { DiskFailure, NetworkFailure, RefusalReason } from "./failure.ts";
import type { Sha256Hex, StackId } from "./identifiers.ts";
import type { PreviewImage } from "./preview.ts";
import type { UrgencyClass } from "./secondLookLabels.ts";
import type { TypedWordKind } from "./typedWords.ts";

/** What X-Raydar's licence allows it to be used for (contract section 1). */
export const secondLookUses = ["research", "teaching"] as const;
export type SecondLookUse = (typeof secondLookUses)[number];

/** `image`: X-Raydar-CV reads a film. `report`: X-Raydar-NLP labels a report. */
export const lookAlgorithms = ["image", "report"] as const;
export type LookAlgorithm = (typeof lookAlgorithms)[number];

/** Who reads: the service of the University of Warwick, or the practice reader in the sandbox. */
export const lookReaders = ["xraydar", "sandbox"] as const;
export type LookReader = (typeof lookReaders)[number];

/** Length of a key (contract section 3). */
export const readerKeyLength = 16;

/** What the header left open and only the user can answer. */
export const filmQuestions = ["chest", "frontal", "adult"] as const;
export type FilmQuestion = (typeof filmQuestions)[number];

/** Why a film is not sent. Values of the header are on screen only. */
export type FilmObstacle =
  /** Not Computed Radiography or Digital X-Ray. */
  | {
      readonly kind: "notRadiograph";
      readonly form:
        | "secondaryCapture"
        | "mammography"
        | "intraoral"
        | "angiography"
        | "other";
    }
  | { readonly kind: "notChest"; readonly bodyPart: string }
  | { readonly kind: "notFrontal"; readonly view: string }
  | { readonly kind: "child"; readonly years: number }
  | { readonly kind: "severalFrames"; readonly frames: number }
  | { readonly kind: "pixelFormat"; readonly keyword: string }
  /** The file itself says that text is burnt into its pixels. */
  | { readonly kind: "burnedInAnnotation" }
  /** Uncompressed, as it would go, over the limit. */
  | { readonly kind: "tooLarge"; readonly sizeBytes: number }
  | { readonly kind: "notSelected" }
  | { readonly kind: "notPrepared" }
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "textNotLookedFor" }
  | { readonly kind: "unmaskedText"; readonly count: number }
  /** Of a public archive, whose licence does not let it be handed on. */
  | {
      readonly kind: "licence";
      readonly reason: LicenceBlock | "nonCommercialUnconfirmed";
    };

/** What the user should know of a film that may be sent. */
export type FilmWarning =
  | { readonly kind: "forProcessing" }
  /** A lookup table of the original could not be applied; a plain window stands for it. */
  | { readonly kind: "lookupTable" }
  | { readonly kind: "large"; readonly sizeBytes: number };

/** One radiograph of a case. */
export interface FilmView {
  readonly stackId: StackId;
  /** From 1, in the order of the case. */
  readonly stackNumber: number;
  /** 0-based, in display order before trimming. */
  readonly imageIndex: number;
  readonly imageCount: number;
  /** As the scanner wrote them: on screen only. */
  readonly seriesDescription: string;
  readonly viewPosition: string;
  readonly obstacles: readonly FilmObstacle[];
  /** Refused as unknown until the user answers for each of them. */
  readonly questions: readonly FilmQuestion[];
}

/** A film made ready: exactly these bytes are sent, or none. */
export interface MadeFilm {
  readonly sha256Hex: Sha256Hex;
  readonly sizeBytes: number;
  /** Rendered from the bytes that would be sent. */
  readonly preview: PreviewImage;
  readonly warnings: readonly FilmWarning[];
  readonly reader: LookReader;
}

/** A place in a report, in UTF-16 units: `start` included, `end` not. */
export interface ReportFinding {
  readonly findingId: string;
  readonly kind: TypedWordKind;
  readonly start: number;
  readonly end: number;
}

/** What the check of a report says. */
export interface ReportCheck {
  /** As it would be sent: line feeds only, nothing around it. */
  readonly text: string;
  readonly findings: readonly ReportFinding[];
  readonly words: number;
  readonly reader: LookReader;
}

/** Over this the reference model reads only the beginning, without notice (contract section 4.2). */
export const longReportWords = 300;

/** Why an answer cannot be taken for a reading (contract section 5.1). */
export type NotUnderstoodReason =
  | { readonly kind: "blank" }
  | { readonly kind: "html" }
  | { readonly kind: "notJson" }
  | { readonly kind: "noLabels" }
  /** Numbers without names: their order is not documented. */
  | { readonly kind: "bareNumbers" }
  /** A value above 1: per cent, or something else. */
  | { readonly kind: "scaleUnknown" }
  | { readonly kind: "tooFewLabels"; readonly matched: number };

/** Why there is no reading. `text` is the service's own, cut to 300 characters: on screen only. */
export type LookProblem =
  | {
      readonly kind: "unavailable";
      readonly failure: NetworkFailure | DiskFailure;
    }
  | { readonly kind: "timedOut"; readonly afterMs: number }
  | { readonly kind: "connectionLost" }
  | { readonly kind: "redirected"; readonly status: number }
  | {
      readonly kind: "rejected";
      readonly status: number;
      readonly text: string;
    }
  | { readonly kind: "keyRefused"; readonly status: number }
  | { readonly kind: "interfaceChanged"; readonly status: number }
  | { readonly kind: "tooLarge"; readonly by: "reader" | "us" }
  | { readonly kind: "limited"; readonly waitMs: number }
  | { readonly kind: "readerFailed"; readonly text: string }
  | { readonly kind: "gateway"; readonly status: number }
  | { readonly kind: "answerTooLarge" }
  /** Another question is under way. */
  | { readonly kind: "busy" }
  | { readonly kind: "noKey" }
  /** A message in place of a reading, with status 200. */
  | { readonly kind: "refusedInAnswer"; readonly text: string }
  | {
      readonly kind: "notUnderstood";
      readonly reason: NotUnderstoodReason;
      readonly text: string;
    };

/** True of an answer whose whole text may be looked at: it names fewer findings than a reading has (contract section 5.1). */
export function hasTooFewFindings(problem: LookProblem): boolean {
  return (
    problem.kind === "notUnderstood" &&
    (problem.reason.kind === "tooFewLabels" ||
      problem.reason.kind === "noLabels")
  );
}

/** One line of a reading. */
const probabilitySchema = z.strictObject({
  /** Key of secondLookLabels.ts. */
  label: z.string().max(100),
  /** As answered; empty if it was not. */
  name: z.string().max(100),
  /** 0 to 1; null: not reported, which says nothing. */
  probability: z.number().min(0).max(1).nullable(),
});
export type LookProbability = Readonly<z.infer<typeof probabilitySchema>>;

/** For a connection to open (contract section 4). */
export const readerConnectMs = 10_000;

/** Longer answers are refused (contract section 5.1). */
export const largestAnswerBytes = 1024 * 1024;

/** A reading as it is kept with its case. */
export const savedLookSchema = z.strictObject({
  lookId: z.string().regex(/^[0-9a-f]{32}$/),
  algorithm: z.enum(lookAlgorithms),
  reader: z.enum(lookReaders),
  askedAtMs: z.number(),
  /** Of the bytes that were sent. */
  sentSha256Hex: z.string().regex(/^[0-9a-f]{64}$/),
  /** The film that was read; null for a report. */
  film: z
    .strictObject({
      stackId: z.string().transform((text) => text as StackId),
      imageIndex: z.number().int().nonnegative(),
      /** Whether the stack was shown backwards then: `imageIndex` counts in that order. */
      isReversed: z.boolean().optional(),
    })
    .nullable(),
  /** In the reference code's scale, as answered; null if not reported. */
  urgency: z.string().max(100).nullable(),
  /** All findings of the algorithm, reported or not, in the order of the contract. */
  probabilities: z.array(probabilitySchema).max(100).readonly(),
  /** What the answer held besides. */
  otherFields: z
    .array(
      z.strictObject({
        name: z.string().max(100),
        value: z.string().max(200),
      }),
    )
    .max(50)
    .readonly(),
  /** The answer as received; a longer one is no reading (contract section 5.1). */
  body: z.string().max(largestAnswerBytes),
  /** How the data set of a film from a public archive is credited: kept with whatever is said of it (contract section 6). */
  credit: z.string().max(10_000).optional(),
});
export type SavedLook = Readonly<z.infer<typeof savedLookSchema>>;

/** Where a film stands in its case now: no word of its header, so that it may stand in a copy. */
export interface FilmPlace {
  /** The same for two readings of one film. */
  readonly filmId: string;
  /** From 1, in the order of the case. */
  readonly stackNumber: number;
  /** From 1, in display order before trimming. */
  readonly imageNumber: number;
  readonly imageCount: number;
}

/** One line of a reading on the screen. */
export interface LookLine {
  readonly label: string;
  readonly name: string;
  /** 0 to 1; null: not reported. */
  readonly probability: number | null;
  /** In the reference code's grouping; null for labels that are no findings. */
  readonly urgencyClass: UrgencyClass | null;
}

/** A reading on the screen. */
export interface LookView extends Pick<
  SavedLook,
  "lookId" | "algorithm" | "reader" | "askedAtMs" | "urgency"
> {
  /** The film that was read; null for a report, and for a film that is not in the case any more. */
  readonly filmPlace: FilmPlace | null;
  /** All 37, the highest value first; what was not reported stands last. */
  readonly findings: readonly LookLine[];
  readonly nonFindings: readonly LookLine[];
  readonly otherFields: SavedLook["otherFields"];
  /** Null for a film that is not from a public archive, and for a report. */
  readonly credit: string | null;
}

/** What is said of one side of a comparison (contract section 7). */
export type ComparedLook = Pick<LookView, "lookId" | "askedAtMs" | "filmPlace">;

/** A film and a report by the same findings. */
export interface LookComparison {
  readonly reader: LookReader;
  readonly film: ComparedLook;
  readonly report: ComparedLook;
  /** The highest value of either first; null: not reported. */
  readonly rows: readonly {
    readonly label: string;
    readonly imageName: string;
    readonly reportName: string;
    readonly image: number | null;
    readonly report: number | null;
  }[];
}

/** How far a question has gone: nothing of it out yet, on its way, all of it out. */
export const lookSteps = ["pausing", "sending", "sent"] as const;
export type LookStep = (typeof lookSteps)[number];

/** Where asking stands. */
export type LookState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "waiting";
      readonly step: LookStep;
      readonly algorithm: LookAlgorithm;
      readonly reader: LookReader;
      readonly sinceMs: number;
      readonly timeoutMs: number;
    }
  /** By the user, when it had gone so far. */
  | {
      readonly kind: "cancelled";
      readonly algorithm: LookAlgorithm;
      readonly step: LookStep;
    }
  | {
      readonly kind: "failed";
      readonly algorithm: LookAlgorithm;
      readonly problem: LookProblem;
    };

/** The second look of one case. */
export interface SecondLookView {
  /** Radiographs of the case, at most 200. */
  readonly films: readonly FilmView[];
  readonly state: LookState;
  /** Newest first. */
  readonly looks: readonly LookView[];
  /** The newest reading of each film beside the newest one of a report; the film that was read last stands first. */
  readonly comparisons: readonly LookComparison[];
}

/** The second look of the app. */
export interface SecondLookChoice {
  /** Null: switched off. */
  readonly use: SecondLookUse | null;
  readonly hasKey: boolean;
  /** Who would be asked now. */
  readonly reader: LookReader;
  /** Algorithms whose address is not what it was: not asked again before the next start. */
  readonly closed: readonly LookAlgorithm[];
}
