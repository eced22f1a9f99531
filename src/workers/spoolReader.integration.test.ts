// Spooled files read and hashed in a thread, as they are without one.
import { createHash } from "node:crypto";
import { mkdtemp, rm, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileSpoolReader } from "../adapters/fileSpool/fileSpool.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import { createSpoolReaders, type SpoolReaders } from "./spoolReader.ts";
import type { SpoolReadAnswers, SpoolReadJobs } from "./spoolReadJobs.ts";
import { createThreadPool } from "./threadPool.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const damaged = { ok: false, failure: { kind: "spoolDamaged" } };

let folder: string;
let threaded: SpoolReaders;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-read-"));
  threaded = createSpoolReaders({ workersUrl });
});
afterEach(async () => {
  await threaded.close();
  await rm(folder, { recursive: true });
});

async function spooled(bytes: Buffer): Promise<SpooledFile> {
  const hash = createHash("sha256").update(bytes).digest("hex");
  await writeFile(join(folder, `${hash}.dcm`), bytes);
  return { sha256Hex: hash as Sha256Hex, sizeBytes: bytes.byteLength };
}

const content = Buffer.from(
  Array.from({ length: 250 }, (_, index) => index % 251),
);

describe.each(["in a thread", "on the spot"])("reading %s", (where) => {
  const spool = () =>
    where === "in a thread"
      ? threaded.readerOf(folder)
      : fileSpoolReader(folder);

  it("gives block after block, and the digests with the last", async () => {
    const file = await spooled(content);
    const read = spool().readHashing(file, { withMd5: true });
    const block = new Uint8Array(new SharedArrayBuffer(100));
    const parts: Buffer[] = [];
    const answers: unknown[] = [];
    for (let part = 0; part < 3; part += 1) {
      const answer = await read.next(block);
      answers.push(answer);
      if (answer.ok)
        parts.push(Buffer.from(block.slice(0, answer.value.bytes)));
    }
    await read.close();
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    expect(answers).toEqual([
      { ok: true, value: { bytes: 100, digests: null } },
      { ok: true, value: { bytes: 100, digests: null } },
      {
        ok: true,
        value: {
          bytes: 50,
          digests: {
            sha256Hex: file.sha256Hex,
            md5Hex: createHash("md5").update(content).digest("hex"),
          },
        },
      },
    ]);
  });

  it("reads several files at a time, each on its own", async () => {
    const files = await Promise.all(
      [1, 2, 3].map((value) => spooled(Buffer.alloc(150, value))),
    );
    const reads = files.map((file) =>
      spool().readHashing(file, { withMd5: false }),
    );
    const blocks = files.map(() => new Uint8Array(new SharedArrayBuffer(100)));
    const digests: unknown[] = [];
    for (let part = 0; part < 2; part += 1)
      for (const [index, read] of reads.entries()) {
        const answer = await read.next(blocks[index] ?? new Uint8Array());
        if (answer.ok && answer.value.digests !== null)
          digests.push(answer.value.digests.sha256Hex);
      }
    await Promise.all(reads.map((read) => read.close()));
    expect(digests).toEqual(files.map(({ sha256Hex }) => sha256Hex));
  });

  it("answers each of many that are asked for in one go with its own", async () => {
    const sizes = Array.from({ length: 11 }, (_, index) => 10 + index);
    const files = await Promise.all(
      sizes.map((size) => spooled(Buffer.alloc(size, size))),
    );
    await unlink(join(folder, `${files[5]?.sha256Hex ?? ""}.dcm`));
    const reads = files.map((file) =>
      spool().readHashing(file, { withMd5: false }),
    );
    const blocks = files.map(() => new Uint8Array(new SharedArrayBuffer(100)));
    const answers = await Promise.all(
      reads.map((read, index) => read.next(blocks[index] ?? new Uint8Array())),
    );
    await Promise.all(reads.map((read) => read.close()));
    expect(answers.map((answer) => answer.ok && answer.value.bytes)).toEqual([
      10,
      11,
      12,
      13,
      14,
      false,
      16,
      17,
      18,
      19,
      20,
    ]);
    expect(blocks.map((block) => block[0])).toEqual([
      10, 11, 12, 13, 14, 0, 16, 17, 18, 19, 20,
    ]);
  });

  it("says that a file is damaged when it is missing or has another size", async () => {
    const file = await spooled(content);
    const block = new Uint8Array(new SharedArrayBuffer(100));
    const path = join(folder, `${file.sha256Hex}.dcm`);
    await truncate(path, 249);
    const short = spool().readHashing(file, { withMd5: false });
    expect(await short.next(block)).toEqual(damaged);
    await short.close();
    await unlink(path);
    const missing = spool().readHashing(file, { withMd5: false });
    expect(await missing.next(block)).toEqual({
      ok: false,
      failure: { kind: "spoolDamaged", isMissing: true },
    });
    await missing.close();
  });

  it("says that it is damaged when it ends before its size", async () => {
    const file = await spooled(content);
    const block = new Uint8Array(new SharedArrayBuffer(100));
    const read = spool().readHashing(file, { withMd5: false });
    await read.next(block);
    await truncate(join(folder, `${file.sha256Hex}.dcm`), 100);
    expect(await read.next(block)).toEqual(damaged);
    await read.close();
  });
});

it("reads as ever once made ready, however often", async () => {
  const file = await spooled(content);
  const spool = threaded.readerOf(folder);
  spool.makeReady?.();
  spool.makeReady?.();
  const read = spool.readHashing(file, { withMd5: false });
  const block = new Uint8Array(new SharedArrayBuffer(content.byteLength));
  expect(await read.next(block)).toEqual({
    ok: true,
    value: {
      bytes: 250,
      digests: { sha256Hex: file.sha256Hex, md5Hex: null },
    },
  });
  await read.close();
});

it("calls a file that another thread began to read neither damaged nor whole", async () => {
  const file = await spooled(content);
  const pool = createThreadPool<SpoolReadJobs, SpoolReadAnswers>({
    script: new URL("spoolReadWorker.js", workersUrl),
    threads: 1,
  });
  const job = { kind: "block", folder, file, withMd5: false } as const;
  const target = new Uint8Array(new SharedArrayBuffer(250));
  expect(
    await pool.run([
      { ...job, readId: 1, offset: 100, target },
      { ...job, readId: 2, offset: 0, target },
    ]),
  ).toMatchObject([
    { ok: false, failure: { kind: "unreadable", code: "THREAD_LOST" } },
    { ok: true, value: { bytes: 250 } },
  ]);
  await pool.close();
});

it("fails what is asked of a thread that was ended", async () => {
  const file = await spooled(content);
  const read = threaded.readerOf(folder).readHashing(file, { withMd5: false });
  const block = new Uint8Array(new SharedArrayBuffer(100));
  await read.next(block);
  await threaded.close();
  expect(await read.next(block)).toMatchObject({
    ok: false,
    failure: { kind: "unreadable" },
  });
  await read.close();
});
