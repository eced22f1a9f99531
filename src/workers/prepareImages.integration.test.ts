// One job on a real disk that misbehaves on cue.
import {
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../adapters/archives/scratchFolder.ts";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
  type SpoolFileSystem,
} from "../adapters/fileSpool/spoolWriter.ts";
import { RememberedValues } from "../core/deid/rememberedValues.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { FrameDecoder } from "../core/deid/framePixels.ts";
import { PatientWordSearches } from "../core/deid/patientWordSearch.ts";
import type { StackId } from "../shared/identifiers.ts";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { HastyClock } from "../testing/hastyClock.ts";
import { prepareImages } from "./prepareImages.ts";
import type { PrepareJob } from "./prepareJobs.ts";
import { nodeFiles, ReadBuffer, type SynchronousFiles } from "./sourceFile.ts";
import { WaningPatience } from "./waningPatience.ts";

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
    patientWords: [],
    keptFreeText: [],
    acceptedFreeText: [],
    images,
  };
}

async function run(
  job: PrepareJob,
  fs: Partial<SpoolFileSystem> = {},
  files: SynchronousFiles = nodeFiles,
  clock = new HastyClock(),
) {
  const spool = new SpoolWriter(base, { ...nodeSpoolFileSystem, ...fs });
  const reading = {
    buffer: new ReadBuffer(),
    scratch: scratchFolder({
      folder: join(base, "source-scratch"),
      key: new Uint8Array(32),
    }),
    patience: new WaningPatience(clock),
    files,
  };
  return await prepareImages(
    job,
    {
      spool,
      reading,
      decode,
      remembered: new RememberedValues(),
      searchesFor: (words) => new PatientWordSearches(words),
    },
    never,
  );
}

/** These files need no decoding. */
const decode: FrameDecoder = () => {
  throw new Error("decoded");
};

/** What is in the folder besides the sources. */
async function spooled(): Promise<readonly string[]> {
  return (await readdir(base)).filter((name) => !name.startsWith("source-"));
}

/** The real files, counting how often each byte is read, and failing on cue. */
class CountingFiles implements SynchronousFiles {
  /** By path: how often each byte was read. */
  readonly reads = new Map<string, Uint8Array>();
  readonly #paths = new Map<number, string>();
  /** Called before each read; may throw. */
  beforeRead: (path: string) => void = () => undefined;
  /** Most bytes that one read gives. */
  mostBytes = Infinity;

  open(path: string): number {
    const descriptor = nodeFiles.open(path);
    this.#paths.set(descriptor, path);
    return descriptor;
  }

  stat(descriptor: number) {
    return nodeFiles.stat(descriptor);
  }

  read(descriptor: number, bytes: Buffer, position: number): number {
    const path = this.#paths.get(descriptor)!;
    this.beforeRead(path);
    const wanted = bytes.subarray(0, Math.min(bytes.length, this.mostBytes));
    const count = nodeFiles.read(descriptor, wanted, position);
    const size = nodeFiles.stat(descriptor).size;
    const counts = this.reads.get(path) ?? new Uint8Array(size);
    for (let at = position; at < position + count; at += 1) counts[at]! += 1;
    this.reads.set(path, counts);
    return count;
  }

  close(descriptor: number): void {
    nodeFiles.close(descriptor);
  }

  /** Least and most often that a byte of these files was read. */
  extremes(): readonly [number, number] {
    const counts = [...this.reads.values()].flatMap((each) => [...each]);
    return [Math.min(...counts), Math.max(...counts)];
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe("reading originals", () => {
  const slices = [1, 2, 3].map((instanceNumber) => ctSlice({ instanceNumber }));

  it("reads each byte of each file exactly once", async () => {
    const files = new CountingFiles();
    const answer = await run(await jobOf(slices), {}, files);
    expect(answer).toMatchObject({ kind: "prepared" });
    expect(files.reads.size).toBe(3);
    expect(files.extremes()).toEqual([1, 1]);
  });

  it.runIf(process.platform === "linux")(
    "reads a file whose name is not UTF-8",
    async () => {
      const job = await jobOf(slices.slice(0, 1));
      const { file, frame } = job.images[0]!;
      if (file.kind !== "file") throw new Error(file.kind);
      await rename(
        file.path,
        Buffer.concat([Buffer.from(`${base}/source-`), Buffer.of(0xe4)]),
      );
      const path = join(base, "source-\udce4") as LocalPath;

      expect(
        await run({ ...job, images: [{ file: { ...file, path }, frame }] }),
      ).toMatchObject({ images: [{ ok: true }] });
    },
  );

  it("reads a file once for all its frames", async () => {
    const files = new CountingFiles();
    const frames = ctSlice({
      attributes: {
        NumberOfFrames: 3,
        PixelData: Array.from({ length: 48 }, (_, index) => index),
      },
    });
    const job = await jobOf([frames]);
    const { file } = job.images[0]!;
    const images = [1, 2, 3].map((frame) => ({ file, frame }));
    const answer = await run({ ...job, images }, {}, files);
    expect(answer).toMatchObject({
      images: [{ ok: true }, { ok: true }, { ok: true }],
    });
    expect(files.extremes()).toEqual([1, 1]);
  });

  it("goes on where a read failed for a moment, after a pause", async () => {
    const files = new CountingFiles();
    const clock = new HastyClock();
    files.mostBytes = 100;
    let left = 5;
    files.beforeRead = () => {
      left -= 1;
      if (left === 0 || left === -3) throw systemError("EIO");
    };
    const answer = await run(await jobOf(slices), {}, files, clock);
    expect(answer).toMatchObject({
      images: [{ ok: true }, { ok: true }, { ok: true }],
    });
    expect(files.extremes()).toEqual([1, 1]);
    expect(clock.sleeps).toEqual([50, 250]);
  });

  it.each(["ENODEV", "ENXIO", "ENOMEDIUM"])(
    "says that the source has vanished when the system says %s",
    async (code) => {
      const files = new CountingFiles();
      files.beforeRead = () => {
        throw systemError(code);
      };
      const clock = new HastyClock();
      expect(await run(await jobOf(slices), {}, files, clock)).toMatchObject({
        images: slices.map(() => ({ failure: { kind: "sourceVanished" } })),
      });
      expect(clock.sleeps).toEqual([]);
    },
  );

  it("loses patience with a drive that answers nothing, and finds it again with the first read that succeeds", async () => {
    const files = new CountingFiles();
    const clock = new HastyClock();
    let isBroken = true;
    files.beforeRead = (path) => {
      if (isBroken && path.endsWith("-2")) isBroken = false;
      if (isBroken) throw systemError("EIO");
    };
    expect(
      await run(await jobOf([...slices, ctSlice()]), {}, files, clock),
    ).toMatchObject({
      images: [
        { failure: { kind: "unreadable", code: "EIO" } },
        { failure: { kind: "unreadable", code: "EIO" } },
        { ok: true },
        { ok: true },
      ],
    });
    // The second file gets what is left of the patience, not the whole of it.
    expect(clock.sleeps).toEqual([50, 250, 1000, 50, 250]);
  });
});

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
      treatments: [null],
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
