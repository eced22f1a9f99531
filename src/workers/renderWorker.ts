// Worker thread of the image renderer: reads one frame, decodes it, renders it for the window.
import { createWasmCodestreamDecoders } from "../adapters/codecs/wasmCodestreamDecoders.ts";
import { readDataSet } from "../core/dicom/readDataSet.ts";
import { frameDisplayOf } from "../core/pixels/frameDisplay.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import { renderFrame } from "../core/pixels/renderFrame.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { RefusalReason } from "../shared/failure.ts";
import { failed, success } from "../shared/result.ts";
import { foundFiles } from "./foundFiles.ts";
import { RecentFiles } from "./recentFiles.ts";
import type { RenderAnswer, RenderJob } from "./renderJobs.ts";
import { renderPicture } from "./renderPicture.ts";
import { serveJobs } from "./serveJobs.ts";
import { threadScratch } from "./threadData.ts";

const found = foundFiles(threadScratch());
const recent = new RecentFiles(found.openAgain);

const codestreamDecoders = createWasmCodestreamDecoders();

serveJobs<RenderJob, RenderAnswer>(async (job, { transferWithAnswer }) => {
  const opened = await recent.open(job.source);
  if (!opened.ok) return opened;
  try {
    const answer =
      job.picture === undefined
        ? await render(opened.value, job)
        : await renderPicture(opened.value, job.picture, job.options);
    if (answer.ok) transferWithAnswer(answer.value.pixels.buffer);
    return answer;
  } finally {
    await opened.value.close();
  }
});

function refused(reason: RefusalReason): RenderAnswer {
  return failed({ kind: "refusedImage", reason });
}

async function render(
  source: ByteSource,
  { frameIndex, options }: RenderJob,
): Promise<RenderAnswer> {
  const dataSet = await readDataSet(source);
  if (!dataSet.ok) {
    const { failure } = dataSet;
    return failure.kind === "damaged"
      ? refused({ kind: "header", problem: failure.problem })
      : failed({ kind: "sourceChanged" });
  }
  const frame = await readFrame(
    source,
    dataSet.value,
    frameIndex,
    codestreamDecoders,
  );
  if (!frame.ok) return refused(frame.failure);
  return success(
    renderFrame(frame.value, {
      display: frameDisplayOf(dataSet.value, frameIndex),
      ...options,
    }),
  );
}
