// A disc from its scan to the prepared case, with real threads whose every read is noted. Uses the built workers (npm run build).
import { renameSync } from "node:fs";
import {
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
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { groupInstances } from "../core/grouping/groupInstances.ts";
import type { ScannedInstance } from "../core/model/stack.ts";
import type { MediaProbe, MediaSpeed } from "../core/ports/mediaProbe.ts";
import type { StackToPrepare } from "../core/ports/preparer.ts";
import type { ScanOptions, ScanOutcome } from "../core/scan/scanFiles.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { ctSlice, testUID, valueOf } from "../testing/dicomFixtures.ts";
import { directoryFile, imageRecord } from "../testing/directoryFixtures.ts";
import { jpegPicture } from "../testing/pictureFixtures.ts";
import { RecordedMedium, type MediumRead } from "../testing/recordedMedium.ts";
import { zipArchive } from "../testing/zipFixtures.ts";
import { createImageComparer } from "./imageComparer.ts";
import { createImageRenderer } from "./imageRenderer.ts";
import { createPreparer } from "./preparer.ts";
import { createScanner } from "./scanner.ts";
import { createTextDetector } from "./textDetector.ts";

const builtWorkers = new URL("../../out/workers/", import.meta.url);
const never = new AbortController().signal;
const patientName = "PLANTED^MARKER";
const viewerBytes = 3_000_000;
const largeSide = 1024;

let base: string;
let scratchFolder: string;
let medium: RecordedMedium;
let threads: ReturnType<typeof startThreads>;
/** What the medium is taken for. */
let speed: MediaSpeed;

function startThreads() {
  const { workersUrl } = medium;
  const probe: MediaProbe = {
    speedOf: (path) =>
      Promise.resolve(path.startsWith(medium.folder) ? speed : "fast"),
  };
  const own = { workersUrl, scratchFolder, probe };
  return {
    scanner: createScanner({ ...own, threads: 1 }),
    preparer: createPreparer({ ...own, threads: 2 }),
    renderer: createImageRenderer({ ...own, threads: 1 }),
    detector: createTextDetector(own),
    comparer: createImageComparer(own),
  };
}

beforeEach(async () => {
  speed = "slow";
  base = await mkdtemp(join(tmpdir(), "casedrop-slow-"));
  scratchFolder = join(base, "scratch");
  medium = await RecordedMedium.make(base, builtWorkers);
  threads = startThreads();
});
afterEach(async () => {
  await Promise.all(Object.values(threads).map((each) => each.close()));
  await rm(base, { recursive: true, force: true });
});

function slice(instanceNumber: number): Uint8Array {
  return ctSlice({ instanceNumber, attributes: { PatientName: patientName } });
}

/** A slice whose pixels take two megabytes. */
function largeSlice(instanceNumber: number): Uint8Array {
  const pixels = Buffer.alloc(2 * largeSide * largeSide);
  for (let at = 0; at < pixels.length; at += 2)
    pixels.writeUInt16LE((at * instanceNumber) % 4096, at);
  return ctSlice({
    instanceNumber,
    attributes: {
      PatientName: patientName,
      SeriesInstanceUID: testUID(33),
      Rows: largeSide,
      Columns: largeSide,
      PixelData: pixels,
    },
  });
}

async function writeMedium(files: Readonly<Record<string, Uint8Array>>) {
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(medium.folder, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, bytes);
  }
}

/** What discs of patients hold: images, the list of them, a viewer, notes, and sometimes an archive. */
function wholeDisc(): Readonly<Record<string, Uint8Array>> {
  return {
    "DICOM/IM01": slice(1),
    "DICOM/IM02": slice(2),
    "DICOM/IM03": largeSlice(3),
    "DICOM/IM04": largeSlice(4),
    DICOMDIR: directoryFile([
      imageRecord("DICOM/IM01"),
      imageRecord("DICOM/IM02"),
    ]),
    "VIEWER.EXE": Buffer.alloc(viewerBytes, 7),
    "export.zip": zipArchive([
      { name: "a", bytes: slice(11), isStored: true },
      { name: "b", bytes: slice(12) },
      { name: "c", bytes: largeSlice(13) },
    ]),
    "photo.jpg": jpegPicture({ columns: 8, rows: 8 }),
    "readme.txt": Buffer.from("Insert the disc and wait. ".repeat(10_000)),
  };
}

function scan(
  roots: readonly string[] = [medium.folder],
  options: ScanOptions = {},
  signal = never,
): Promise<ScanOutcome> {
  return threads.scanner.scan(roots, options, signal);
}

function stacksOf(
  instances: readonly ScannedInstance[],
): readonly StackToPrepare[] {
  return groupInstances(instances, []).studies.flatMap(({ series }) =>
    series.flatMap(({ stacks }) =>
      stacks.map(({ id, images }) => ({ stackId: id, images })),
    ),
  );
}

/** Hashes of the prepared images, in order; a refusal is its kind. */
async function prepare(
  instances: readonly ScannedInstance[],
  spool = "spool",
): Promise<readonly string[]> {
  const prepared = valueOf(
    await threads.preparer.prepare(
      {
        caseId: "case" as CaseId,
        spoolFolder: join(base, spool),
        saltHex: "00112233445566778899aabbccddeeff",
        stacks: stacksOf(instances),
        onProgress: () => undefined,
      },
      never,
    ),
  );
  return prepared.flatMap(({ images }) =>
    images.map((image) =>
      image.ok ? image.value.sha256Hex : image.failure.kind,
    ),
  );
}

/** What the window does with a case before it is prepared. */
async function lookAtAll(instances: readonly ScannedInstance[]): Promise<void> {
  for (const stack of stacksOf(instances)) {
    for (const image of stack.images)
      valueOf(
        await threads.renderer.render(
          image,
          { maxSidePixels: 64, window: null },
          never,
        ),
      );
    const searched = valueOf(
      await threads.detector.detect(
        { ...stack, patientWords: [] },
        { onProgress: () => undefined },
        never,
      ),
    );
    expect(searched.unseen).toEqual([]);
  }
}

/** Files in the order in which they were read first. */
function filesIn(reads: readonly MediumRead[]): readonly string[] {
  return [...new Set(reads.map(({ file }) => file))];
}

/** Fails if a byte was read twice, or a file was left and come back to; answers how many bytes of each file were read. */
function bytesReadOnce(
  reads: readonly MediumRead[],
): Readonly<Record<string, number>> {
  const bytes: Record<string, number> = {};
  const ends = new Map<string, number>();
  let current = "";
  for (const { file, offset, length } of reads) {
    if (file !== current) expect(ends.has(file), `back to ${file}`).toBe(false);
    current = file;
    expect(offset, `back in ${file}`).toBeGreaterThanOrEqual(
      ends.get(file) ?? 0,
    );
    ends.set(file, offset + length);
    bytes[file] = (bytes[file] ?? 0) + length;
  }
  return bytes;
}

async function scratchFiles(): Promise<readonly string[]> {
  return await readdir(scratchFolder).catch(() => []);
}

describe("a disc", () => {
  it("is read once, in the order of its files, by all that is done with it", async () => {
    const disc = wholeDisc();
    await writeMedium(disc);

    const { instances, missingReferences, leftOnMedium } = await scan();
    await lookAtAll(instances);
    const prepared = await prepare(instances);

    expect(instances).toHaveLength(7);
    expect(missingReferences).toEqual([]);
    expect(leftOnMedium).toBe(0);
    expect(prepared.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    const reads = await medium.reads();
    expect(filesIn(reads)).toEqual(Object.keys(disc).sort());
    const bytes = bytesReadOnce(reads);
    for (const [name, content] of Object.entries(disc))
      if (!["VIEWER.EXE", "readme.txt"].includes(name))
        expect([name, bytes[name]]).toEqual([name, content.length]);
    // The beginning of what nobody needs, and the end of what may hold an archive.
    expect(bytes["readme.txt"]).toBe(64 * 1024);
    expect(bytes["VIEWER.EXE"]).toBeLessThan(200_000);
  });

  it("can be ejected as soon as it was scanned", async () => {
    await writeMedium(wholeDisc());
    speed = "fast";
    const expected = await prepare((await scan()).instances, "expected");
    speed = "slow";
    const { instances } = await scan();
    await rename(medium.folder, join(base, "ejected"));

    await lookAtAll(instances);

    expect(await prepare(instances)).toEqual(expected);
    expect(expected).toHaveLength(7);
  });

  it("lets an original be compared with its copy after it was ejected", async () => {
    await writeMedium({ IM01: slice(1) });
    const { instances } = await scan();
    await rm(medium.folder, { recursive: true });
    const [sha256Hex] = await prepare(instances);
    const [file] = await readdir(join(base, "spool"));
    const sizeBytes = (await readFile(join(base, "spool", file!))).length;
    const compared = await threads.comparer.compare({
      original: { instance: instances[0]!, frame: null },
      spoolFolder: join(base, "spool"),
      copy: { sha256Hex: sha256Hex as never, sizeBytes },
    });
    expect(compared.ok).toBe(true);
  });

  it("leaves nothing on this computer that can be read without the key", async () => {
    await writeMedium(wholeDisc());
    await scan();
    const names = await scratchFiles();
    expect(names).toHaveLength(7);
    for (const name of names) {
      expect(name).toMatch(/^[0-9a-f]{32}$/);
      const bytes = await readFile(join(scratchFolder, name));
      for (const word of [patientName, "DICM", "PK\u0003\u0004", "JFIF"])
        expect(bytes.includes(word), word).toBe(false);
    }
  });

  it("stays part of a case to which files are added without it", async () => {
    await writeMedium({ IM01: slice(1), IM02: slice(2) });
    await scan();
    await rename(medium.folder, join(base, "ejected"));
    await medium.forgetReads();
    const other = join(base, "other");
    await mkdir(other);
    await writeFile(join(other, "IM03"), slice(3));

    const outcome = await scan([medium.folder, other]);

    expect(outcome.missingRoots).toEqual([]);
    expect(
      outcome.instances.map(({ header }) => header.instanceNumber),
    ).toEqual([1, 2, 3]);
    expect(await prepare(outcome.instances)).toHaveLength(3);
    expect(await medium.reads()).toEqual([]);
  });

  it("stays part of a case while the folder it is mounted at is empty", async () => {
    await writeMedium({ IM01: slice(1) });
    await scan();
    await rename(medium.folder, join(base, "ejected"));
    await mkdir(medium.folder);
    expect((await scan()).instances).toHaveLength(1);
  });

  it("is read on where it was pulled out, once it is back", async () => {
    await writeMedium(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `IM${String(index + 10)}`,
          slice(index + 1),
        ]),
      ),
    );
    let isPulledOut = false;
    const cut = await scan([medium.folder], {
      onProgress: ({ dicom }) => {
        if (dicom < 8 || isPulledOut) return;
        isPulledOut = true;
        // Before anything more is asked for, however busy the machine is.
        renameSync(medium.folder, join(base, "ejected"));
      },
    });
    const missing = cut.skipped.map(({ source }) => source.path);
    expect(cut.instances.length).toBeGreaterThanOrEqual(8);
    expect(missing.length).toBeGreaterThan(0);
    expect(cut.instances.length + missing.length).toBe(40);
    for (const { reason } of cut.skipped)
      expect(reason).toEqual({ kind: "unreadable", code: "ENOENT" });
    await lookAtAll(cut.instances);

    await rename(join(base, "ejected"), medium.folder);
    const whole = await scan();

    expect(whole.instances).toHaveLength(40);
    expect(whole.skipped).toEqual([]);
    // Also what was read before the disc was pulled out was read once only.
    expect(Object.keys(bytesReadOnce(await medium.reads()))).toHaveLength(40);
  });

  it("is read once for two cases that are made of it at the same time", async () => {
    await writeMedium(wholeDisc());
    const [one, other] = await Promise.all([scan(), scan()]);
    expect(one.instances).toEqual(other.instances);
    // Only the beginning of what nobody needs is looked at by both.
    const needed = (await medium.reads()).filter(
      ({ file }) => !["VIEWER.EXE", "readme.txt"].includes(file),
    );
    expect(Object.keys(bytesReadOnce(needed))).toHaveLength(7);
    expect(await scratchFiles()).toHaveLength(7);
  });

  it("is read one file after the other, without copies, where these would lie on a slow medium too", async () => {
    await threads.scanner.close();
    threads.scanner = createScanner({
      workersUrl: medium.workersUrl,
      scratchFolder,
      probe: { speedOf: () => Promise.resolve("slow") },
    });
    await writeMedium(wholeDisc());
    const { instances, leftOnMedium } = await scan();
    expect(instances).toHaveLength(7);
    expect(leftOnMedium).toBe(0);
    expect(await scratchFiles()).toEqual([]);
    expect(await prepare(instances)).toHaveLength(7);
  });

  it("shows how far a copy is while it is read, however few files there are", async () => {
    await writeMedium({ IM01: largeSlice(1) });
    const told: (readonly [number, number])[] = [];
    await threads.scanner.scan(
      [medium.folder],
      {
        onProgress: ({ found, copiedBytes = 0 }) =>
          told.push([found, copiedBytes]),
      },
      never,
    );
    const beforeItsEnd = told.filter(([found]) => found === 0);
    expect(beforeItsEnd.some(([, copied]) => copied > 0)).toBe(true);
    const [found, copied] = told.at(-1) ?? [];
    expect(found).toBe(1);
    expect(copied).toBeGreaterThan(2_000_000);
  });

  it("is read again at the byte where a scratch made a read fail", async () => {
    await writeMedium({ IM01: largeSlice(1), IM02: slice(2) });
    const badSpot = { file: "IM01", offset: 1_234_567, times: 2 };
    await medium.breakWith({ badSpot });
    const { instances } = await scan();
    const reads = await medium.reads();
    expect(reads.some(({ offset }) => offset === badSpot.offset)).toBe(true);
    expect(bytesReadOnce(reads)["IM01"]).toBe(largeSlice(1).length);
    await rm(medium.folder, { recursive: true });
    expect(await prepare(instances)).toHaveLength(2);
  });

  it("says how many files it did not give to the end, and they are tried again", async () => {
    await writeMedium({ IM01: largeSlice(1), IM02: slice(2) });
    await medium.breakWith({
      badSpot: { file: "IM01", offset: 1_234_567, times: 4 },
    });
    const outcome = await scan();
    expect(outcome.leftOnMedium).toBe(1);
    expect(outcome.instances).toHaveLength(2);
    expect(await scratchFiles()).toHaveLength(1);
    await medium.breakWith({});
    const prepared = await prepare(outcome.instances);
    expect(prepared.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });
});

/** A disc whose images have other numbers, and names that all discs have. */
function discOf(
  numbers: readonly number[],
): Readonly<Record<string, Uint8Array>> {
  const names = numbers.map((_, index) => `DICOM/IM0${index + 1}`);
  return {
    ...Object.fromEntries(
      names.map((name, index) => [name, slice(numbers[index] ?? 0)]),
    ),
    DICOMDIR: directoryFile(
      names.map((name, index) =>
        imageRecord(name, {
          ReferencedSOPInstanceUIDInFile: testUID(4, numbers[index] ?? 0),
        }),
      ),
    ),
  };
}

/** Takes the disc out of the drive and puts another one in. */
async function changeDisc(files: Readonly<Record<string, Uint8Array>>) {
  await rename(medium.folder, await mkdtemp(join(base, "drawer-")));
  await writeMedium(files);
}

function numbersOf({ instances }: ScanOutcome): readonly (number | null)[] {
  return instances
    .map(({ header }) => header.instanceNumber)
    .sort((a, b) => (a ?? 0) - (b ?? 0));
}

describe("the next disc in the same drive", () => {
  it("joins the files of the first one in the case it is added to", async () => {
    await writeMedium(discOf([1, 2]));
    const first = await scan([medium.folder], { held: [] });
    await changeDisc(discOf([3, 4, 5]));

    const both = await scan([medium.folder], {
      held: first.copies ?? [],
      added: [medium.folder],
    });

    expect(numbersOf(both)).toEqual([1, 2, 3, 4, 5]);
    expect(both.found).toBe(7);
    expect(both.missingReferences).toEqual([]);
    expect(both.copiedFromMedium).toBe(7);
    await rm(medium.folder, { recursive: true });
    await lookAtAll(both.instances);
    const prepared = await prepare(both.instances);
    expect(prepared.filter((hash) => /^[0-9a-f]{64}$/.test(hash))).toHaveLength(
      5,
    );
  });

  it("leaves the images that both discs have once in the case", async () => {
    await writeMedium(discOf([1, 2]));
    const first = await scan([medium.folder], { held: [] });
    await changeDisc(discOf([2, 3]));
    const both = await scan([medium.folder], { held: first.copies ?? [] });
    expect(numbersOf(both)).toEqual([1, 2, 3]);
    expect(
      both.skipped.filter(({ reason }) => reason.kind === "duplicate"),
    ).toHaveLength(1);
  });

  it("does not get into a case that it was not added to", async () => {
    await writeMedium(discOf([1, 2]));
    const first = await scan([medium.folder], { held: [] });
    await changeDisc(discOf([3, 4]));
    await medium.forgetReads();
    const other = join(base, "other");
    await mkdir(other);
    await writeFile(join(other, "IM09"), slice(9));

    const held = first.copies ?? [];
    const same = await scan([medium.folder, other], { held, added: [other] });

    expect(numbersOf(same)).toEqual([1, 2, 9]);
    expect(await medium.reads()).toEqual([]);
    // Nor do the files of the first one get into a case that is begun with the second one.
    const next = await scan([medium.folder], { held: [] });
    expect(numbersOf(next)).toEqual([3, 4]);
    // And they are still in their own case.
    const again = await scan([medium.folder], { held, added: [] });
    expect(numbersOf(again)).toEqual([1, 2]);
  });

  it.each([
    ["its list", discOf],
    [
      "its images, where there is no list",
      (numbers: readonly number[]) =>
        Object.fromEntries(
          numbers.map((number, index) => [`IM0${index}`, slice(number)]),
        ),
    ],
  ])(
    "is told by the contents of %s, where burners give all files one size and time",
    async (_, contentsOf) => {
      const burnedAt = new Date(0);
      const burn = async (numbers: readonly number[]) => {
        const files = contentsOf(numbers);
        await writeMedium(files);
        for (const name of Object.keys(files))
          await utimes(join(medium.folder, name), burnedAt, burnedAt);
      };
      await burn([1, 2]);
      const first = await scan([medium.folder], { held: [] });
      const held = first.copies ?? [];
      await rm(medium.folder, { recursive: true });
      await burn([3, 4]);

      const both = await scan([medium.folder], { held });
      expect(numbersOf(both)).toEqual([1, 2, 3, 4]);
      const same = await scan([medium.folder], { held: both.copies ?? [] });
      expect(numbersOf(same)).toEqual([1, 2, 3, 4]);
    },
  );

  it("is told by its files where there is no list of them, and may be named by its DICOMDIR", async () => {
    await writeMedium({ IM01: slice(1), IM02: slice(2) });
    const first = await scan([medium.folder], { held: [] });
    await changeDisc({ "S2/IM01": slice(3), "S2/IM02": slice(4) });
    const second = await scan([medium.folder], { held: first.copies ?? [] });
    expect(numbersOf(second)).toEqual([1, 2, 3, 4]);
    await changeDisc(discOf([5, 6]));
    const third = await scan([join(medium.folder, "DICOMDIR")], {
      held: second.copies ?? [],
    });
    expect(numbersOf(third)).toEqual([1, 2, 3, 4, 5, 6]);
    await threads.scanner.keepCopiesBelow([]);
    expect(await scratchFiles()).toEqual([]);
  });
});

describe("a full disk", () => {
  it("is asked first, and images are read from the disc as before", async () => {
    await writeMedium(wholeDisc());
    speed = "fast";
    const expected = await prepare((await scan()).instances, "expected");
    speed = "slow";
    await medium.breakWith({ freeBytes: 1024 ** 3 });

    const { instances, leftOnMedium } = await scan();

    // Four images, the directory, the archive and the picture.
    expect(leftOnMedium).toBe(7);
    expect(await scratchFiles()).toEqual([]);
    expect(await prepare(instances)).toEqual(expected);
  });

  it("that fills up meanwhile leaves no half copy", async () => {
    await writeMedium(wholeDisc());
    speed = "fast";
    const expected = await prepare((await scan()).instances, "expected");
    speed = "slow";
    await medium.breakWith({ scratchBytes: 1_500_000 });

    const { instances, leftOnMedium } = await scan();

    expect(leftOnMedium).toBeGreaterThan(0);
    expect((await scratchFiles()).length + (leftOnMedium ?? 0)).toBe(7);
    await medium.breakWith({});
    expect(await prepare(instances)).toEqual(expected);
  });
});

describe("copies", () => {
  it("go when no case has their files any more", async () => {
    await writeMedium({ "A/IM01": slice(1), "B/IM02": slice(2) });
    const { instances } = await scan();
    await threads.scanner.keepCopiesBelow([join(medium.folder, "A")]);
    expect(await scratchFiles()).toHaveLength(1);
    // What is still needed of the other is read from the disc.
    expect(await prepare(instances)).toHaveLength(2);
    await threads.scanner.keepCopiesBelow([]);
    expect(await scratchFiles()).toEqual([]);
  });

  it("are made anew when all of them were forgotten", async () => {
    await writeMedium({ IM01: slice(1) });
    await scan();
    await rm(scratchFolder, { recursive: true });
    const { instances } = await scan();
    await rm(medium.folder, { recursive: true });
    expect(await prepare(instances)).toHaveLength(1);
  });

  it("of a changed file among others are replaced", async () => {
    await writeMedium({ IM01: slice(1), IM02: slice(2), IM03: slice(3) });
    await scan();
    await writeMedium({ IM01: largeSlice(7) });
    const { instances } = await scan();
    expect(instances.map(({ header }) => header.instanceNumber)).toEqual([
      7, 2, 3,
    ]);
    await rm(medium.folder, { recursive: true });
    expect(await prepare(instances)).toHaveLength(3);
  });

  it("of a cancelled scan are whole", async () => {
    await writeMedium(
      Object.fromEntries(
        Array.from({ length: 24 }, (_, index) => [
          `IM${String(index + 10)}`,
          largeSlice(index + 1),
        ]),
      ),
    );
    const cancelling = new AbortController();
    const outcome = await scan(
      [medium.folder],
      {
        onProgress: ({ dicom }) => {
          if (dicom > 0) cancelling.abort();
        },
      },
      cancelling.signal,
    );
    expect(outcome.wasCancelled).toBe(true);
    expect(outcome.instances.length).toBeGreaterThan(0);
    expect(outcome.instances.length).toBeLessThan(24);
    expect(outcome.found).toBe(24);
    await rm(medium.folder, { recursive: true });
    expect(await prepare(outcome.instances)).toHaveLength(
      outcome.instances.length,
    );
    expect(await scratchFiles()).toHaveLength(outcome.instances.length);
  });
});
