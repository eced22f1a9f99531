// What searching costs: a stack of slices through the thread as in the app, the preparation of the same slices with and without it, and a cine: one JSON line.
//
// Arguments: folder of slices, folder to prepare into.
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createTesseractReader } from "../src/adapters/ocr/tesseractReader.ts";
import { findTextLines } from "../src/core/burnedInText/findTextLines.ts";
import { searchStack } from "../src/core/burnedInText/searchStack.ts";
import { textPlanesOf } from "../src/core/burnedInText/textPlanes.ts";
import { groupInstances } from "../src/core/grouping/groupInstances.ts";
import type { CaseId, StackId } from "../src/shared/identifiers.ts";
import { success } from "../src/shared/result.ts";
import { createPreparer } from "../src/workers/preparer.ts";
import { createScanner } from "../src/workers/scanner.ts";
import { createTextDetector } from "../src/workers/textDetector.ts";
import { benchFonts } from "./detector/fonts.ts";
import { cineFrames } from "./detector/hardPlaces.ts";

const [folder = ".", spoolFolder = "spool"] = process.argv.slice(2);
const threads = 2;
const rounds = 2;
const workersUrl = new URL("./workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-bench-${process.pid}`);
const never = new AbortController().signal;

const scanner = createScanner({ workersUrl, scratchFolder, threads });
const { instances, skipped } = await scanner.scan([folder], {}, never);
await scanner.close();
const stacks = groupInstances(instances, skipped).studies.flatMap((study) =>
  study.series.flatMap((series) => series.stacks),
);
const best = { aloneMs: Infinity, besideMs: Infinity, searchMs: Infinity };
for (let round = 0; round < rounds; round += 1) {
  best.aloneMs = Math.min(best.aloneMs, await prepareMs());
  best.searchMs = Math.min(best.searchMs, await searchMs());
  const stop = new AbortController();
  const search = detectAll(stop.signal);
  best.besideMs = Math.min(best.besideMs, await prepareMs());
  stop.abort();
  await search;
}
process.stdout.write(
  `${JSON.stringify({ ...best, slices: instances.length, cine: await cineMs() })}\n`,
);

/** With threads of its own, as a fresh start of the app has. */
async function prepareMs(): Promise<number> {
  const preparer = createPreparer({
    probe: { speedOf: () => Promise.resolve("fast") },
    workersUrl,
    scratchFolder,
    threads,
  });
  const startedMs = performance.now();
  const prepared = await preparer.prepare(
    {
      caseId: "bench" as CaseId,
      spoolFolder,
      saltHex: "00112233445566778899aabbccddeeff",
      stacks: stacks.map(({ id, images }) => ({ stackId: id, images })),
      onProgress: () => undefined,
    },
    never,
  );
  const ms = performance.now() - startedMs;
  await preparer.close();
  await rm(spoolFolder, { recursive: true });
  if (!prepared.ok) throw new Error(prepared.failure.kind);
  return ms;
}

async function searchMs(): Promise<number> {
  const startedMs = performance.now();
  await detectAll(never);
  return performance.now() - startedMs;
}

async function detectAll(signal: AbortSignal): Promise<void> {
  const detector = createTextDetector({ workersUrl, scratchFolder });
  for (const { id, images } of stacks)
    await detector.detect(
      { stackId: id, images, patientWords: [] },
      { onProgress: () => undefined },
      signal,
    );
  await detector.close();
}

/** Quick pass, and all with reading, for one frame of a cine with three lines of print. */
async function cineMs() {
  const { frames, words } = cineFrames(benchFonts(resolve(".")));
  const quickStartedMs = performance.now();
  for (const frame of frames) findTextLines(textPlanesOf(frame, null), -0.5);
  const quickMs = performance.now() - quickStartedMs;
  const reader = createTesseractReader();
  await reader.load();
  const startedMs = performance.now();
  await searchStack(
    {
      stackId: "bench" as StackId,
      images: frames.map(() => ({
        isLikelyPrintedOn: true,
        standsAlone: false,
      })),
      patientWords: words,
    },
    {
      openFrame: (image) => {
        const frame = frames[image];
        if (frame === undefined) throw new Error("No such frame");
        return Promise.resolve(success({ frame, palette: null }));
      },
      reader,
      giveWay: () => Promise.resolve(),
    },
    never,
  );
  return {
    frames: frames.length,
    quickMs: quickMs / frames.length,
    totalMs: (performance.now() - startedMs) / frames.length,
  };
}
