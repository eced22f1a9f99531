// What the window and the command line are told of public image archives: rows, licences, downloads, as plain data.
import type { DiskFailure, NetworkFailure } from "./failure.ts";

/** A service that public series come from. NLST is the National Lung Screening Trial's own NBIA server. */
export type ArchiveSource = "nbia" | "nlst" | "idc";

/** A collection with what is known before it is opened. */
export interface ArchiveCollection {
  readonly name: string;
  /** Subjects; null where the source does not count. */
  readonly subjects: number | null;
}

/** What a collection says of itself. */
export interface CollectionDescription {
  readonly name: string;
  /** Plain text: markup of the source is removed. */
  readonly text: string;
  /** Of the page that describes it; empty if none is given. */
  readonly uri: string;
}

/** A value that a filter can take, as the source spells it; values are not harmonised between collections. */
export interface FilterValue {
  readonly value: string;
  /** Subjects with it; null where not counted. */
  readonly count: number | null;
}

/** What can be chosen to narrow a collection down. */
export interface ArchiveFilters {
  readonly modalities: readonly FilterValue[];
  readonly bodyParts: readonly FilterValue[];
  readonly manufacturers: readonly FilterValue[];
  /** `value` is the SNOMED code, `label` what to show. */
  readonly species: readonly (FilterValue & { readonly label: string })[];
}

export interface ArchivePatient {
  readonly patientId: string;
  readonly collection: string;
  readonly sex: string;
  readonly species: string;
}

export interface ArchiveStudy {
  readonly studyInstanceUID: string;
  readonly patientId: string;
  readonly collection: string;
  readonly description: string;
  readonly date: ArchiveDate;
  readonly patientAge: string;
  readonly seriesCount: number | null;
}

/** A date of the source. They are shifted by de-identification: never to be shown as the day it happened. */
export interface ArchiveDate {
  /** As sent; empty if none was. */
  readonly raw: string;
  /** YYYY-MM-DD; null if the text is no date. */
  readonly iso: string | null;
}

/** Licence of one series as the source names it. Empty where it says nothing. */
export interface LicenceNotice {
  readonly name: string;
  readonly uri: string;
}

/** One series of an archive. Everything but the UIDs may be missing at the source. */
export interface ArchiveSeries {
  readonly source: ArchiveSource;
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  readonly collection: string;
  readonly patientId: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly description: string;
  readonly manufacturer: string;
  readonly date: ArchiveDate;
  /** DICOM objects; null if not said, and then a download cannot be called whole. */
  readonly imageCount: number | null;
  /** Sum of the files, unpacked; null if not said. */
  readonly sizeBytes: number | null;
  readonly licence: LicenceNotice;
  /** What another archive that lists the series names instead; absent where none contradicts. `licence` is the stricter of both. */
  readonly licenceElsewhere?: LicenceNotice | undefined;
  /** True where `licence` is the other archive's, and `licenceElsewhere`, if there is one, that of the series' own archive. */
  readonly isLicenceFromElsewhere?: boolean | undefined;
  /** How the archive itself says that the data set is to be cited; absent where it does not say. */
  readonly citedAs?: string | undefined;
  /** Digital Object Identifier, lower case, without resolver; null if there is none. */
  readonly doi: string | null;
  /** Address of the data description, which is to be linked. */
  readonly descriptionUri: string;
  /** True for what others derived from the collection; it has a citation of its own. */
  readonly isThirdParty: boolean;
  /** Folder of the series on the storage, where there is one (IDC). */
  readonly storageUrl: string | null;
}

/** An attribute of the first image of a series. */
export interface ArchiveTag {
  /** (gggg,eeee) */
  readonly element: string;
  readonly name: string;
  readonly value: string;
  /** 0 at the top; one more inside each sequence. */
  readonly depth: number;
}

/** One subject of a simple search. */
export interface SearchHit {
  readonly patientId: string;
  readonly collection: string;
  readonly modalities: readonly string[];
  readonly bodyParts: readonly string[];
  readonly studies: number;
  readonly series: number;
}

/** A page of a search; more is there while `offset + hits.length < total`. */
export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly offset: number;
  readonly total: number;
}

/** A hit of a text search, its markup removed. */
export interface TextHit {
  readonly patientId: string;
  readonly collection: string;
  readonly excerpt: string;
  readonly studies: number;
  readonly series: number;
}

/** How a data set is cited. */
export interface DatasetCitation {
  readonly doi: string;
  readonly title: string;
  readonly creators: readonly string[];
  readonly year: string;
  readonly publisher: string;
}

/** Why a licence does not let a series into a case. */
export type LicenceBlock =
  | "noDerivatives"
  | "notCreativeCommons"
  | "controlledAccess"
  /** A Creative Commons licence that the rules do not list, such as share-alike. */
  | "notListed"
  | "missing"
  /** The archive's list contradicts itself, or the LICENSE file of the download. */
  | "disagree"
  /** The user fetched it to look at here only. */
  | "viewOnly"
  /** The record beside the images cannot be read any more. */
  | "recordDamaged";

/** What holds a case back because of data sets in it. */
export interface DataSetsBlock<Kind extends string> {
  readonly kind: Kind;
  /** By the names of the collections. */
  readonly collections: readonly string[];
}

/** What a licence asks of a teacher who publishes the series. */
export type LicenceVerdict =
  /** CC BY 3.0 or 4.0: allowed with the attribution block. */
  | { readonly kind: "attribution"; readonly licence: string }
  /** CC BY-NC 3.0 or 4.0: the same, after the user confirmed that the use is not commercial. */
  | { readonly kind: "nonCommercial"; readonly licence: string }
  | {
      readonly kind: "blocked";
      readonly reason: LicenceBlock;
      readonly licence: string;
    };

/** What the user decided about the licence of one series. */
export interface LicenceDecision {
  readonly isNonCommercialConfirmed: boolean;
  /** The licence the user found out by hand where it is missing or in doubt. */
  readonly resolvedLicence: LicenceNotice | null;
  /** Why that one, in the user's own words; kept with the record. */
  readonly resolvedBecause?: string | undefined;
  /** What the user had found out before the LICENSE file said otherwise: no longer holds by itself, but can be chosen again. */
  readonly foundBefore?: LicenceNotice | undefined;
  /** Fetch to look at here only; such a series never goes into a case that is sent. */
  readonly isViewOnly: boolean;
}

/**
 * Where a licence of a fetched series is named: by the list of its archive, by another archive that has it, by the user before the
 * LICENSE file was read, or by that file of the download.
 */
export const licencePlaces = ["list", "elsewhere", "hand", "file"] as const;
export type LicencePlace = (typeof licencePlaces)[number];

/** A licence with where it is named and what it allows. */
export interface NamedLicence {
  readonly place: LicencePlace;
  readonly licence: LicenceNotice;
  readonly verdict: LicenceVerdict;
  /** False for one that allows more than another archive does: the user cannot say that it holds. */
  readonly mayHold: boolean;
}

/** Licences that contradict each other; only the user can say which one holds (reference section 11). */
export interface LicenceDoubt {
  /** The list's first and the file's last, each where it names one. */
  readonly named: readonly NamedLicence[];
  /** Where the one is named that allows less; null if both ask for the same. */
  readonly stricter: LicencePlace | null;
  /** What the user decided; null while the series is blocked. */
  readonly settled: {
    readonly licence: LicenceNotice;
    readonly because: string;
  } | null;
}

/** What the user says to a doubt. */
export interface LicenceSettlement {
  readonly licence: LicenceNotice;
  readonly because: string;
  readonly isNonCommercialConfirmed: boolean;
}

/** What a checked download turned out to be. */
export type SeriesProblem =
  | {
      readonly kind: "imagesMissing";
      readonly expected: number;
      readonly found: number;
    }
  | {
      readonly kind: "wrongSize";
      readonly expectedBytes: number;
      readonly foundBytes: number;
    }
  | { readonly kind: "hashListMissing" }
  /** The list of hashes names other files than came. */
  | { readonly kind: "hashListDiffers" }
  | { readonly kind: "wrongHash"; readonly files: number }
  | { readonly kind: "notDicom"; readonly files: number }
  | { readonly kind: "otherSeries"; readonly files: number }
  | { readonly kind: "repeatedInstance"; readonly files: number }
  /** Not the images that the archive lists. */
  | {
      readonly kind: "otherInstances";
      /** Images that the archive does not list for the series. */
      readonly unlisted: number;
      /** Images that it lists and did not send. */
      readonly missing: number;
    }
  /** An entry whose name leads out of the folder. */
  | { readonly kind: "unsafeEntry" }
  | { readonly kind: "unexpectedEntry" }
  | { readonly kind: "tooLarge" }
  /** The transfer ended before the archive did, or the archive is damaged. */
  | { readonly kind: "zipDamaged" }
  /** Not an archive at all; `beginning` is what came in its place, as short plain text. */
  | { readonly kind: "notAnArchive"; readonly beginning: string };

/** Where something could not be sent as asked; nothing was. */
export type ArchiveInputFailure =
  | { readonly kind: "unknownEndpoint"; readonly name: string }
  | {
      readonly kind: "unknownParameter";
      readonly endpoint: string;
      readonly name: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly kind: "missingParameter";
      readonly endpoint: string;
      readonly name: string;
    }
  | {
      readonly kind: "badParameter";
      readonly endpoint: string;
      readonly name: string;
      readonly expected: string;
    }
  /** It would write to a server that others share. */
  | { readonly kind: "notOffered"; readonly endpoint: string }
  | { readonly kind: "apiKeyNeeded"; readonly endpoint: string }
  | { readonly kind: "notAManifest" }
  | { readonly kind: "tooManySeries"; readonly allowed: number };

/** What an archive answered instead of what was asked. `detail` is its own text, short and free of addresses. */
export type ArchiveServiceFailure =
  | {
      readonly kind: "archiveBusy";
      readonly status: number;
      readonly retryAfterMs: number | null;
    }
  | {
      readonly kind: "archiveError";
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly detail: string;
    }
  | {
      readonly kind: "archiveRefused";
      readonly status: number;
      readonly detail: string;
    }
  /** The archive does not accept the token, or says nothing where it never says nothing. */
  | { readonly kind: "archiveTokenRejected" }
  | { readonly kind: "archiveSignInRefused"; readonly detail: string }
  /** Not there, not public, or on another server. */
  | { readonly kind: "notAvailable" }
  | {
      readonly kind: "unreadableAnswer";
      readonly endpoint: string;
      readonly problem: string;
    };

/** What changed in the list between choosing a series and fetching it; licences as they are labelled. */
export type ListChange =
  | { readonly kind: "licence"; readonly was: string; readonly now: string }
  /** Nothing changed, but another archive that lists the series names a stricter licence. */
  | {
      readonly kind: "stricterElsewhere";
      readonly was: string;
      readonly now: string;
    }
  | { readonly kind: "images"; readonly was: number; readonly now: number };

/** Why a download did not end with a whole series in the store. Nothing of it is offered. */
export type ArchiveDownloadFailure =
  | { readonly kind: "policyNotAccepted" }
  | { readonly kind: "licenceBlocked"; readonly reason: LicenceBlock }
  | { readonly kind: "nonCommercialUnconfirmed" }
  | {
      readonly kind: "notEnoughSpace";
      readonly neededBytes: number;
      readonly freeBytes: number;
    }
  /** The check failed; worth another try. */
  | { readonly kind: "seriesUnsound"; readonly problem: SeriesProblem }
  /** Every try gave the same kind of result: the archive itself does not hold the series whole. */
  | {
      readonly kind: "incompleteAtSource";
      readonly problem: SeriesProblem;
      readonly tries: number;
    }
  /** Another program fetches into the same folder, or removes from it. */
  | { readonly kind: "storeInUse" }
  /** The archive lists no such series. */
  | { readonly kind: "seriesUnknown" }
  /** Nothing contradicts the licence of the series: there is nothing to settle. */
  | { readonly kind: "licenceNotInDoubt" }
  /** What the user says to hold allows more than the licence that another archive names. */
  | { readonly kind: "stricterLicenceElsewhere"; readonly licence: string }
  /** What the archive's list says of the series is not what it said when the series was chosen. */
  | { readonly kind: "listChanged"; readonly change: ListChange }
  /** It took longer than a transfer of its size ever should. */
  | { readonly kind: "transferTooLong"; readonly afterMs: number };

/** Every expected failure of work with an archive. */
export type ArchiveFailure =
  | NetworkFailure
  | DiskFailure
  | { readonly kind: "cancelled" }
  | ArchiveInputFailure
  | ArchiveServiceFailure
  | ArchiveDownloadFailure;

/** Where a series stands in the queue. */
export type DownloadState =
  | { readonly kind: "waiting" }
  /** `expectedBytes` is a guess for zips, whose length is never announced: show 99 % at most. */
  | {
      readonly kind: "fetching";
      readonly attempt: number;
      readonly receivedBytes: number;
      readonly expectedBytes: number | null;
    }
  | { readonly kind: "checking" }
  /** The last try failed; the next begins by itself. */
  | {
      readonly kind: "retrying";
      readonly attempt: number;
      readonly atMs: number;
      readonly failure: ArchiveFailure;
    }
  /** By the user. What has come is kept where the source can go on from there. */
  | { readonly kind: "paused" }
  | { readonly kind: "failed"; readonly failure: ArchiveFailure }
  /** Whole, checked, in the store with its provenance record. */
  | {
      readonly kind: "stored";
      readonly imageCount: number;
      readonly warnings: readonly DownloadWarning[];
    };

/** What is worth knowing of a series that passed its checks. */
export type DownloadWarning =
  /** No list of hashes was to be had: images were counted and read, not compared. */
  | "withoutHashes"
  /** The archive lists more images than it counts and sends: those that came are whole, the others are not to be had. */
  | "listedNotSent"
  /** Two archives name different licences for it: the stricter one counts. */
  | "licencesDiffer"
  /** Fetched to look at here only. */
  | "viewOnly";

/** One line of the queue. */
export interface ArchiveDownload {
  readonly series: ArchiveSeries;
  readonly verdict: LicenceVerdict;
  readonly state: DownloadState;
  /** Licences of a stored series that contradict each other; null if they do not. */
  readonly doubt: LicenceDoubt | null;
}

/** Where the data usage policy of TCIA is published; to be linked wherever data is shown. */
export const dataUsagePolicyUrl =
  "https://www.cancerimagingarchive.net/data-usage-policies-and-restrictions";
