// What the window sees: snapshots of the truth that the main process owns. Plain data, no paths, no UIDs, nothing that acts.
import type { AccountState } from "./accountState.ts";
import type { DataSetsBlock, LicenceBlock } from "./archive.ts";
import type { SignInView } from "./signIns.ts";
import type { StackTextView, TextObstacles } from "./burnedInText.ts";
import type { BackgroundSettings } from "./backgroundSettings.ts";
import type { ContractSettings } from "./contractSettings.ts";
import type { Destination } from "./destination.ts";
import type { SentBeforeView } from "./sentBefore.ts";
import type { TransferSettings } from "./transferSettings.ts";
import type { CancelledUpload } from "./cancelledUpload.ts";
import type { CaseForm, Confirmations, StudyForm } from "./caseForm.ts";
import type { DeidRule } from "./deidRule.ts";
import type {
  Failure,
  NonIdempotentCall,
  RefusalReason,
  SkipReason,
  VideoCoding,
} from "./failure.ts";
import type { FreeTextView } from "./freeText.ts";
import type { CaseId, StackId, StudyKey } from "./identifiers.ts";
import type { Mask, MaskProposal } from "./mask.ts";
import type { NetworkView } from "./network.ts";
import type { IntakeView } from "./intakeView.ts";
import type { PictureFormat } from "./pictureFormat.ts";
import type {
  HeldBackReason,
  PixelTreatment,
  StoredPixels,
  Plane,
  SplitCriterion,
  SplitTrait,
  StackWarning,
} from "./stackFacts.ts";
import type { NetworkGap, NextTry, UploadingStage } from "./sendWait.ts";
import type { SecondLookView, SecondLookChoice } from "./secondLook.ts";
import type { TypedFieldView } from "./typedWords.ts";

/** Where secrets rest on this computer. `memoryOnly`: no keychain was found, so signing in again after a restart is needed. */
export type SecretStorage = "keychain" | "plainTextByChoice" | "memoryOnly";

/** The service cases are sent to. */
export type ServiceView =
  | {
      readonly kind: "sandbox";
      /** Null while it starts or when it could not start (see failure). */
      readonly origin: string | null;
      readonly failure: Failure | null;
    }
  | { readonly kind: "radiopaedia"; readonly origin: string };

/** Where a case stands, as shown in the left column. */
export type CaseStage =
  | { readonly kind: "draft" }
  | { readonly kind: "scanning"; readonly found: number }
  | { readonly kind: "preparing"; readonly fraction: number }
  | { readonly kind: "queued" }
  | UploadingStage
  | { readonly kind: "paused"; readonly fraction: number }
  /** `signIn`: why it waits for one; it goes on by itself then. */
  | { readonly kind: "needsAttention"; readonly signIn?: Failure }
  /** All sent; the site is still processing stacks. */
  | { readonly kind: "sent" }
  | { readonly kind: "done" }
  /** Given up by the user; it can only be looked at and forgotten. */
  | { readonly kind: "cancelled" };

export interface CaseSummary {
  readonly caseId: CaseId;
  /** The typed title; empty if none yet. */
  readonly title: string;
  readonly stage: CaseStage;
  /** Selected images and stacks. */
  readonly imageCount: number;
  readonly stackCount: number;
  readonly modalities: readonly string[];
  readonly changedAtMs: number;
  /** 1 for the case that is sent next; null where it does not wait. */
  readonly queuePlace: number | null;
  /** Login of the account it is sent with; null while it is a draft, and where nobody noted one. */
  readonly login: string | null;
}

/** The whole app. */
export interface AppSnapshot {
  readonly appVersion: string;
  readonly platform: "windows" | "mac" | "linux";
  readonly service: ServiceView;
  readonly account: AccountState;
  readonly secretStorage: SecretStorage;
  readonly appearance: Appearance;
  readonly transfers: TransferSettings;
  /** All sign-ins, those of the service in use first. */
  readonly signIns: readonly SignInView[];
  readonly background: BackgroundSettings;
  /** Where Radiopaedia is, also while the sandbox is in use. */
  readonly siteOrigin: string;
  readonly contract: ContractSettings;
  readonly network: NetworkView;
  readonly secondLook: SecondLookChoice;
  /** For archives and X-Raydar, as it goes into the User-Agent; null: none is named. */
  readonly contactAddress: string | null;
  /** Newest first. */
  readonly cases: readonly CaseSummary[];
  /** Records found damaged at start, kept aside. */
  readonly startFailures: readonly Failure[];
}

export type Appearance = "system" | "light" | "dark";

export interface StackView {
  readonly stackId: StackId;
  /** Series number and description as the scanner wrote them: on screen only. */
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly modality: string;
  readonly plane: Plane | null;
  readonly splitBy: readonly SplitCriterion[];
  /** What tells it from its siblings. */
  readonly traits: readonly SplitTrait[];
  readonly warnings: readonly StackWarning[];
  readonly heldBack: HeldBackReason | null;
  /** False when held back for good: it can be seen, not selected. */
  readonly canBeSelected: boolean;
  readonly isSelected: boolean;
  /** All images of the stack. */
  readonly imageCount: number;
  /** Kept after trimming. */
  readonly keptCount: number;
  readonly first: number;
  readonly last: number;
  readonly keepEvery: number;
  readonly isReversed: boolean;
  /** 0-based index, before trimming, of the key image. */
  readonly keyImage: number;
  readonly perspective: string;
  readonly specifics: string;
  readonly rows: number;
  readonly columns: number;
  /** False for pixel data this version cannot show. */
  readonly canPreview: boolean;
  /** Null for pictures, and where nothing could be sent. */
  readonly storedPixels: StoredPixels | null;
  /** Set for a DICOM video: what it is coded with. */
  readonly videoCoding: VideoCoding | null;
  /** What a stack of pictures holds; null for DICOM images. */
  readonly picture: PictureFormat | null;
  readonly window: { readonly center: number; readonly width: number } | null;
  readonly masks: readonly Mask[];
  readonly maskProposals: readonly MaskProposal[];
  /** Text in its pixels. */
  readonly text: StackTextView;
  readonly textObstacles: TextObstacles;
  /** Free-text attributes that the policy would let pass. */
  readonly freeText: readonly FreeTextView[];
}

export interface StudyView {
  readonly studyKey: StudyKey;
  /** On screen only, never sent. */
  readonly description: string;
  /** YYYY-MM-DD or empty; on screen only, never sent. */
  readonly date: string;
  /** Days since the first study of the case; null if a date is missing. */
  readonly daysSinceFirst: number | null;
  /** Interval in words, offered as the caption. */
  readonly suggestedCaption: string;
  readonly dicomModality: string;
  /** From 1, in the order of the studies; null for pictures, which are nobody's. Says who is the same, never who it is. */
  readonly patientNumber: number | null;
  readonly form: StudyForm;
  readonly stacks: readonly StackView[];
}

/** One row of what happens to an attribute, summed over the images of one stack. */
export interface TagActionCount {
  /** Eight hexadecimal digits. */
  readonly tag: string;
  readonly keyword: string;
  readonly action: "kept" | "emptied" | "replaced" | "removed" | "added";
  readonly rule: DeidRule;
  readonly count: number;
}

/** An image that was refused, by its place in the stack as the user sees it (1-based). */
export interface RefusedImage {
  readonly stackId: StackId;
  readonly imageNumber: number;
  readonly reason: RefusalReason;
}

/**
 * Why no copy of a stack is made yet: it is being looked through for text, that failed, some of its images could not be looked
 * through, or text was found that is neither masked nor accepted.
 */
export type PreparationHold = "searching" | "failed" | "unseen" | "text";

/** De-identification of everything selected, into the spool. */
export type PreparationView =
  | { readonly kind: "notStarted" }
  /** The selection changed since the last preparation. */
  | { readonly kind: "outdated" }
  | {
      readonly kind: "running";
      readonly preparedImages: number;
      readonly totalImages: number;
      readonly preparedBytes: number;
    }
  /** Prepared as far as may be; these stacks follow by themselves once nothing holds them back. */
  | {
      readonly kind: "held";
      readonly preparedImages: number;
      readonly stacks: readonly {
        readonly stackId: StackId;
        readonly why: PreparationHold;
      }[];
    }
  | {
      readonly kind: "ready";
      readonly preparedImages: number;
      readonly preparedBytes: number;
      readonly stacks: readonly {
        readonly stackId: StackId;
        readonly preparedImages: number;
        /** What was done to the pixels of how many images; pictures are not among them. */
        readonly pixels: Readonly<Partial<Record<PixelTreatment, number>>>;
        readonly actions: readonly TagActionCount[];
      }[];
      readonly refused: readonly RefusedImage[];
      /** Originals that were away, on a disc that was ejected or a share that was disconnected; their images are among the refused ones. */
      readonly missing: {
        readonly count: number;
        /** Of the first of them, below what was dropped: on screen only. */
        readonly names: readonly string[];
      };
    }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Something that stands between the draft and sending; each names where to mend it. */
export type Blocker =
  | { readonly kind: "noImages" }
  | { readonly kind: "nothingSelected" }
  | { readonly kind: "scanning" }
  | { readonly kind: "missingField"; readonly field: keyof CaseForm }
  | { readonly kind: "notPrepared" }
  /** Images that could not be made safe; a stack is never sent short unless the user accepts that they stay out. */
  | { readonly kind: "imagesRefused"; readonly count: number }
  /** Selected images are of more than one patient, which the user has not accepted. */
  | { readonly kind: "severalPatients"; readonly count: number }
  /** Images of which two files with different content are selected; on the site they could not be told apart. */
  | { readonly kind: "sameImageTwice"; readonly count: number }
  /** Stacks in whose pixels nobody has looked for text yet; in `failed` of them that was tried. */
  | {
      readonly kind: "textNotLookedFor";
      readonly stacks: number;
      readonly failed: number;
    }
  /** Images that could not be decoded, so that nobody looked at them; not accepted. */
  | { readonly kind: "imagesNotSeen"; readonly count: number }
  /** Places that look like text, neither masked nor accepted. */
  | { readonly kind: "burnedInText"; readonly count: number }
  /** Words of the patient in typed texts. */
  | { readonly kind: "patientWordsTyped"; readonly count: number }
  /** Selected stacks of public series whose licence keeps them out of what is sent. */
  | {
      readonly kind: "licenceForbids";
      readonly reason: LicenceBlock | "nonCommercialUnconfirmed";
      readonly stacks: number;
    }
  /** Data sets that the texts to be sent no longer give credit to. */
  | DataSetsBlock<"creditMissing">
  /** The same, where no text is sent that could: every stack goes into a study that the site has. */
  | DataSetsBlock<"creditHasNoPlace">
  /** Data sets whose credit lacks the citation, which the registry has not told yet. */
  | DataSetsBlock<"citationMissing">
  /** Images that were sent before in another case, which the user has not said to be meant. */
  | { readonly kind: "sentBefore"; readonly count: number }
  | { readonly kind: "notConfirmed"; readonly which: keyof Confirmations };

/** What the user agreed to beyond the three confirmations; withdrawn when the selection changes. */
export interface Acceptances {
  /** Refused images stay out of their stacks. */
  readonly refusedImages: boolean;
  /** One case of several patients is meant. */
  readonly severalPatients: boolean;
}

/** A data set of public images in the case. */
export interface CreditView {
  readonly collection: string;
  readonly licence: string;
  /** Citation and licence, as they stand in the credit. */
  readonly text: string;
  /** False once it was taken out of the texts that are sent. */
  readonly isGiven: boolean;
  /** True where the credit stands without its citation, which is not known. */
  readonly isCitationMissing: boolean;
}

export interface CheckView {
  /** Public data among what is selected. */
  readonly credit: readonly CreditView[];
  readonly acceptances: Acceptances;
  readonly preparation: PreparationView;
  readonly confirmations: Confirmations;
  /** Typed texts in which something was found. */
  readonly typed: readonly TypedFieldView[];
  /** Other cases with the same images, most first. */
  readonly sentBefore: readonly SentBeforeView[];
  /** Empty means the case may be sent. */
  readonly blockers: readonly Blocker[];
}

/** One stack on its way. */
export type StackSendState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly storedImages: number }
  | { readonly kind: "stored" }
  | {
      readonly kind: "attached";
      /** Pictures: the site answered when it had made images of them, and tells no more. */
      readonly isFinal?: true;
    }
  | { readonly kind: "processing"; readonly siteStatus: string }
  | { readonly kind: "processed" }
  | { readonly kind: "processingFailed" };

export interface StackSendView {
  readonly stackId: StackId;
  /** Made of plane and specifics; never of the scanner's text. */
  readonly label: string;
  readonly imageCount: number;
  readonly sizeBytes: number;
  readonly state: StackSendState;
}

/** Steps of sending in their order. */
export type SendPhase =
  | "creatingCase"
  | "addingStudies"
  | "sendingImages"
  | "attachingStacks"
  | "finishing"
  | "processing";

/** Numbers of a transfer. */
export interface SendProgress {
  readonly phase: SendPhase;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly sentImages: number;
  readonly totalImages: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly stacks: readonly StackSendView[];
  /** Link to the draft on the site, once it exists. */
  readonly caseUrl: string | null;
}

/** The end account of a case: found = uploaded + left out, with reasons. */
export interface SendAccount {
  readonly found: number;
  /** Files of which at least one image was sent. */
  readonly uploaded: number;
  readonly leftOut: number;
  readonly leftOutByReason: readonly LeftOutCount[];
  readonly uploadedImages: number;
  /** Absent where there are none, and in plans from before they were named. */
  readonly refusedImages?: readonly RefusedPlace[];
}

/** An image of a selected stack that stays out because it was refused. Nothing in it is of the patient or names a file. */
export interface RefusedPlace {
  /** 1-based, in the order in which stacks are sent; null for a stack of which nothing is sent. */
  readonly stackNumber: number | null;
  /** Made of plane and specifics; never of the scanner's text. */
  readonly stackLabel: string;
  /** 1-based, among the images that were kept of the stack. */
  readonly imageNumber: number;
  readonly reason: LeftOutReason & {
    readonly kind: "refused" | "refusedBySite";
  };
}

/** Why files are not among the uploaded ones. */
export type LeftOutReason =
  | { readonly kind: "skipped"; readonly reason: SkipReason }
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "stackNotSelected" }
  | { readonly kind: "heldBack"; readonly reason: HeldBackReason }
  | { readonly kind: "trimmed" }
  /** By the user's decision, after the site had refused it. */
  | { readonly kind: "refusedBySite" };

export interface LeftOutCount {
  readonly reason: LeftOutReason;
  readonly count: number;
}

/** One left-out file, or one that was not found, for the list the user can open. `name` is the path below what was dropped: on screen only. */
export interface LeftOutFile {
  readonly name: string;
  /** `notFound`: named in a DICOMDIR, and counted neither as found nor as left out. */
  readonly reason: LeftOutReason | { readonly kind: "notFound" };
}

/** Sending of a case. */
export type UploadView =
  | { readonly kind: "notStarted" }
  | { readonly kind: "queued" }
  | {
      readonly kind: "running";
      readonly progress: SendProgress;
      /** A wait before the next try: why, and until when. */
      readonly waiting: NextTry | null;
      /** Set while the network is waited for: sending goes on by itself when it is back, and nothing of this counts as a failure. */
      readonly networkGap?: NetworkGap;
      /** Set once all is sent and the site only processes it. */
      readonly account?: SendAccount;
    }
  | { readonly kind: "paused"; readonly progress: SendProgress }
  /** Stopped and will not go on by itself; `retry` says what helps. */
  | {
      readonly kind: "stopped";
      readonly failure: Failure;
      readonly progress: SendProgress;
    }
  /** A call whose answer was lost; the user decides. `candidates` are own drafts that may be it. */
  | {
      readonly kind: "inDoubt";
      readonly call: NonIdempotentCall;
      readonly progress: SendProgress;
      readonly candidates: readonly {
        readonly remoteCaseId: number;
        readonly title: string;
        readonly url: string;
      }[];
    }
  | {
      readonly kind: "done";
      readonly progress: SendProgress;
      readonly account: SendAccount;
      /** Mark-finished failed: the draft is complete but still open for uploads; retry is offered. */
      readonly finishFailure: Failure | null;
    }
  | (CancelledUpload & {
      /** What it attached, as far as is known. */
      readonly stacks: readonly StackSendView[];
    });

/** The user's answer to a call in doubt. */
export type DoubtAnswer =
  | { readonly kind: "adoptCase"; readonly remoteCaseId: number }
  /** The study is on the site under this id: the number after `studies/` in its address. */
  | { readonly kind: "adoptStudy"; readonly remoteStudyId: number }
  /** It did not arrive: send it again. */
  | { readonly kind: "sendAgain" }
  /** It did arrive (checked on the site): go on as if answered. Stacks only: a case or a study is adopted by its id. */
  | { readonly kind: "itArrived" };

/** One open case. */
export interface CaseSnapshot {
  readonly caseId: CaseId;
  /** Grows with every change; the window drops older ones. */
  readonly revision: number;
  readonly form: CaseForm;
  /** Where it goes, or went. */
  readonly destination: Destination;
  readonly intake: IntakeView;
  readonly studies: readonly StudyView[];
  /** Values read from the headers, offered for the form; never filled in over typed ones. */
  readonly suggestedAge: string;
  readonly suggestedGender: "" | "Male" | "Female";
  readonly patientCount: number;
  readonly check: CheckView;
  readonly upload: UploadView;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Empty while the second look is switched off. */
  readonly secondLook: SecondLookView;
  /** Once sending has begun the draft is frozen. */
  readonly isFrozen: boolean;
}
