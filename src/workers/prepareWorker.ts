// Worker thread of the preparer: de-identifies images into the spool.
import { scratchFolder } from "../adapters/archives/scratchFolder.ts";
import { createWasmCodestreamDecoders } from "../adapters/codecs/wasmCodestreamDecoders.ts";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
} from "../adapters/fileSpool/spoolWriter.ts";
import { systemClock } from "../adapters/systemClock.ts";
import type { FrameDecoder } from "../core/deid/framePixels.ts";
import { CaseWordSearches } from "../core/deid/patientWordSearch.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import { prepareImages } from "./prepareImages.ts";
import type { PrepareAnswer, PrepareJob } from "./prepareJobs.ts";
import { serveJobs } from "./serveJobs.ts";
import { nodeFiles, ReadBuffer } from "./sourceFile.ts";
import { threadScratch } from "./threadData.ts";
import { WaningPatience } from "./waningPatience.ts";

const scratch = scratchFolder(threadScratch());

const patience = new WaningPatience(systemClock);

const decoders = createWasmCodestreamDecoders();
const decode: FrameDecoder = (source, dataSet, frameIndex) =>
  readFrame(source, dataSet, frameIndex, decoders);

const caseSearches = new CaseWordSearches();

/** Buffers no job uses at the moment. A thread has a second job waiting, which may start while the first waits for a rename. */
const idleBuffers: ReadBuffer[] = [];

serveJobs<PrepareJob, PrepareAnswer>(async (job, { signal }) => {
  const buffer = idleBuffers.pop() ?? new ReadBuffer();
  try {
    const spool = new SpoolWriter(job.spoolFolder, nodeSpoolFileSystem);
    return await prepareImages(
      job,
      {
        spool,
        reading: { files: nodeFiles, buffer, scratch, patience },
        decode,
        searchesFor: (words) => caseSearches.of(words),
      },
      signal,
    );
  } finally {
    idleBuffers.push(buffer);
  }
});
