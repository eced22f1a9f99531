// Port: a public archive of DICOM series that can be browsed without an account.
import type {
  ArchiveCollection,
  ArchiveFailure,
  ArchiveFilters,
  ArchivePatient,
  ArchiveSeries,
  ArchiveStudy,
  ArchiveTag,
  CollectionDescription,
  DatasetCitation,
  SearchPage,
  TextHit,
} from "../../shared/archive.ts";
import type { UnaskedSeries } from "../../shared/publicArchive.ts";
import type { Result } from "../../shared/result.ts";

/** Which series; each absent member admits all. One value for each: sources take one per call. */
export interface SeriesQuery {
  readonly collection?: string;
  readonly patientId?: string;
  readonly studyInstanceUID?: string;
  readonly seriesInstanceUID?: string;
  readonly modality?: string;
  readonly bodyPart?: string;
  readonly manufacturer?: string;
}

/** Criteria of a paged search over subjects; values of one list are alternatives, lists narrow each other down. */
export interface SubjectSearch {
  readonly collections?: readonly string[];
  readonly modalities?: readonly string[];
  readonly bodyParts?: readonly string[];
  readonly manufacturers?: readonly string[];
  /** SNOMED codes. */
  readonly species?: readonly string[];
  readonly patientIds?: readonly string[];
  /** YYYY-MM-DD, both inclusive: when the series were released. */
  readonly releasedBetween?: { readonly from: string; readonly to: string };
  readonly minStudies?: number;
  /** Items to skip: an offset, not a page number. */
  readonly offset: number;
  readonly size: number;
}

/** Series that were found by their UIDs. */
export interface FoundSeries {
  readonly series: readonly ArchiveSeries[];
  /** What could not be asked for; null if all was. Others that are not found are not there. */
  readonly unasked: UnaskedSeries | null;
}

type Answer<T> = Promise<Result<T, ArchiveFailure>>;

/**
 * Browsing. Every call can be cancelled by its signal, answers from memory what it was told before (a day for collections,
 * minutes for the rest; never an empty answer), and keeps the polite pace of the source. Nothing is an empty list.
 */
export interface ImageArchive {
  collections(signal: AbortSignal): Answer<readonly ArchiveCollection[]>;
  /** Null if the source has no words about it. */
  describe(
    collection: string,
    signal: AbortSignal,
  ): Answer<CollectionDescription | null>;
  /** Values found in one collection, or in all. */
  filters(
    collection: string | null,
    signal: AbortSignal,
  ): Answer<ArchiveFilters>;
  patients(
    query: { readonly collection: string; readonly modality?: string },
    signal: AbortSignal,
  ): Answer<readonly ArchivePatient[]>;
  studies(
    query: { readonly collection: string; readonly patientId: string },
    signal: AbortSignal,
  ): Answer<readonly ArchiveStudy[]>;
  series(
    query: SeriesQuery,
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]>;
  /** The series of these UIDs that the archive has, in the order asked for. */
  seriesByUID(
    uids: readonly string[],
    signal: AbortSignal,
  ): Answer<FoundSeries>;
  search(search: SubjectSearch, signal: AbortSignal): Answer<SearchPage>;
  /** Free text over headers. */
  textSearch(text: string, signal: AbortSignal): Answer<readonly TextHit[]>;
  /** Series released or changed on this day (YYYY-MM-DD) or later. */
  updatedSince(
    day: string,
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]>;
  /** Series of a cart that somebody shared under this name. */
  sharedCart(
    name: string,
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]>;
  /** Attributes of the first image of a series. */
  tags(
    series: ArchiveSeries,
    signal: AbortSignal,
  ): Answer<readonly ArchiveTag[]>;
  /** A small JPEG of the middle image; null where the source has none. */
  thumbnail(
    series: ArchiveSeries,
    signal: AbortSignal,
  ): Answer<Uint8Array | null>;
  /** How to cite a data set; null if the DOI is not known to the registry. */
  citation(doi: string, signal: AbortSignal): Answer<DatasetCitation | null>;
}
