// Spools whose files are read and hashed in a thread, so that the main thread is left with the sockets.
import { fileSpoolReader } from "../adapters/fileSpool/fileSpool.ts";
import type {
  CaseSpool,
  HashedBlock,
  HashingRead,
  SpooledFile,
} from "../core/ports/spool.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, type Result } from "../shared/result.ts";
import type { SpoolReadAnswer, SpoolReadJob } from "./spoolReadJobs.ts";
import {
  createThreadPool,
  ThreadPoolError,
  type ThreadPool,
} from "./threadPool.ts";

/** More than there can be PUTs: the thread itself is the queue. */
const mostReads = 256;
/** Hashes and numbers only. */
const youngGenerationMB = 4;

/** Opens the spools of cases; all share one thread. */
export interface SpoolReaders {
  readonly readerOf: (folder: string) => CaseSpool;
  close(): Promise<void>;
}

/** The thread starts with the first block. `workersUrl` is the folder of the bundled worker files, with a slash at its end. */
export function createSpoolReaders(options: {
  readonly workersUrl: URL;
}): SpoolReaders {
  const pool = createThreadPool<SpoolReadJob, SpoolReadAnswer>({
    script: new URL("spoolReadWorker.js", options.workersUrl),
    // One: the blocks of a file have to come in their order, and one hashes faster than any line sends.
    threads: 1,
    jobsPerThread: mostReads,
    youngGenerationMB,
  });
  let lastReadId = 0;
  return {
    readerOf: (folder) => ({
      ...fileSpoolReader(folder),
      readHashing: (file, { withMd5 }) => {
        lastReadId += 1;
        return new ThreadedRead(pool, {
          readId: lastReadId,
          folder,
          file,
          withMd5,
        });
      },
    }),
    close: () => pool.close(),
  };
}

interface ReadAbout {
  readonly readId: number;
  readonly folder: string;
  readonly file: SpooledFile;
  readonly withMd5: boolean;
}

class ThreadedRead implements HashingRead {
  readonly #pool: ThreadPool<SpoolReadJob, SpoolReadAnswer>;
  readonly #about: ReadAbout;
  #offset = 0;
  #isOpen = false;

  constructor(
    pool: ThreadPool<SpoolReadJob, SpoolReadAnswer>,
    about: ReadAbout,
  ) {
    this.#pool = pool;
    this.#about = about;
  }

  async next(target: Uint8Array): Promise<Result<HashedBlock, DiskFailure>> {
    this.#isOpen = true;
    const read = await this.#ask({
      kind: "block",
      ...this.#about,
      offset: this.#offset,
      target,
    });
    if (read?.ok !== true || read.value.digests !== null) this.#isOpen = false;
    if (read?.ok === true) this.#offset += read.value.bytes;
    return read ?? failed({ kind: "unreadable", code: "EBADF" });
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#ask({ kind: "close", readId: this.#about.readId });
  }

  async #ask(job: SpoolReadJob): Promise<SpoolReadAnswer> {
    try {
      return await this.#pool.run(job);
    } catch (error) {
      if (!(error instanceof ThreadPoolError)) throw error;
      return failed({ kind: "unreadable", code: error.errorName });
    }
  }
}
