// What searching costs: a stack of slices through the thread as in the app, the preparation of the same slices with and without it, and a cine: one JSON line.
//
// Arguments: folder of slices, folder to prepare into.
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createTesseractReader } from "../src/adapters/ocr/tesseractReader.ts";
import type { WordToFind } from "../src/core/ports/textDetector.ts";
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
const rounds = 4;
let searches = 0;
const workersUrl = new URL("./workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-bench-${process.pid}`);
const never = new AbortController().signal;

const scanner = createScanner({ workersUrl, scratchFolder, threads });
const { instances, skipped } = await scanner.scan([folder], {}, never);
await scanner.close();
const stacks = groupInstances(instances, skipped).studies.flatMap((study) =>
  study.series.flatMap((series) => series.stacks),
);
const preparer = createPreparer({
  probe: { speedOf: () => Promise.resolve("fast") },
  workersUrl,
  scratchFolder,
  threads,
});
const detector = createTextDetector({ workersUrl, scratchFolder });
// Threads load and compile their code with the first images that they get: not counted.
await prepareMs();
await searchMs();
const best = { aloneMs: Infinity, besideMs: Infinity, searchMs: Infinity };
for (let round = 0; round < rounds; round += 1) {
  best.aloneMs = Math.min(best.aloneMs, await prepareMs());
  best.besideMs = Math.min(best.besideMs, await prepareBesideSearchMs());
  // The search runs many times as long: two rounds of it are enough.
  if (round < 2) best.searchMs = Math.min(best.searchMs, await searchMs());
}
await preparer.close();
await detector.close();
process.stdout.write(
  `${JSON.stringify({ ...best, slices: instances.length, cine: await cineMs() })}\n`,
);

async function prepareMs(): Promise<number> {
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
  await rm(spoolFolder, { recursive: true });
  if (!prepared.ok) throw new Error(prepared.failure.kind);
  return ms;
}

/** The search is under way when the clock starts, and still is when it stops. */
async function prepareBesideSearchMs(): Promise<number> {
  const stop = new AbortController();
  const { promise: isUnderWay, resolve: underWay } = withResolver();
  const search = detectAll(stop.signal, underWay);
  await isUnderWay;
  const ms = await prepareMs();
  const ended = await Promise.race([search, Promise.resolve("still on")]);
  if (ended !== "still on")
    throw new Error("The search ended before the preparation");
  stop.abort();
  await search;
  return ms;
}

function withResolver() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function searchMs(): Promise<number> {
  const startedMs = performance.now();
  await detectAll(never, () => undefined);
  return performance.now() - startedMs;
}

async function detectAll(
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> {
  searches += 1;
  // A detector does not search again for words that it has looked for.
  const patientWords: readonly WordToFind[] = [
    { kind: "id", text: `7700${searches}` },
  ];
  for (const { id, images } of stacks)
    await detector.detect(
      { stackId: id, images, patientWords },
      { onProgress },
      signal,
    );
}

/** Quick pass, and all with reading, for one frame of a cine with three lines of print. */
async function cineMs() {
  const { frames, words } = cineFrames(benchFonts(resolve(".")));
  // Compiled by the first frames: not counted.
  for (const frame of frames.slice(0, 4))
    findTextLines(textPlanesOf(frame, null), -0.5);
  const quickStartedMs = performance.now();
  for (const frame of frames) findTextLines(textPlanesOf(frame, null), -0.5);
  const quickMs = performance.now() - quickStartedMs;
  const reader = createTesseractReader();
  const search = async (images: typeof frames) =>
    await searchStack(
      {
        stackId: "bench" as StackId,
        images: images.map(() => ({
          isLikelyPrintedOn: true,
          standsAlone: false,
        })),
        patientWords: words,
      },
      {
        openFrame: (image) => {
          const frame = images[image];
          if (frame === undefined) throw new Error("No such frame");
          return Promise.resolve(success({ frame, palette: null }));
        },
        reader,
        giveWay: () => Promise.resolve(),
      },
      never,
    );
  await search(frames.slice(0, 4));
  const startedMs = performance.now();
  await search(frames);
  return {
    frames: frames.length,
    quickMs: quickMs / frames.length,
    totalMs: (performance.now() - startedMs) / frames.length,
  };
}
