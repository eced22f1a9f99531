// Citations that the registry did not tell when a series was fetched: asked for again, and written into the record.
import type {
  ArchiveFailure,
  DatasetCitation,
} from "../../../shared/archive.ts";
import type { Result } from "../../../shared/result.ts";
import type { StoredSeries } from "../../ports/archiveDownloads.ts";
import type { ImageArchive } from "../../ports/imageArchive.ts";
import type { SeriesStore } from "../../ports/seriesStore.ts";
import { withCitation, type Provenance } from "./provenance.ts";

/** For one round of series: the registry is asked once for each data set, whatever it answers. */
export class LateCitations {
  readonly #store: Pick<SeriesStore, "replaceRecord">;
  readonly #registry: Pick<ImageArchive, "citation">;
  readonly #asked = new Map<
    string,
    Promise<Result<DatasetCitation | null, ArchiveFailure>>
  >();

  constructor(
    store: Pick<SeriesStore, "replaceRecord">,
    registry: Pick<ImageArchive, "citation">,
  ) {
    this.#store = store;
    this.#registry = registry;
  }

  /** The citation; null where there is none to be had now. */
  async of(doi: string, signal: AbortSignal): Promise<DatasetCitation | null> {
    const asked = this.#asked.get(doi) ?? this.#registry.citation(doi, signal);
    this.#asked.set(doi, asked);
    const answer = await asked;
    return answer.ok ? answer.value : null;
  }

  /** The record with its citation; as it was where there is none to be had. The DOI stands for it then. */
  async complete(
    stored: StoredSeries,
    record: Provenance,
    signal: AbortSignal,
  ): Promise<Provenance> {
    const { citation, doi } = record;
    if (citation !== null || doi === null) return record;
    const told = await this.of(doi, signal);
    if (told === null) return record;
    const cited = withCitation(record, told);
    // One that cannot be written now is asked for another time.
    await this.#store.replaceRecord(stored, cited.text);
    return cited.record;
  }
}
