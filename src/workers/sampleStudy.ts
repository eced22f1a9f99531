// Makes the synthetic sample study on disk, where it is read like any export.
import type { Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { SampleAnswer, SampleJob } from "./sampleJobs.ts";
import { createThreadPool, ThreadPoolError } from "./threadPool.ts";

/** Writes what is missing or damaged of the study, so that it is whole whatever happened to it since; answers the folder. `workersUrl` as for every pool. */
export async function writeSampleStudy(
  workersUrl: URL,
  folder: string,
): Promise<Result<string, Failure>> {
  const pool = createThreadPool<SampleJob, SampleAnswer>({
    script: new URL("sampleWorker.js", workersUrl),
    threads: 1,
  });
  try {
    const written = await pool.run({ folder });
    return written.ok ? success(folder) : written;
  } catch (error) {
    if (!(error instanceof ThreadPoolError)) throw error;
    return failed({ kind: "bug", errorName: error.errorName });
  } finally {
    await pool.close();
  }
}
