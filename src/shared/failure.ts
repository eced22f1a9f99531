// Every failure a user can meet, as data. Words are made from it in src/shared/messages; nothing here holds a path, a DICOM value or a token.
import type { ExistingStudy } from "./destination.ts";
import type { StackId, StudyKey } from "./identifiers.ts";
import type { ProxyAuthScheme } from "./proxyAuthScheme.ts";
import type { PatientWordKind } from "./patientWord.ts";
import type {
  ForeignPictureFormat,
  PictureFormat,
  PictureProblem,
} from "./pictureFormat.ts";
import type { Remains } from "./resting.ts";
import type { SelfTestProblem } from "./selfTestProblem.ts";

/** Remote calls whose lost answer leaves it open whether the effect happened (contract section 9: never repeat blindly). */
export type NonIdempotentCall = "createCase" | "createStudy" | "attachStack";

/** What went wrong between this computer and the service. */
export type NetworkFailure =
  /** No connection could be made: name not found, refused, unreachable. Nothing was sent. */
  | { readonly kind: "unreachable"; readonly code: string }
  /** A connection broke while sending or waiting; the effect is unknown. */
  | { readonly kind: "connectionLost"; readonly code: string }
  /** No byte moved for this long. */
  | { readonly kind: "stalled"; readonly afterMs: number }
  /** The certificate was not accepted. `issuer`: common name of who signed the chain that was shown, where known. Nothing was sent. */
  | {
      readonly kind: "tlsRejected";
      readonly code: string;
      readonly issuer?: string | null;
    }
  /** The proxy that leads to the service cannot be reached. Nothing was sent. `proxy` is `host:port`. */
  | {
      readonly kind: "proxyUnreachable";
      readonly proxy: string;
      readonly code: string;
    }
  /** The proxy wants to know who is calling, or did not accept what it was told. Nothing was sent. */
  | {
      readonly kind: "proxyAuthNeeded";
      readonly proxy: string;
      readonly schemes: readonly ProxyAuthScheme[];
      readonly wasRejected: boolean;
    }
  /** The proxy does not let this request through. Nothing was sent. */
  | {
      readonly kind: "proxyRefused";
      readonly proxy: string;
      /** Null where the system's network code does not tell it. */
      readonly status: number | null;
    }
  /** The system's network code, which the proxy's sign-in needs, holds a whole file in memory and takes none so large. Nothing was sent. */
  | { readonly kind: "tooLargeForProxy"; readonly limitBytes: number };

/** Something between this computer and the service answered in its place: a sign-in page, a filter. `host`: where it points to, if it redirects. */
export interface StrangerAnswered {
  readonly kind: "strangerAnswered";
  readonly status: number;
  readonly host: string | null;
}

/** Images of one stack that the site refused by name. */
export interface RefusedImages {
  readonly stackId: StackId;
  /** 1-based places in the stack as it would be shown. */
  readonly places: readonly number[];
  readonly outOf: number;
}

/** What the service answered instead of what was asked. `detail` is the answer's own text, cut and free of tokens and URLs. */
export type ServiceFailure =
  | {
      readonly kind: "rateLimited";
      readonly status: number;
      readonly retryAfterMs: number | null;
    }
  | {
      readonly kind: "serverError";
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly detail: string;
    }
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly detail: string;
    }
  /** 422 `Key <tag> not anonymized`: tags as eight hexadecimal digits. */
  | {
      readonly kind: "notAnonymized";
      readonly tags: readonly string[];
      /** Label of the stack, once that is known: plane and specifics, never the scanner's text. The service names no file. */
      readonly stack?: string;
      /** Uploads it named, if any. */
      readonly uploadIds?: readonly number[];
      /** Of the images that can be left out; absent where the answer names none, or all of them. */
      readonly refusedImages?: RefusedImages;
      readonly detail: string;
    }
  /** The storage says that a presigned URL ran out (403): a fresh one is needed, not a failed attempt. */
  | { readonly kind: "presignedUrlExpired" }
  /**
   * A presigned URL was refused (403) for another reason, of which `storageCode` is what S3 calls it; null where the answer bears
   * no mark of a storage. A fresh URL is tried all the same (contract section 6.2).
   */
  | {
      readonly kind: "presignedUrlRefused";
      readonly storageCode: string | null;
    }
  /** The storage confirmed other bytes than were sent: its check sum is not that of the file. */
  | { readonly kind: "storedOtherwise" }
  /** The service does not say whose account this is, and the case is not bound to one yet. */
  | { readonly kind: "accountUntold" }
  /** The answer does not have the documented form. */
  | {
      readonly kind: "unexpectedAnswer";
      readonly call: string;
      readonly problem: string;
    }
  /** The Date header says this computer's clock is off by `skewMs` (positive: the computer is ahead). */
  | { readonly kind: "clockSkew"; readonly skewMs: number };

/** What is wrong with the account. Work is kept in every case. */
export type AccountFailure =
  /** The case was begun under this login, and the sign-in in force is another's: nothing of it may go there. */
  | { readonly kind: "otherAccount"; readonly login: string }
  /** The case was begun at this address, and the app now goes to another: nothing of it may go there. */
  | { readonly kind: "otherSite"; readonly origin: string }
  /** The draft on the site takes no images any more. */
  | {
      readonly kind: "draftGone";
      /** `notListed`: deleted, or another account's; the case does not know whose it is. */
      readonly problem: "deleted" | "notDraft" | "notListed";
      /** It was made for this case, so that another can be made in its place. */
      readonly isReplaceable?: true;
    }
  /** A study of the draft that was to take images is no longer there; the draft is. */
  | {
      readonly kind: "studyGone";
      readonly studyKey: StudyKey;
      readonly study: ExistingStudy;
    }
  | {
      readonly kind: "signInNeeded";
      readonly reason: "neverSignedIn" | "revoked" | "signedOut";
    }
  | {
      readonly kind: "quotaFull";
      readonly used: number;
      readonly allowed: number;
    }
  | {
      readonly kind: "signInFailed";
      readonly reason:
        | "stateMismatch"
        | "denied"
        | "timedOut"
        | "badCode"
        | "badClient"
        | "noCodeInText";
      readonly detail: string;
    };

/** What the app remembers beside its cases: which images were sent before, and which masks were used on which scanner. */
export type MemoryName = "sentImages" | "maskMemory";

/** What went wrong on this computer's disks. `code` is the errno name. */
export type DiskFailure =
  | { readonly kind: "diskFull" }
  | {
      readonly kind: "unreadable";
      readonly code: string;
      /** Whose record it is, where that is a memory. */
      readonly memory?: MemoryName;
    }
  | { readonly kind: "unwritable"; readonly code: string }
  /** The source file is gone or is no longer the file that was looked at. */
  | { readonly kind: "sourceVanished" }
  | { readonly kind: "sourceChanged" }
  /** An entry of an archive does not unpack to what the archive says it holds. */
  | { readonly kind: "unpackFailed" }
  /** A file in the spool is missing (`isMissing`) or its hash is not the one that was verified. */
  | { readonly kind: "spoolDamaged"; readonly isMissing?: true }
  /** A record of the app could not be understood; it was kept aside, not treated as absent. */
  | {
      readonly kind: "recordDamaged";
      readonly record:
        "journal" | "draft" | "settings" | "secrets" | MemoryName;
    }
  /** Another Casedrop, window or command, works on the same case or folder. */
  | { readonly kind: "inUseElsewhere" }
  /** The record of an upload is sealed with a key that is not there; it stays where it is. With what can be read of it all the same. */
  | {
      readonly kind: "journalLocked";
      /** The draft on the site; null if none is known to have been made. */
      readonly remoteCaseId: number | null;
      readonly storedImages: number;
    };

/** Something that was to be deleted is still there. `code` is the errno name of the first refusal. */
export interface NotForgotten {
  readonly kind: "notForgotten";
  readonly code: string;
  readonly remains: readonly Remains[];
}

/** Every expected failure. */
export type Failure =
  | NetworkFailure
  | StrangerAnswered
  | ServiceFailure
  | AccountFailure
  | DiskFailure
  | NotForgotten
  /** Cases are being sent, or wait their turn: they are to be stopped before everything is forgotten. */
  | { readonly kind: "stillSending"; readonly cases: number }
  /** What the user decided about a case is in force, and is not on the disk: it would be forgotten if the app ended now. `code` is the errno name. */
  | {
      readonly kind: "decisionNotKept";
      readonly decision: "paused" | "cancelled";
      readonly code: string;
    }
  | { readonly kind: "cancelled" }
  /** A non-idempotent call was sent and its answer lost. */
  | { readonly kind: "inDoubt"; readonly call: NonIdempotentCall }
  /** The site said that processing of an attached stack failed; it gives no reason. */
  | { readonly kind: "processingFailed" }
  /** The command of the window or the command line does not make sense; `field` names the part. */
  | {
      readonly kind: "invalidInput";
      readonly field: string;
      readonly problem: string;
    }
  /** The thing asked for is not (or no longer) there. */
  | { readonly kind: "notFound"; readonly what: "case" | "stack" | "image" }
  /** The images cannot be shown or used; why in `reason`. */
  | { readonly kind: "refusedImage"; readonly reason: RefusalReason }
  /** A bug: the name of the error only, never its message, which may hold anything. */
  | { readonly kind: "bug"; readonly errorName: string };

/** The failure for something thrown that nobody expected. Only the name of the error: its message may hold anything. */
export function bugFailure(error: unknown): Failure & { readonly kind: "bug" } {
  return {
    kind: "bug",
    errorName: error instanceof Error ? error.name : "unknown",
  };
}

/** Why a file that was found did not become an image of a stack. */
export type SkipReason =
  | { readonly kind: "notDicom" }
  /** A photograph, drawing or film that was not taken in. */
  | { readonly kind: "picture" }
  /** A picture or film of a format that the service does not take. */
  | { readonly kind: "foreignPicture"; readonly format: ForeignPictureFormat }
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable"; readonly code: string }
  | { readonly kind: "systemFile" }
  | { readonly kind: "dicomdir" }
  | { readonly kind: "acrNema" }
  | { readonly kind: "damaged"; readonly problem: HeaderProblem }
  | { readonly kind: "duplicate" }
  /** It is in another case since this one was split by patient. */
  | { readonly kind: "otherPatient" }
  | { readonly kind: "link" }
  | { readonly kind: "device" }
  /** An archive of a kind that is not opened. */
  | { readonly kind: "archive" }
  /** One of the files that an archive was divided into: none can be read without the others. */
  | { readonly kind: "archivePart" }
  /** An archive, or files in it, that need a password; `wasWrong` if one was tried. */
  | { readonly kind: "passwordNeeded"; readonly wasWrong: boolean }
  /** An archive whose list of files cannot be read to its end. */
  | { readonly kind: "archiveDamaged" }
  /** An archive beyond what a real export holds, and so perhaps made to fill the disk. `allowed` in units of the limit. */
  | {
      readonly kind: "archiveTooLarge";
      readonly limit: ArchiveLimit;
      readonly allowed: number;
    }
  /** The name of a file in an archive leads out of the archive. */
  | { readonly kind: "unsafeName" }
  /** A file in an archive is packed in a way that is not supported. */
  | { readonly kind: "unsupportedPacking"; readonly method: string }
  | { readonly kind: "cancelled" };

/**
 * What an archive can have too much of: files, unpacked bytes, unpacked bytes for each packed one, archives around it; or
 * too little of: room on the disk that it is unpacked to.
 */
export type ArchiveLimit =
  "entries" | "unpackedBytes" | "ratio" | "depth" | "freeBytes";

/** Why a DICOM header could not be read to its end. */
export type HeaderProblem =
  | "truncated"
  | "lengthPastEnd"
  | "badStructure"
  | "nestedTooDeep"
  | "tooLarge"
  | "inflateFailed"
  | "unpackFailed"
  | "unsupportedTransferSyntax";

/** What pixels can be compressed with and still be decoded; the names are those people know. */
export type CodecName =
  "RLE" | "JPEG" | "JPEG-LS" | "JPEG 2000" | "HTJ2K" | "Deflate";

/** Standards of video in DICOM (PS3.5 A.4.5 to A.4.11). */
export type VideoCoding = "MPEG-2" | "H.264" | "H.265";

/** Where in a cleaned file a word of the patient is left. */
export type PatientWordPlace =
  /** `tag` as eight upper-case hexadecimal digits; `keyword` is empty for tags that have none. */
  | {
      readonly kind: "attribute";
      readonly tag: string;
      readonly keyword: string;
    }
  /** In the head of the file, outside every value. */
  | { readonly kind: "betweenAttributes" }
  /** In the headers inside compressed pixels. */
  | { readonly kind: "compressedPixels" }
  /** In a picture or film: beside its pixels, or in what its recorder wrote between them. */
  | { readonly kind: "picture" };

/** Why an image of a selected stack cannot be made safe, and so is never sent. */
export type RefusalReason =
  | {
      readonly kind: "picture";
      readonly format: PictureFormat;
      readonly problem: PictureProblem;
    }
  | { readonly kind: "noPixelData" }
  | {
      readonly kind: "pixelDataTruncated";
      readonly expectedBytes: number;
      readonly foundBytes: number;
    }
  | { readonly kind: "missingAttribute"; readonly keyword: string }
  | { readonly kind: "header"; readonly problem: HeaderProblem }
  /** `transferSyntaxUID` is "" unless the standard lists it: what else stands in its place may be anything. */
  | {
      readonly kind: "unsupportedTransferSyntax";
      readonly transferSyntaxUID: string;
    }
  /** The pixels are a video stream, which is recognised and not decoded. */
  | { readonly kind: "videoPixelData"; readonly coding: VideoCoding }
  /** Compressed pixels are damaged, or use a part of the codec's standard that is not supported. */
  | { readonly kind: "decodeFailed"; readonly codec: CodecName }
  /** Compressed pixels do not divide into the frames that the header announces. */
  | {
      readonly kind: "framesNotFound";
      readonly expectedFrames: number;
      readonly foundFrames: number;
    }
  /** Pixels are stored in a way that cannot be copied or cut into frames safely; `keyword` names the attribute that says so. */
  | { readonly kind: "unsupportedPixelLayout"; readonly keyword: string }
  | { readonly kind: "attributeTooLong"; readonly keyword: string }
  /** Visual features recognisable (0028,0302) is YES: the policy refuses such files outright (contract section 10). */
  | { readonly kind: "recognizableVisualFeatures" }
  /** This program does not clean made-up images as it must: no real one is touched. */
  | { readonly kind: "selfTestFailed"; readonly problem: SelfTestProblem }
  /** The SOP class is none that was ever published: its UID would have to leave as it is, and may hold a number of the patient. */
  | { readonly kind: "unknownClass" }
  | { readonly kind: "deidentificationRefusedBySource" }
  | { readonly kind: "residue"; readonly tags: readonly string[] }
  /** A word of the originals is left in the cleaned file; it is named by its kind and place, never itself. */
  | {
      readonly kind: "patientWordLeft";
      readonly place: PatientWordPlace;
      readonly wordKind: PatientWordKind;
    }
  | { readonly kind: "sourceVanished" }
  | { readonly kind: "sourceChanged" }
  | { readonly kind: "unreadable"; readonly code: string };
