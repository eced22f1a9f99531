// Worker thread of the image comparer: reads the header of an original and of its copy in the spool, and compares them.
import { fileSpoolReader } from "../adapters/fileSpool/fileSpool.ts";
import { beforeAndAfter } from "../core/deid/beforeAfter.ts";
import type { DicomDataSet } from "../core/dicom/dataSet.ts";
import { readDataSet } from "../core/dicom/readDataSet.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { DiskFailure, Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { CompareAnswer, CompareJob } from "./compareJobs.ts";
import { foundFiles } from "./foundFiles.ts";
import { serveJobs } from "./serveJobs.ts";
import { threadScratch } from "./threadData.ts";

const found = foundFiles(threadScratch());

serveJobs<CompareJob, CompareAnswer>(async ({ source, spoolFolder, copy }) => {
  const original = await headerOf(await found.openAgain(source), {
    kind: "sourceChanged",
  });
  if (!original.ok) return original;
  const spooled = await fileSpoolReader(spoolFolder).open(copy);
  const sent = await headerOf(spooled, { kind: "spoolDamaged" });
  return sent.ok ? success(beforeAndAfter(original.value, sent.value)) : sent;
});

/** `unlikeBefore`: what it means if a file that was read before cannot be read any more. */
async function headerOf(
  opened: Result<ByteSource, DiskFailure>,
  unlikeBefore: DiskFailure,
): Promise<Result<DicomDataSet, Failure>> {
  if (!opened.ok) return opened;
  try {
    const dataSet = await readDataSet(opened.value);
    return dataSet.ok ? dataSet : failed(unlikeBefore);
  } finally {
    await opened.value.close();
  }
}
