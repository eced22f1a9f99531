// Words of the archive window: states of downloads, what licences permit, and any failure met on the way.
import type {
  ArchiveFailure,
  DownloadState,
  LicenceBlock,
  LicenceDoubt,
  LicencePlace,
  LicenceVerdict,
} from "../archive.ts";
import { archiveOnlyFailureKinds } from "../archiveFailureKinds.ts";
import { assertNever } from "../assertNever.ts";
import type { Failure } from "../failure.ts";
import type {
  ArchiveServer,
  ListReading,
  UnaskedSeries,
} from "../publicArchive.ts";
import { archiveFailureWords, licenceBlockSentence } from "./archiveWords.ts";
import { failureWords } from "./failureWords.ts";
import { countOf, formatBytes } from "./quantities.ts";
import type { Words } from "./words.ts";

function isArchiveOnly(
  failure: Failure | ArchiveFailure,
): failure is Exclude<ArchiveFailure, Failure> {
  return failure.kind in archiveOnlyFailureKinds;
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
  recordDamaged: "Record damaged",
};

/** About series of heads, before they are fetched (reference section 11). */
export const headSeriesWords: Words = {
  title: "A head by CT or MR",
  why: "A likeness of the face could be made of its slices, which the archive's policy forbids. Casedrop shows slices only, never surfaces.",
  whatNext:
    "Do not render a surface of it elsewhere either. Before it is sent, trim the slices of the face away or keep thick ones.",
};

/** Where a series was looked for at Imaging Data Commons, and is not there. */
export const notMirroredWords: Words = {
  title: "Imaging Data Commons does not have this series",
  why: "It mirrors most public series of The Cancer Imaging Archive, but not all of them.",
  whatNext: "Try it again later where it is, or choose another series.",
};

/** Said of series that others derived from a collection. */
export const derivedSeriesNote =
  "Derived data of others (third-party analysis): it has a citation of its own";

/** Where a licence of a fetched series is named. */
export const licencePlaceWords: Readonly<Record<LicencePlace, string>> = {
  list: "The archive's list says",
  elsewhere: "Another archive that has the series says",
  hand: "You had found out",
  file: "The LICENSE file of the download says",
};

/** What a licence asks, in one sentence. */
export function licenceVerdictSentence(verdict: LicenceVerdict): string {
  switch (verdict.kind) {
    case "attribution":
      return `${verdict.licence}: may be published with credit to the data set.`;
    case "nonCommercial":
      return `${verdict.licence}: may be published with credit, for non-commercial use only.`;
    case "blocked":
      return licenceBlockSentence(verdict.reason);
    default:
      return assertNever(verdict, "licence verdict");
  }
}

/** Who contradicts whom, for a series whose licence the user did not settle yet. */
export function licenceDoubtSentence({
  named,
}: Pick<LicenceDoubt, "named">): string {
  const places = named.map(({ place }) => place);
  const archives = places.flatMap((place) =>
    place === "hand" ? [] : [licencePlaceNames[place]],
  );
  const who = andOf(archives);
  const isOne = archives.length === 1;
  const does = places.includes("hand")
    ? `${isOne ? "names" : "name"} another licence than you found out`
    : isOne
      ? "contradicts itself"
      : "name different licences";
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} ${does}: it stays out of cases until you say which one holds.`;
}

const licencePlaceNames: Readonly<
  Record<Exclude<LicencePlace, "hand">, string>
> = {
  list: "the archive's list",
  elsewhere: "another archive that has the series",
  file: "the LICENSE file of the download",
};

function andOf(parts: readonly string[]): string {
  const [last = "", ...before] = parts.toReversed();
  return before.length === 0
    ? last
    : `${before.toReversed().join(", ")} and ${last}`;
}

/** Said of a licence that allows more than another archive's. */
export const tooMildNote =
  "Allows more than another archive that has the series: it cannot hold.";

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
  const { added, unknown, unasked, rejected, repeated } = reading;
  const parts = [
    `${added === 0 ? "No series" : countOf(added, "series", "series")} added to the cart`,
    unknown.length > 0
      ? `${unknown.length} not in this archive (${someOf(unknown)})`
      : null,
    repeated > 0 ? `${repeated} named twice` : null,
    rejected > 0 ? `${countOf(rejected, "line")} without a UID` : null,
  ];
  const told = `${parts.filter((part) => part !== null).join(", ")}.`;
  return unasked === null ? told : `${told} ${unaskedSentence(unasked)}`;
}

/** The first few, and how many more. */
function someOf(uids: readonly string[]): string {
  const named = uids.slice(0, 3).join(", ");
  return uids.length > 3 ? `${named} and ${uids.length - 3} more` : named;
}

/** Series that were not found, where that does not say that they are not there. */
export function unaskedSentence({
  seriesInstanceUIDs,
  server,
  failure,
}: UnaskedSeries): string {
  const { title, why } = archiveFailureWords(failure);
  const series = countOf(seriesInstanceUIDs.length, "series", "series");
  switch (server) {
    case "nlst":
      return `${series} may lie on the server of the National Lung Screening Trial, which could not be asked (${title}: ${why}) Try these again later.`;
    case "any":
      return `${series} could not be asked for: the archive refused too many lists (${title}: ${why}) Try these again in shorter lists.`;
    default:
      return assertNever(server, "server");
  }
}
