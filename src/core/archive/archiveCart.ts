// Series chosen to be fetched: kept over restarts, each once, in the order they were chosen.
import { z } from "zod";
import type { ArchiveFailure, ArchiveSeries } from "../../shared/archive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DurableFile } from "../ports/durableFile.ts";
import { jsonOrNull } from "../radiopaedia/answerDetail.ts";
import { archiveSeriesSchema } from "./download/archiveSeriesSchema.ts";

const cartSchema = z.object({
  version: z.literal(1),
  series: z.array(archiveSeriesSchema),
});

/** The cart; every change is on the disk when it resolves. */
export class ArchiveCart {
  readonly #file: DurableFile;
  #series: ReadonlyMap<string, ArchiveSeries>;

  private constructor(file: DurableFile, series: readonly ArchiveSeries[]) {
    this.#file = file;
    this.#series = byUID(series);
  }

  /** Opens the cart as it was left. `recordDamaged` if the file cannot be understood; it is kept aside. */
  static async open(
    file: DurableFile,
  ): Promise<Result<ArchiveCart, ArchiveFailure>> {
    const content = await file.read();
    if (!content.ok) return content;
    if (content.value === null) return success(new ArchiveCart(file, []));
    const text = new TextDecoder().decode(content.value);
    const parsed = cartSchema.safeParse(jsonOrNull(text));
    if (parsed.success)
      return success(new ArchiveCart(file, parsed.data.series));
    await file.keepAside();
    return failed({ kind: "recordDamaged", record: "settings" });
  }

  get series(): readonly ArchiveSeries[] {
    return [...this.#series.values()];
  }

  /** How many of these were not in it yet. */
  async add(
    added: readonly ArchiveSeries[],
  ): Promise<Result<number, ArchiveFailure>> {
    const before = this.#series.size;
    const saved = await this.#replace(byUID([...this.series, ...added]));
    return saved.ok ? success(this.#series.size - before) : saved;
  }

  async remove(
    seriesInstanceUIDs: readonly string[],
  ): Promise<Result<null, ArchiveFailure>> {
    const removed = new Set(seriesInstanceUIDs);
    return this.#replace(
      byUID(
        this.series.filter(
          ({ seriesInstanceUID }) => !removed.has(seriesInstanceUID),
        ),
      ),
    );
  }

  async #replace(
    next: ReadonlyMap<string, ArchiveSeries>,
  ): Promise<Result<null, ArchiveFailure>> {
    const before = this.#series;
    this.#series = next;
    const document = { version: 1, series: this.series } as const;
    const saved = await this.#file.write(
      new TextEncoder().encode(JSON.stringify(document)),
    );
    if (!saved.ok && this.#series === next) this.#series = before;
    return saved;
  }
}

function byUID(
  series: readonly ArchiveSeries[],
): ReadonlyMap<string, ArchiveSeries> {
  return new Map(series.map((each) => [each.seriesInstanceUID, each]));
}
