// The image comparer with its real thread: what is shown is what stands in the original and in the spool. Uses the built workers (npm run build).
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import type { ImageToCompare } from "../core/ports/imageComparer.ts";
import type { CaseId, StackId } from "../shared/identifiers.ts";
import { ctSlice, valueOf } from "../testing/dicomFixtures.ts";
import { createImageComparer } from "./imageComparer.ts";
import { createPreparer } from "./preparer.ts";
import { createScanner } from "./scanner.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-test-${process.pid}`);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-compare-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function prepared(frame: number | null): Promise<ImageToCompare> {
  const scanner = createScanner({ workersUrl, scratchFolder, threads: 1 });
  const preparer = createPreparer({
    workersUrl,
    scratchFolder,
    probe: systemMediaProbe,
  });
  try {
    const { signal } = new AbortController();
    const { instances } = await scanner.scan(
      [join(folder, "image")],
      { onProgress: () => undefined },
      signal,
    );
    const original = { instance: instances[0]!, frame };
    const spoolFolder = join(folder, "spool");
    const [stack] = valueOf(
      await preparer.prepare(
        {
          caseId: "11111111-1111-4111-8111-111111111111" as CaseId,
          spoolFolder,
          saltHex: "ab".repeat(32),
          stacks: [{ stackId: "a".repeat(16) as StackId, images: [original] }],
          onProgress: () => undefined,
        },
        signal,
      ),
    );
    return { original, spoolFolder, copy: valueOf(stack!.images[0]!) };
  } finally {
    await Promise.all([scanner.close(), preparer.close()]);
  }
}

it("tells what became of each attribute of one frame", async () => {
  await writeFile(
    join(folder, "image"),
    ctSlice({
      attributes: {
        PatientName: "Fixture^Anna",
        NumberOfFrames: 2,
        PixelData: Array.from({ length: 32 }, () => 100),
      },
    }),
  );
  const comparer = createImageComparer({ workersUrl, scratchFolder });
  try {
    const { frame, rows } = valueOf(await comparer.compare(await prepared(2)));
    const row = (wanted: string) =>
      rows.find(({ keyword }) => keyword === wanted);
    expect(frame).toBe(2);
    expect(row("PatientName")).toMatchObject({
      before: "Fixture^Anna",
      after: null,
      action: "removed",
    });
    expect(row("Rows")).toMatchObject({ before: "4", action: "kept" });
    expect(row("MediaStorageSOPInstanceUID")?.action).toBe("replaced");
  } finally {
    await comparer.close();
  }
});

it("says when the original is gone, and when the copy is", async () => {
  await writeFile(join(folder, "image"), ctSlice());
  const image = await prepared(null);
  const comparer = createImageComparer({ workersUrl, scratchFolder });
  try {
    const failureOf = async (asked: ImageToCompare) => {
      const compared = await comparer.compare(asked);
      return compared.ok ? null : compared.failure;
    };
    expect(
      await failureOf({ ...image, spoolFolder: join(folder, "none") }),
    ).toEqual({ kind: "spoolDamaged", isMissing: true });
    await rm(join(folder, "image"));
    expect(await failureOf(image)).toEqual({ kind: "sourceVanished" });
  } finally {
    await comparer.close();
  }
});
