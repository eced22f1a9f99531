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
  /** The archive's list and the LICENSE file of the download name different ones. */
  | "disagree"
  /** The user fetched it to look at here only. */
  | "viewOnly";

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
  /** Fetch to look at here only; such a series never goes into a case that is sent. */
  readonly isViewOnly: boolean;
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
  /** Fetched to look at here only. */
  | "viewOnly";

/** One line of the queue. */
export interface ArchiveDownload {
  readonly series: ArchiveSeries;
  readonly verdict: LicenceVerdict;
  readonly state: DownloadState;
}

/** Where the data usage policy of TCIA is published; to be linked wherever data is shown. */
export const dataUsagePolicyUrl =
  "https://www.cancerimagingarchive.net/data-usage-policies-and-restrictions";
