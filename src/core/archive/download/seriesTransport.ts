// One way of fetching series from a source; what it brings is not judged yet.
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";
import type { Result } from "../../../shared/result.ts";
import type { SeriesStaging } from "../../ports/seriesStore.ts";
import type { HashList, ReceivedFile } from "./checkSeries.ts";

/** What came: files in the staging, and what the source said of them. */
export interface FetchedSeries {
  readonly files: readonly ReceivedFile[];
  readonly hashes: HashList;
  /** SOP Instance UIDs that the source says the series has; null where it does not say. */
  readonly instances: readonly string[] | null;
  /** Of the licence that came with the files; null if none did. */
  readonly licenceText: string | null;
  /** Of the host that answered, without parameters: for the record. */
  readonly endpointUrl: string;
}

export interface TransportProgress {
  /** Bytes received, of how many; the latter null if nobody knows. */
  readonly onReceived: (
    receivedBytes: number,
    expectedBytes: number | null,
  ) => void;
  readonly onChecking: () => void;
}

export interface SeriesTransport {
  /** Fetches once; what came before and can be gone on with is used. */
  fetch(
    series: ArchiveSeries,
    staging: SeriesStaging,
    progress: TransportProgress,
    signal: AbortSignal,
  ): Promise<Result<FetchedSeries, ArchiveFailure>>;
}
