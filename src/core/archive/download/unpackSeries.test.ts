// Cancelling while a series is taken apart: it takes effect within an entry, however large that is.
import { expect, it } from "vitest";
import { readZipDirectory } from "../../../adapters/archives/yauzlDirectory.ts";
import { failed, success } from "../../../shared/result.ts";
import { MemoryDisk } from "../../../testing/memoryArchives.ts";
import { zipArchive } from "../../../testing/zipFixtures.ts";
import type { Scratch } from "../../media/scratch.ts";
import type { SeriesStaging } from "../../ports/seriesStore.ts";
import { digestsOf, unpackSeries } from "./unpackSeries.ts";

const mebibyte = 1024 * 1024;
const cancelled = failed({ kind: "cancelled" });

/** A staging with one received zip, on which unpacking is cancelled at its first write. */
class CancelledStaging {
  readonly disk = new MemoryDisk();
  readonly cancel = new AbortController();
  writes = 0;

  constructor(zip: Uint8Array) {
    this.disk.plant("series.zip", zip);
  }

  staging(): SeriesStaging {
    const refused = () => Promise.reject(new Error("not asked for here"));
    return {
      receive: refused,
      adopt: refused,
      commit: refused,
      discard: refused,
      openFile: refused,
      openReceived: this.disk.openPath,
      clearFiles: () => Promise.resolve(success(null)),
      fileNamed: () => ({ ...this.disk.scratch, create: () => this.#create() }),
    };
  }

  async #create(): ReturnType<Scratch["create"]> {
    const created = await this.disk.scratch.create();
    if (!created.ok) return created;
    const file = created.value;
    return success({
      write: (bytes) => {
        this.writes += 1;
        this.cancel.abort();
        return file.write(bytes);
      },
      finish: () => file.finish(),
      discard: () => file.discard(),
    });
  }
}

it("stops within an entry when it is cancelled, and leaves nothing of it", async () => {
  const bytes = Buffer.alloc(5 * mebibyte);
  const series = new CancelledStaging(
    zipArchive([{ name: "1-01.dcm", bytes }]),
  );
  const unpacked = await unpackSeries(
    { readZipDirectory },
    series.staging(),
    { name: "series.zip", sizeBytes: null },
    series.cancel.signal,
  );
  expect(unpacked).toEqual(cancelled);
  expect(series.writes).toBe(1);
  expect(series.disk.scratchPaths).toEqual([]);
});

it("stops within a file that is hashed where it lies", async () => {
  const cancel = new AbortController();
  let reads = 0;
  const source = {
    sizeBytes: 5 * mebibyte,
    read: (_offset: number, length: number) => {
      reads += 1;
      cancel.abort();
      return Promise.resolve(success(new Uint8Array(length)));
    },
    close: () => Promise.resolve(),
  };
  expect(await digestsOf(source, cancel.signal)).toEqual(cancelled);
  expect(reads).toBe(1);
});
