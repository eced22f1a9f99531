// Tests of the room that unpacking leaves on the disk, for one archive and for all of a scan together.
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readZipDirectory } from "../../adapters/archives/yauzlDirectory.ts";
import { success } from "../../shared/result.ts";
import { MemoryDisk } from "../../testing/memoryArchives.ts";
import { zipArchive } from "../../testing/zipFixtures.ts";
import type { UnreadFile } from "../model/fileSource.ts";
import { archiveLimits } from "./archiveLimits.ts";
import { openEntry } from "./entrySource.ts";
import { listArchive, type ArchiveRequest } from "./listArchive.ts";
import type { Scratch } from "./scratch.ts";
import { scratchWithRoom } from "./scratchRoom.ts";

const mebibyte = 1024 * 1024;
const noRoom = {
  ok: false,
  failure: {
    kind: "archiveTooLarge",
    limit: "freeBytes",
    allowed: 1_073_741_824,
  },
};

/** A disk on which so much may be unpacked until only what has to stay free is free. */
class SmallDisk {
  readonly disk = new MemoryDisk();
  readonly scratch: Scratch;
  #freeBytes: number;

  constructor(spareBytes: number) {
    this.#freeBytes = archiveLimits.freeBytes + spareBytes;
    this.scratch = scratchWithRoom(
      { ...this.disk.scratch, create: () => this.#create() },
      () => Promise.resolve(this.#freeBytes),
    );
  }

  async #create(): ReturnType<Scratch["create"]> {
    const created = await this.disk.scratch.create();
    if (!created.ok) return created;
    const file = created.value;
    return success({
      write: (bytes) => {
        this.#freeBytes -= bytes.length;
        return file.write(bytes);
      },
      finish: () => file.finish(),
      discard: () => file.discard(),
    });
  }

  list(file: UnreadFile, format: ArchiveRequest["format"], depth = 0) {
    return listArchive(
      { file, format, depth, passwords: [] },
      { open: this.disk.openPath, scratch: this.scratch, readZipDirectory },
    );
  }

  listGzip(path: string, unpackedBytes: number) {
    const packed = gzipSync(randomBytes(unpackedBytes), { level: 1 });
    return this.list(this.disk.plant(path, packed), "gzip");
  }
}

describe("the room that unpacking leaves on the disk", () => {
  it("ends an archive that alone would take it, and leaves nothing of it", async () => {
    const small = new SmallDisk(5 * mebibyte);

    expect(await small.listGzip("/cd/a.gz", 6 * mebibyte)).toEqual(noRoom);
    expect(small.disk.scratchPaths).toEqual([]);
  });

  it("is looked at again in a long file", async () => {
    let free = archiveLimits.freeBytes + 40 * mebibyte;
    const scratch = scratchWithRoom(new MemoryDisk().scratch, () =>
      Promise.resolve(free),
    );
    const created = await scratch.create();
    if (!created.ok) throw new Error("not created");
    const chunk = new Uint8Array(16 * mebibyte);
    expect(await created.value.write(chunk)).toMatchObject({ ok: true });
    free = archiveLimits.freeBytes;

    expect(await created.value.write(chunk)).toMatchObject({ ok: true });
    expect(await created.value.write(chunk)).toEqual({
      ok: false,
      failure: { kind: "diskFull" },
    });
  });

  it("ends the archives that would take it together, and reads those before", async () => {
    const small = new SmallDisk(5 * mebibyte);

    const listed = [
      await small.listGzip("/cd/a.gz", 2 * mebibyte),
      await small.listGzip("/cd/b.gz", 2 * mebibyte),
      await small.listGzip("/cd/c.gz", 2 * mebibyte),
    ];

    expect(listed.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(listed[2]).toEqual(noRoom);
    expect(small.disk.scratchPaths).toHaveLength(2);
  });

  it("counts archives in archives", async () => {
    const small = new SmallDisk(3 * mebibyte);
    const inner = zipArchive([
      { name: "IM1", bytes: randomBytes(2 * mebibyte), isStored: true },
    ]);
    const outer = zipArchive([
      { name: "a.zip", bytes: inner },
      { name: "b.zip", bytes: inner },
    ]);
    const listed = await small.list(
      small.disk.plant("/cd/outer.zip", outer),
      "zip",
    );
    const entries = listed.ok ? listed.value.entries : [];

    const nested = [];
    for (const entry of entries)
      if (entry.kind === "file")
        nested.push(await small.list(entry.file, "zip", 1));

    expect(listed.ok).toBe(true);
    expect(nested.map(({ ok }) => ok)).toEqual([true, false]);
    expect(nested[1]).toEqual(noRoom);
  });

  it("is not asked for what is read where it lies or in memory", async () => {
    const small = new SmallDisk(0);
    const bytes = randomBytes(mebibyte);
    const listed = await small.list(
      small.disk.plant("/cd/a.zip", zipArchive([{ name: "IM1", bytes }])),
      "zip",
    );
    const [entry] = listed.ok ? listed.value.entries : [];
    if (entry?.kind !== "file") throw new Error("not listed");
    const opened = await openEntry(entry.file, {
      scratch: small.scratch,
      open: small.disk.openFile,
    });
    if (!opened.ok) throw new Error("not open");
    const read = await opened.value.read(0, mebibyte);

    expect(read.ok && Buffer.compare(read.value, bytes)).toBe(0);
  });
});
