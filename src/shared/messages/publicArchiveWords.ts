// Words of the archive window: states of downloads, what licences permit, and any failure met on the way.
import type {
  ArchiveFailure,
  DownloadState,
  LicenceBlock,
  LicenceVerdict,
} from "../archive.ts";
import { assertNever } from "../assertNever.ts";
import type { Failure } from "../failure.ts";
import type { ArchiveServer, ListReading } from "../publicArchive.ts";
import { archiveFailureWords } from "./archiveWords.ts";
import { failureWords } from "./failureWords.ts";
import { countOf, formatBytes } from "./quantities.ts";
import type { Words } from "./words.ts";

/** What can go wrong with archives alone. */
const archiveOnly: Readonly<
  Record<Exclude<ArchiveFailure["kind"], Failure["kind"]>, true>
> = {
  unknownEndpoint: true,
  unknownParameter: true,
  missingParameter: true,
  badParameter: true,
  notOffered: true,
  apiKeyNeeded: true,
  notAManifest: true,
  tooManySeries: true,
  archiveBusy: true,
  archiveError: true,
  archiveRefused: true,
  archiveTokenRejected: true,
  archiveSignInRefused: true,
  notAvailable: true,
  unreadableAnswer: true,
  policyNotAccepted: true,
  licenceBlocked: true,
  nonCommercialUnconfirmed: true,
  notEnoughSpace: true,
  seriesUnsound: true,
  incompleteAtSource: true,
  seriesUnknown: true,
  storeInUse: true,
  transferTooLong: true,
};

function isArchiveOnly(
  failure: Failure | ArchiveFailure,
): failure is Exclude<ArchiveFailure, Failure> {
  return failure.kind in archiveOnly;
}

/** Words for a failure of the app or of an archive. */
export function publicArchiveFailureWords(
  failure: Failure | ArchiveFailure,
): Words {
  return isArchiveOnly(failure)
    ? archiveFailureWords(failure)
    : failureWords(failure);
}

/** Names of the archives. */
export const archiveServerNames: Readonly<Record<ArchiveServer, string>> = {
  sample: "Sample archive",
  public: "The Cancer Imaging Archive",
  idc: "Imaging Data Commons",
};

/** Where questions go. */
export const archiveServerNotes: Readonly<Record<ArchiveServer, string>> = {
  sample: "Synthetic series, made on this computer: try everything.",
  public:
    "Public data of the cancer imaging community. Questions and downloads go to its servers; nothing of yours does.",
  idc: "The same public data and more, on open storage: downloads go on where they stopped. Questions and downloads go to its servers; nothing of yours does.",
};

/** A licence in two or three words, for a badge. */
export function licenceLabel(verdict: LicenceVerdict): string {
  switch (verdict.kind) {
    case "attribution":
    case "nonCommercial":
      return verdict.licence;
    case "blocked":
      return blockLabels[verdict.reason];
    default:
      return assertNever(verdict, "licence verdict");
  }
}

const blockLabels: Readonly<Record<LicenceBlock, string>> = {
  noDerivatives: "No derivatives",
  notCreativeCommons: "Own licence",
  controlledAccess: "Restricted",
  notListed: "Other licence",
  missing: "No licence named",
  disagree: "Licence in doubt",
  viewOnly: "To look at only",
};

/** What may be done with series under a licence, and what it asks in return. */
export function licencePermits(verdict: LicenceVerdict): {
  readonly may: readonly string[];
  readonly asks: readonly string[];
} {
  const credit =
    "Name the data set with its DOI, the licence, and that changes were made. Casedrop writes this into the discussion of the case.";
  switch (verdict.kind) {
    case "attribution":
      return {
        may: ["Look at it, change it, publish it in a teaching case."],
        asks: [credit],
      };
    case "nonCommercial":
      return {
        may: ["Look at it, change it, publish it for non-commercial use."],
        asks: [credit, "No commercial use, by you or of the case."],
      };
    case "blocked":
      return {
        may: mayBeViewed(verdict.reason)
          ? ["Look at it on this computer."]
          : [],
        asks: [],
      };
    default:
      return assertNever(verdict, "licence verdict");
  }
}

/** True where the gate lets a blocked series be fetched to be looked at. */
export function mayBeViewed(reason: LicenceBlock): boolean {
  return ["noDerivatives", "notCreativeCommons", "notListed"].includes(reason);
}

/** True where finding the licence out by hand settles it. */
export function canBeResolved(reason: LicenceBlock): boolean {
  return reason === "missing" || reason === "disagree";
}

/** Where a download stands, in a few words; `nowMs` for waits. */
export function downloadStateWords(
  state: DownloadState,
  nowMs: number,
): string {
  switch (state.kind) {
    case "waiting":
      return "Waits its turn";
    case "fetching": {
      const of =
        state.expectedBytes === null
          ? ""
          : ` of about ${formatBytes(state.expectedBytes)}`;
      const again = state.attempt > 1 ? `, try ${state.attempt}` : "";
      return `${formatBytes(state.receivedBytes)}${of}${again}`;
    }
    case "checking":
      return "Checking every file";
    case "retrying": {
      const seconds = Math.max(0, Math.ceil((state.atMs - nowMs) / 1000));
      return `Try ${state.attempt} in ${seconds} s`;
    }
    case "paused":
      return "Paused";
    case "failed":
      return "Failed";
    case "stored":
      return `${countOf(state.imageCount, "image")}, whole and checked`;
    default:
      return assertNever(state, "download state");
  }
}

/** What came of a list of series. */
export function listReadingSentence(reading: ListReading): string {
  const { added, missing, rejected, repeated } = reading;
  const parts = [
    `${added === 0 ? "No series" : countOf(added, "series", "series")} added to the cart`,
    missing > 0 ? `${missing} not in this archive` : null,
    repeated > 0 ? `${repeated} named twice` : null,
    rejected > 0 ? `${countOf(rejected, "line")} without a UID` : null,
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
}
