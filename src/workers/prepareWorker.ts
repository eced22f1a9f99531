// Worker thread of the preparer: tests itself, then de-identifies images into the spool.
import { scratchFolder } from "../adapters/archives/scratchFolder.ts";
import { createWasmCodestreamDecoders } from "../adapters/codecs/wasmCodestreamDecoders.ts";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
} from "../adapters/fileSpool/spoolWriter.ts";
import { systemClock } from "../adapters/systemClock.ts";
import type { FrameDecoder } from "../core/deid/framePixels.ts";
import { CaseWordSearches } from "../core/deid/patientWordSearch.ts";
import { RememberedValues } from "../core/deid/rememberedValues.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import { preparationSelfTest } from "./preparationSelfTest.ts";
import { prepareImages } from "./prepareImages.ts";
import type { PrepareAnswer, PrepareJob } from "./prepareJobs.ts";
import { serveJobs } from "./serveJobs.ts";
import { nodeFiles, ReadBuffer } from "./sourceFile.ts";
import { TestedPreparation } from "./testedPreparation.ts";
import { threadScratch } from "./threadData.ts";
import { WaningPatience } from "./waningPatience.ts";

const scratch = scratchFolder(threadScratch());

const patience = new WaningPatience(systemClock);

const decoders = createWasmCodestreamDecoders();
const decode: FrameDecoder = (source, dataSet, frameIndex) =>
  readFrame(source, dataSet, frameIndex, decoders);

const caseSearches = new CaseWordSearches();

const remembered = new RememberedValues();

/** Jobs read and write on this thread, and find one buffer and what was remembered where the last left it. */
const buffer = new ReadBuffer();

const thread = new TestedPreparation({
  selfTest: (signal) =>
    preparationSelfTest(
      { prepare: prepareImages, decode, scratch, clock: systemClock },
      signal,
    ),
  prepare: (job, signal) =>
    prepareImages(
      job,
      {
        spool: new SpoolWriter(job.spoolFolder, nodeSpoolFileSystem),
        reading: { files: nodeFiles, buffer, scratch, patience },
        decode,
        remembered,
        searchesFor: (words) => caseSearches.of(words),
      },
      signal,
    ),
});

serveJobs<PrepareJob, PrepareAnswer>((job, { signal }) =>
  thread.run(job, signal),
);
