// Port: the queue of series to be fetched, and what of them is on this computer.
import type {
  ArchiveDownload,
  ArchiveFailure,
  ArchiveSeries,
  LicenceDecision,
  LicenceSettlement,
} from "../../shared/archive.ts";
import type { Result } from "../../shared/result.ts";

/** A series in the store: whole, checked, with its record. */
export interface StoredSeries {
  readonly seriesInstanceUID: string;
  /** Absolute path of the folder that holds its DICOM files; give it to a scan. */
  readonly folder: string;
  /** Absolute path of the record beside it. */
  readonly provenanceFile: string;
}

/** Fetches series one after the other, two at a time. Everything asked of it is remembered over restarts. */
export interface ArchiveDownloads {
  /** In the order they were asked for. */
  list(): readonly ArchiveDownload[];
  /** Calls after every change, a few times a second at most; answers the function that ends it. */
  subscribe(listener: () => void): () => void;
  /**
   * Queues a series, or says why not: policy, licence. A series that is in the store already, or in the queue, is not
   * fetched twice.
   */
  add(
    series: ArchiveSeries,
    decision: LicenceDecision,
  ): Promise<Result<null, ArchiveFailure>>;
  pause(seriesInstanceUID: string): void;
  /** Also tries a failed one again. */
  resume(seriesInstanceUID: string): void;
  /** Takes it off the queue and deletes what came of it; a stored series stays in the store. */
  remove(seriesInstanceUID: string): Promise<Result<null, ArchiveFailure>>;
  /** Takes it off the list and removes it from the store: its files, then it can be fetched anew. */
  removeStored(
    seriesInstanceUID: string,
  ): Promise<Result<null, ArchiveFailure>>;
  /**
   * Decides between contradicting licences of a stored series. Fails with `notAvailable`, `licenceNotInDoubt`,
   * `stricterLicenceElsewhere` or `nonCommercialUnconfirmed`.
   */
  settle(
    seriesInstanceUID: string,
    settlement: LicenceSettlement,
  ): Promise<Result<null, ArchiveFailure>>;
  stored(
    seriesInstanceUID: string,
  ): Promise<Result<StoredSeries | null, ArchiveFailure>>;
  /** True once the user accepted the data usage policy on this computer. */
  isPolicyAccepted(): boolean;
  acceptPolicy(): Promise<Result<null, ArchiveFailure>>;
  /** Stops all transfers; what came is kept. */
  close(): Promise<void>;
}
