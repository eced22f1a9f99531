// The maker of films as the second look uses it: one thread of its own, started with the first film.
import type { FilmMaker } from "../core/ports/secondLook.ts";
import { failed } from "../shared/result.ts";
import type { FilmAnswer, FilmJob } from "./filmJobs.ts";
import { dataForThreads } from "./scratchKey.ts";
import { createThreadPool, ThreadPoolError } from "./threadPool.ts";

/** A maker of films with a thread of its own. */
export interface ThreadedFilmMaker extends FilmMaker {
  close(): Promise<void>;
}

/** `workersUrl` is the folder of the bundled worker files, with a slash at its end. */
export function createFilmMaker({
  workersUrl,
  scratchFolder,
}: {
  readonly workersUrl: URL;
  /** For originals that have to be unpacked to be read. */
  readonly scratchFolder: string;
}): ThreadedFilmMaker {
  const pool = createThreadPool<FilmJob, FilmAnswer>({
    script: new URL("filmWorker.js", workersUrl),
    threads: 1,
    workerData: dataForThreads(scratchFolder),
  });
  return {
    async make(order, signal) {
      try {
        return await pool.run(order, { signal });
      } catch (error) {
        if (!(error instanceof ThreadPoolError)) throw error;
        return failed(
          error.kind === "cancelled"
            ? { kind: "cancelled" }
            : { kind: "bug", errorName: error.errorName },
        );
      }
    },
    close: () => pool.close(),
  };
}
