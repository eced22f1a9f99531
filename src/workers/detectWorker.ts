// Worker thread of the text detector: decodes every image of a stack and looks for text in it.
import { setPriority } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createWasmCodestreamDecoders } from "../adapters/codecs/wasmCodestreamDecoders.ts";
import { createTesseractReader } from "../adapters/ocr/tesseractReader.ts";
import { searchStack } from "../core/burnedInText/searchStack.ts";
import { failed } from "../shared/result.ts";
import type { DetectAnswer, DetectJob, DetectProgress } from "./detectJobs.ts";
import { foundFiles } from "./foundFiles.ts";
import { FramesToSearch } from "./framesToSearch.ts";
import { serveJobs } from "./serveJobs.ts";
import { threadScratch } from "./threadData.ts";

const found = foundFiles(threadScratch());
const decoders = createWasmCodestreamDecoders();
const reader = createTesseractReader();

stepBack();

serveJobs<DetectJob, DetectAnswer, DetectProgress>(
  async (job, { signal, progress }) => {
    const frames = new FramesToSearch(found, decoders);
    try {
      return await searchStack(
        {
          stackId: job.stackId,
          images: job.images,
          patientWords: job.patientWords,
        },
        {
          openFrame: (index) => {
            const image = job.images[index];
            return image === undefined
              ? Promise.resolve(failed({ kind: "noPixelData" }))
              : frames.decode(image);
          },
          reader,
          giveWay: async (looked) => {
            progress(looked);
            // A turn of the event loop, in which a cancellation can arrive.
            await nextTurn();
          },
        },
        signal,
      );
    } finally {
      await frames.close();
    }
  },
);

/** Lets scans and preparation go first. Only Linux gives threads priorities of their own; elsewhere it would be the whole app's. */
function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(0, 10);
  } catch {
    // As urgent as the others, then.
  }
}
