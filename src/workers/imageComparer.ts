// The image comparer as the window uses it: one thread, started when it is first asked.
import type { ImageComparer } from "../core/ports/imageComparer.ts";
import { success } from "../shared/result.ts";
import { answerOrFailure } from "./answerOrFailure.ts";
import type { CompareAnswer, CompareJob } from "./compareJobs.ts";
import { dataForThreads } from "./scratchKey.ts";
import { createThreadPool } from "./threadPool.ts";

/** An image comparer with a thread of its own. */
export interface ThreadedImageComparer extends ImageComparer {
  close(): Promise<void>;
}

/** Makes a comparer. `workersUrl` is the folder of the bundled worker files, with a slash at its end. */
export function createImageComparer(options: {
  readonly workersUrl: URL;
  /** For what has to be unpacked to be read. */
  readonly scratchFolder: string;
}): ThreadedImageComparer {
  const pool = createThreadPool<CompareJob, CompareAnswer>({
    script: new URL("compareWorker.js", options.workersUrl),
    threads: 1,
    workerData: dataForThreads(options.scratchFolder),
  });
  return {
    async compare({ original, spoolFolder, copy }) {
      const { frame, instance } = original;
      const rows = await answerOrFailure(
        pool.run({ source: instance.source, spoolFolder, copy }),
      );
      return rows.ok ? success({ frame, rows: rows.value }) : rows;
    },
    close: () => pool.close(),
  };
}
