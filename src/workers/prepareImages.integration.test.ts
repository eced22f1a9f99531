// One job on a real disk that misbehaves on cue.
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../adapters/archives/scratchFolder.ts";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
  type SpoolFileSystem,
} from "../adapters/fileSpool/spoolWriter.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { FrameDecoder } from "../core/deid/framePixels.ts";
import type { StackId } from "../shared/identifiers.ts";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { HastyClock } from "../testing/hastyClock.ts";
import { prepareImages } from "./prepareImages.ts";
import type { PrepareJob } from "./prepareJobs.ts";
import { ReadBuffer } from "./sourceFile.ts";

const never = new AbortController().signal;
let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-job-"));
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function jobOf(files: readonly Uint8Array[]): Promise<PrepareJob> {
  const images = await Promise.all(
    files.map(async (bytes, index) => {
      const path = join(base, `source-${index}`) as LocalPath;
      await writeFile(path, bytes);
      const { size, mtimeMs } = await stat(path);
      const modifiedAtMs = Math.trunc(mtimeMs);
      const file = {
        kind: "file",
        path,
        sizeBytes: size,
        modifiedAtMs,
      } as const;
      return { file, frame: null };
    }),
  );
  return {
    spoolFolder: base,
    saltHex: "00".repeat(16),
    sopInstanceUID: "hashed",
    stackId: "stack" as StackId,
    window: null,
    images,
  };
}

async function run(job: PrepareJob, fs: Partial<SpoolFileSystem> = {}) {
  const spool = new SpoolWriter(base, { ...nodeSpoolFileSystem, ...fs });
  const reading = {
    buffer: new ReadBuffer(),
    scratch: scratchFolder(join(base, "source-scratch")),
    clock: new HastyClock(),
  };
  return await prepareImages(job, { spool, reading, decode }, never);
}

/** These files need no decoding. */
const decode: FrameDecoder = () => {
  throw new Error("decoded");
};

/** What is in the folder besides the sources. */
async function spooled(): Promise<readonly string[]> {
  return (await readdir(base)).filter((name) => !name.startsWith("source-"));
}

describe("one job", () => {
  it("stops at a full disk and leaves nothing half-written", async () => {
    const slices = [1, 2, 3].map((instanceNumber) =>
      ctSlice({ instanceNumber }),
    );
    let writes = 0;
    const answer = await run(await jobOf(slices), {
      writev: (fd, chunks) => {
        writes += 1;
        if (writes === 2)
          throw Object.assign(new Error("full"), { code: "ENOSPC" });
        return nodeSpoolFileSystem.writev(fd, chunks);
      },
    });
    expect(answer).toEqual({ kind: "stopped", failure: { kind: "diskFull" } });
    expect(await spooled()).toEqual([expect.stringMatching(/\.dcm$/)]);
  });

  it("deletes a file that the disk did not take as it was given, since it fails the check", async () => {
    const answer = await run(await jobOf([ctSlice()]), {
      writev: (fd, chunks) => {
        const torn = Buffer.concat(chunks);
        torn.fill(0, 150, 170);
        return nodeSpoolFileSystem.writev(fd, [torn]);
      },
    });
    expect(answer).toMatchObject({
      kind: "prepared",
      images: [{ ok: false, failure: { kind: "residue" } }],
      actions: [],
    });
    expect(await spooled()).toEqual([]);
  });

  it("reads files of every size with one buffer", async () => {
    const rows = [4, 2048, 16, 5000, 4];
    const files = rows.map((row, index) =>
      ctSlice({
        instanceNumber: index + 1,
        attributes: {
          Rows: row,
          Columns: 1024,
          PixelData: new Uint8Array(row * 1024 * 2).fill(index + 1),
        },
      }),
    );
    const answer = await run(await jobOf(files));
    if (answer.kind !== "prepared") throw new Error(answer.kind);
    const sizes = answer.images.map((image) =>
      image.ok ? image.value.sizeBytes : 0,
    );
    rows.forEach((row, index) => {
      expect(sizes[index]).toBeGreaterThan(row * 2048);
      expect(sizes[index]).toBeLessThan(row * 2048 + 2000);
    });
  });
});
