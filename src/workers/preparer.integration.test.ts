// The preparer with real threads, files and a spool. Needs the built workers.
import { createHash } from "node:crypto";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { fileSpoolReader } from "../adapters/fileSpool/fileSpool.ts";
import { groupInstances } from "../core/grouping/groupInstances.ts";
import { summedActions } from "../core/casefile/tagActions.ts";
import type { PreparedStack } from "../core/ports/preparer.ts";
import type { StackImage } from "../core/model/stack.ts";
import type { MediaProbe, MediaSpeed } from "../core/ports/mediaProbe.ts";
import type {
  PreparationProgress,
  StackToPrepare,
} from "../core/ports/preparer.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { ctSlice, valueOf } from "../testing/dicomFixtures.ts";
import { createPreparer, type ThreadedPreparer } from "./preparer.ts";
import { createScanner, type Scanner } from "./scanner.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-test-${process.pid}`);
/** What the next preparation takes its sources for. */
let speed: MediaSpeed = "fast";
const probe: MediaProbe = { speedOf: () => Promise.resolve(speed) };
const never = new AbortController().signal;
let scanner: Scanner;
let preparer: ThreadedPreparer;
let base: string;
let source: string;
let spoolFolder: string;

beforeAll(() => {
  scanner = createScanner({ workersUrl, scratchFolder, threads: 1 });
  preparer = createPreparer({ workersUrl, scratchFolder, threads: 2, probe });
});

afterAll(async () => {
  await scanner.close();
  await preparer.close();
  await rm(scratchFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  speed = "fast";
  base = await mkdtemp(join(tmpdir(), "casedrop-preparer-"));
  source = join(base, "source");
  spoolFolder = join(base, "spool");
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

/** Writes slices 1 to `count`, scans and groups them. */
async function stacksOf(
  count: number,
  fileOf: (instanceNumber: number) => Uint8Array = (instanceNumber) =>
    ctSlice({ instanceNumber }),
): Promise<readonly StackToPrepare[]> {
  await mkdir(source);
  for (let number = 1; number <= count; number += 1)
    await writeFile(join(source, `${number}.dcm`), fileOf(number));
  const outcome = await scanner.scan([source], {}, never);
  const { studies } = groupInstances(outcome.instances, outcome.skipped);
  return studies.flatMap(({ series }) =>
    series.flatMap(({ stacks }) =>
      stacks.map(({ id, images }) => ({ stackId: id, images })),
    ),
  );
}

function prepare(
  stacks: readonly StackToPrepare[],
  more: {
    onProgress?: (progress: PreparationProgress) => void;
    signal?: AbortSignal;
    saltHex?: string;
  } = {},
) {
  return preparer.prepare(
    {
      caseId: "case" as CaseId,
      spoolFolder,
      saltHex: more.saltHex ?? "00112233445566778899aabbccddeeff",
      stacks,
      onProgress: more.onProgress ?? (() => undefined),
    },
    more.signal ?? never,
  );
}

const pathOf = (image: StackImage | undefined) =>
  image?.instance.source.path ?? "";

function actionsOf(stack: PreparedStack | undefined) {
  const treatments = stack?.treatments ?? [];
  return summedActions(treatments.filter((each) => each !== null));
}

describe("the preparer", () => {
  it("answers every image in order, with files whose hash is their name", async () => {
    const stacks = await stacksOf(40);
    const progress: PreparationProgress[] = [];
    const [stack, ...others] = valueOf(
      await prepare(stacks, { onProgress: (each) => progress.push(each) }),
    );
    expect(others).toEqual([]);
    expect(stack?.images).toHaveLength(40);
    const hashes: string[] = [];
    for (const image of stack!.images) {
      const { sha256Hex, sizeBytes } = valueOf(image);
      const bytes = await readFile(join(spoolFolder, `${sha256Hex}.dcm`));
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256Hex);
      expect(bytes.length).toBe(sizeBytes);
      hashes.push(sha256Hex);
      const opened = valueOf(
        await fileSpoolReader(spoolFolder).open({ sha256Hex, sizeBytes }),
      );
      await opened.close();
    }
    expect(new Set(hashes).size).toBe(40);
    expect(await readdir(spoolFolder)).toHaveLength(40);
    expect(progress.at(-1)?.preparedImages).toBe(40);
    const rows = actionsOf(stack).find(({ keyword }) => keyword === "Rows");
    expect(rows).toEqual({
      tag: "00280010",
      keyword: "Rows",
      action: "kept",
      rule: "policyKeeps",
      count: 40,
    });
    const name = actionsOf(stack).find(
      ({ keyword }) => keyword === "PatientName",
    );
    expect(name).toEqual({
      tag: "00100010",
      keyword: "PatientName",
      action: "removed",
      rule: "policyRemoves",
      count: 40,
    });
  });

  it("gives the same from slow media as from fast ones", async () => {
    const stacks = await stacksOf(40);
    const fast = valueOf(await prepare(stacks));
    await rm(spoolFolder, { recursive: true });
    speed = "slow";
    expect(valueOf(await prepare(stacks))).toEqual(fast);
  });

  it.each(["fast", "slow"] as const)(
    "refuses the images of %s media that went away, and makes them when they are back",
    async (medium) => {
      speed = medium;
      const stacks = await stacksOf(20);
      await rename(source, `${source}-away`);
      const [away] = valueOf(await prepare(stacks));
      expect(away?.images).toEqual(
        Array.from({ length: 20 }, () => ({
          ok: false,
          failure: { kind: "sourceVanished" },
        })),
      );
      await rename(`${source}-away`, source);
      const [back] = valueOf(await prepare(stacks));
      expect(back?.images.every(({ ok }) => ok)).toBe(true);
    },
  );

  it("leaves alone what is in the spool already", async () => {
    const stacks = await stacksOf(5);
    const whole = valueOf(await prepare(stacks))[0]!;
    const known = whole.images.map((image, index) =>
      index === 2 ? null : valueOf(image),
    );
    // Only the one file is still there to be read.
    for (const number of [1, 2, 3, 4, 5])
      if (pathOf(stacks[0]!.images[2]) !== join(source, `${number}.dcm`))
        await rm(join(source, `${number}.dcm`));
    const progress: PreparationProgress[] = [];
    const [again] = valueOf(
      await prepare([{ ...stacks[0]!, known }], {
        onProgress: (each) => progress.push(each),
      }),
    );
    expect(again?.images).toEqual(whole.images);
    expect(progress.at(-1)?.preparedImages).toBe(1);
    const rows = actionsOf(again).find(({ keyword }) => keyword === "Rows");
    expect(rows?.count).toBe(1);
  });

  it("gives the same files again under the same salt, and others under another", async () => {
    const stacks = await stacksOf(3);
    const hashes = async (saltHex: string) =>
      valueOf(await prepare(stacks, { saltHex }))[0]?.images.map(
        (image) => valueOf(image).sha256Hex,
      );
    const first = await hashes("00".repeat(16));
    expect(await hashes("00".repeat(16))).toEqual(first);
    const other = await hashes("01".repeat(16));
    expect(other).not.toEqual(first);
  });

  it("refuses a file that has gone or changed since the scan, and prepares the rest", async () => {
    const stacks = await stacksOf(4);
    const images = stacks[0]!.images;
    await rm(pathOf(images[0]));
    await writeFile(pathOf(images[1]), ctSlice({ attributes: { KVP: "120" } }));
    await utimes(pathOf(images[2]), 1, 1);
    const outcomes = valueOf(await prepare(stacks))[0]?.images.map((image) =>
      image.ok ? "prepared" : image.failure.kind,
    );
    expect(outcomes).toEqual([
      "sourceVanished",
      "sourceChanged",
      "sourceChanged",
      "prepared",
    ]);
    expect(await readdir(spoolFolder)).toHaveLength(1);
  });

  it("makes one image of each frame", async () => {
    const stacks = await stacksOf(1, () =>
      ctSlice({
        attributes: {
          NumberOfFrames: 5,
          PixelData: Array.from({ length: 80 }, (_, index) => index),
        },
      }),
    );
    const [stack] = valueOf(await prepare(stacks));
    expect(stack?.images.map(({ ok }) => ok)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(await readdir(spoolFolder)).toHaveLength(5);
  });

  it("stops when it is cancelled, and leaves no unfinished file", async () => {
    const stacks = await stacksOf(60);
    const cancelling = new AbortController();
    const result = await prepare(stacks, {
      signal: cancelling.signal,
      onProgress: () => {
        cancelling.abort();
      },
    });
    expect(result).toEqual({ ok: false, failure: { kind: "cancelled" } });
    const names = await readdir(spoolFolder);
    expect(names.filter((name) => name.endsWith(".unfinished"))).toEqual([]);
  });

  it("does nothing when it is cancelled before it starts", async () => {
    const stacks = await stacksOf(1);
    expect(await prepare(stacks, { signal: AbortSignal.abort() })).toEqual({
      ok: false,
      failure: { kind: "cancelled" },
    });
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "stops with the disk's failure when the spool cannot be written",
    async () => {
      const stacks = await stacksOf(2);
      await prepare([]);
      await chmod(spoolFolder, 0o500);
      const result = await prepare(stacks);
      await chmod(spoolFolder, 0o700);
      expect(result).toEqual({
        ok: false,
        failure: { kind: "unwritable", code: "EACCES" },
      });
    },
  );
});
