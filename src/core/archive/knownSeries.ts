// Series that an archive has told of, by UID: what commands may name.
import type { ArchiveFailure, ArchiveSeries } from "../../shared/archive.ts";
import type { OfferedSeries } from "../../shared/publicArchive.ts";
import { success, type Result } from "../../shared/result.ts";
import { isListedAsHead } from "../grouping/faces.ts";
import { licenceVerdict } from "./licence/licenceGate.ts";

/** Older ones have to be asked for again. */
const maxKnown = 200_000;

export class KnownSeries {
  readonly #series = new Map<string, ArchiveSeries>();

  learn(told: readonly ArchiveSeries[]): void {
    for (const series of told) {
      this.#series.delete(series.seriesInstanceUID);
      this.#series.set(series.seriesInstanceUID, series);
    }
    for (const oldest of this.#series.keys()) {
      if (this.#series.size <= maxKnown) return;
      this.#series.delete(oldest);
    }
  }

  find(seriesInstanceUID: string): ArchiveSeries | null {
    return this.#series.get(seriesInstanceUID) ?? null;
  }

  /** Remembers what an archive answered, and adds what each licence allows. */
  offer(
    answer: Result<readonly ArchiveSeries[], ArchiveFailure>,
  ): Result<readonly OfferedSeries[], ArchiveFailure> {
    if (!answer.ok) return answer;
    this.learn(answer.value);
    return success(answer.value.map(offered));
  }
}

/** A series with what its licence allows, and whether a face might be made of it. */
export function offered(series: ArchiveSeries): OfferedSeries {
  const { modality, bodyPart, description, licence } = series;
  return {
    ...series,
    verdict: licenceVerdict(licence),
    isHead: isListedAsHead(modality, [bodyPart, description]),
  };
}
