// Spools whose files are read and hashed in a thread, so that the main thread is left with the sockets.
import { fileSpoolReader } from "../adapters/fileSpool/fileSpool.ts";
import type {
  CaseSpool,
  HashedBlock,
  HashingRead,
  SpooledFile,
} from "../core/ports/spool.ts";
import { readingThreadLost } from "../shared/diskErrors.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, type Result } from "../shared/result.ts";
import type {
  SpoolReadAnswer,
  SpoolReadAnswers,
  SpoolReadJob,
  SpoolReadJobs,
} from "./spoolReadJobs.ts";
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
  const pool = createThreadPool<SpoolReadJobs, SpoolReadAnswers>({
    script: new URL("spoolReadWorker.js", options.workersUrl),
    // One: the blocks of a file have to come in their order, and one hashes faster than any line sends.
    threads: 1,
    jobsPerThread: mostReads,
    youngGenerationMB,
  });
  const thread = new ReadingThread(pool);
  let lastReadId = 0;
  return {
    readerOf: (folder) => ({
      ...fileSpoolReader(folder),
      makeReady: () => {
        // Ends a reading that never was. A thread that does not start is met by the first block.
        pool.run([{ kind: "close", readId: 0 }]).catch(() => undefined);
      },
      readHashing: (file, { withMd5 }) => {
        lastReadId += 1;
        return new ThreadedRead(thread, {
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

/** Sent at once, at most: the first answer waits for the last reading. Half of what is read ahead. */
const mostJobsAtOnce = 4;

interface AskedJob {
  readonly job: SpoolReadJob;
  readonly resolve: (answer: SpoolReadAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends what is asked in one go as one message, and has one answered. Invariant: jobs reach the thread in the order in which they were asked. */
class ReadingThread {
  readonly #pool: ThreadPool<SpoolReadJobs, SpoolReadAnswers>;
  #asked: AskedJob[] = [];

  constructor(pool: ThreadPool<SpoolReadJobs, SpoolReadAnswers>) {
    this.#pool = pool;
  }

  ask(job: SpoolReadJob): Promise<SpoolReadAnswer> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ job, resolve, reject });
      if (this.#asked.length === 1)
        queueMicrotask(() => {
          this.#send();
        });
      else if (this.#asked.length === mostJobsAtOnce) this.#send();
    });
  }

  #send(): void {
    const asked = this.#asked;
    this.#asked = [];
    // Too many for one message, they were sent by the last of them.
    if (asked.length === 0) return;
    this.#pool.run(asked.map(({ job }) => job)).then(
      (answers) => {
        for (const [index, { resolve }] of asked.entries())
          resolve(answers[index] ?? null);
      },
      (error: unknown) => {
        for (const { reject } of asked) reject(error);
      },
    );
  }
}

interface ReadAbout {
  readonly readId: number;
  readonly folder: string;
  readonly file: SpooledFile;
  readonly withMd5: boolean;
}

class ThreadedRead implements HashingRead {
  readonly #thread: ReadingThread;
  readonly #about: ReadAbout;
  #offset = 0;
  #isOpen = false;

  constructor(thread: ReadingThread, about: ReadAbout) {
    this.#thread = thread;
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
      return await this.#thread.ask(job);
    } catch (error) {
      if (!(error instanceof ThreadPoolError)) throw error;
      const code =
        error.kind === "crashed" ? readingThreadLost : error.errorName;
      return failed({ kind: "unreadable", code });
    }
  }
}
