// The preparer as the window and the command line use it: jobs for a pool of worker threads, and their answers put back in order.
import { availableParallelism } from "node:os";
import {
  openFileSpool,
  syncSpoolFolder,
} from "../adapters/fileSpool/fileSpool.ts";
import { stackWindow } from "../core/deid/stackWindow.ts";
import { instanceVariant } from "../core/deid/uidMapping.ts";
import type { StackImage } from "../core/model/stack.ts";
import type {
  PreparationProgress,
  PreparedStack,
  Preparer,
  StackToPrepare,
} from "../core/ports/preparer.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import { assertNever } from "../shared/assertNever.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { PixelTreatment } from "../shared/stackFacts.ts";
import { ActionCounts } from "./actionCounts.ts";
import type { PrepareAnswer, PrepareJob } from "./prepareJobs.ts";
import type { ThreadData } from "./threadData.ts";
import {
  createThreadPool,
  ThreadPoolError,
  type ThreadPool,
} from "./threadPool.ts";

/** A preparer with threads of its own. */
export interface ThreadedPreparer extends Preparer {
  /** Ends the threads; preparations that still run reject. */
  close(): Promise<void>;
}

export interface PreparerOptions {
  /** Folder of the bundled worker files, with a slash at its end. */
  readonly workersUrl: URL;
  /** For what has to be unpacked to be read. */
  readonly scratchFolder: string;
  /** Default: one per processor, at most 4: more only fight for the disk. */
  readonly threads?: number;
}

/** Images in one job: enough to hide the cost of a message, few enough for even threads and lively progress. */
const imagesPerJob = 16;
/** More where they are frames: each job reads the header of their file anew, and it may be as long as they are many. */
const framesPerJob = 128;
/** A job ends after so many bytes of files, so that large files do not all fall to one thread. */
const bytesPerJob = 64 * 1024 * 1024;

type Request = Parameters<Preparer["prepare"]>[0];
type PreparePool = ThreadPool<PrepareJob, PrepareAnswer>;
type Stop = DiskFailure | { readonly kind: "cancelled" };

/** Makes a preparer; threads start with the first preparation. */
export function createPreparer(options: PreparerOptions): ThreadedPreparer {
  const threadData: ThreadData = { scratchFolder: options.scratchFolder };
  const pool: PreparePool = createThreadPool({
    script: new URL("prepareWorker.js", options.workersUrl),
    threads: options.threads ?? Math.min(4, availableParallelism()),
    // The next job is there already when one ends.
    jobsPerThread: 2,
    workerData: threadData,
  });
  return {
    prepare: (request, signal) => prepareStacks(pool, request, signal),
    close: () => pool.close(),
  };
}

async function prepareStacks(
  pool: PreparePool,
  request: Request,
  signal: AbortSignal,
): Promise<Result<readonly PreparedStack[], Stop>> {
  const opened = await openFileSpool(request.spoolFolder);
  if (!opened.ok) return opened;
  const preparation = new Preparation(pool, request, signal);
  const stacks = await preparation.run();
  if (!stacks.ok) return stacks;
  const synced = await syncSpoolFolder(request.spoolFolder);
  return synced.ok ? stacks : synced;
}

/** One run over all stacks. The first disk failure ends it for all threads. */
class Preparation {
  readonly #pool: PreparePool;
  readonly #request: Request;
  readonly #signal: AbortSignal;
  readonly #stopping = new AbortController();
  #stop: Stop | null = null;
  #progress: PreparationProgress = { preparedImages: 0, preparedBytes: 0 };

  constructor(pool: PreparePool, request: Request, signal: AbortSignal) {
    this.#pool = pool;
    this.#request = request;
    this.#signal = signal;
  }

  async run(): Promise<Result<readonly PreparedStack[], Stop>> {
    const cancel = () => {
      this.#endWith({ kind: "cancelled" });
    };
    if (this.#signal.aborted) return failed({ kind: "cancelled" });
    this.#signal.addEventListener("abort", cancel, { once: true });
    try {
      const stacks = await Promise.all(
        this.#request.stacks.map((stack) => this.#prepareStack(stack)),
      );
      return this.#stop === null ? success(stacks) : failed(this.#stop);
    } finally {
      this.#signal.removeEventListener("abort", cancel);
    }
  }

  async #prepareStack(stack: StackToPrepare): Promise<PreparedStack> {
    const jobs = jobsOf(stack, this.#request);
    const answers = await Promise.all(jobs.map((job) => this.#runJob(job)));
    const actions = new ActionCounts();
    const images: Result<SpooledFile, RefusalReason>[] = [];
    const treatments: (PixelTreatment | null)[] = [];
    for (const answer of answers) {
      if (answer.kind !== "prepared") continue;
      images.push(...answer.images);
      treatments.push(...answer.treatments);
      for (const { tag, action, count } of answer.actions)
        actions.add(tag, action, count);
    }
    return {
      stackId: stack.stackId,
      images,
      treatments,
      actions: actions.named(),
    };
  }

  async #runJob(job: PrepareJob): Promise<PrepareAnswer> {
    let answer: PrepareAnswer;
    try {
      answer = await this.#pool.run(job, { signal: this.#stopping.signal });
    } catch (error) {
      if (error instanceof ThreadPoolError && error.kind === "cancelled")
        return { kind: "cancelled" };
      // A bug, or the pool was closed: the other jobs need not go on.
      this.#stopping.abort();
      throw error;
    }
    switch (answer.kind) {
      case "prepared":
        this.#advance(answer.images);
        return answer;
      case "stopped":
        this.#endWith(answer.failure);
        return answer;
      case "cancelled":
        return answer;
      default:
        return assertNever(answer, "answer of a prepare job");
    }
  }

  #endWith(stop: Stop): void {
    this.#stop ??= stop;
    this.#stopping.abort();
  }

  #advance(images: readonly Result<SpooledFile, RefusalReason>[]): void {
    const bytes = images.reduce(
      (sum, image) => sum + (image.ok ? image.value.sizeBytes : 0),
      0,
    );
    this.#progress = {
      preparedImages: this.#progress.preparedImages + images.length,
      preparedBytes: this.#progress.preparedBytes + bytes,
    };
    if (this.#stop === null) this.#request.onProgress(this.#progress);
  }
}

/** The images of a stack in jobs, in order. */
function jobsOf(
  stack: StackToPrepare,
  request: Request,
): readonly PrepareJob[] {
  const jobs: PrepareJob[] = [];
  const window = stackWindow(stack.images);
  let images: PrepareJob["images"][number][] = [];
  let bytes = 0;
  const endJob = () => {
    if (images.length === 0) return;
    jobs.push({
      spoolFolder: request.spoolFolder,
      saltHex: request.saltHex,
      sopInstanceUID: request.sopInstanceUID ?? "hashed",
      stackId: stack.stackId,
      window,
      images,
    });
    images = [];
    bytes = 0;
  };
  for (const [index, image] of stack.images.entries()) {
    const { source, picture } = image.instance;
    const masks = stack.masks?.[index] ?? [];
    const variant = instanceVariant(image);
    images.push({
      file: source,
      frame: image.frame,
      ...(variant !== null && { variant }),
      ...(picture !== undefined && { picture: picture.format }),
      ...(masks.length > 0 && { masks }),
    });
    bytes += imageBytes(image);
    const most = image.frame === null ? imagesPerJob : framesPerJob;
    if (images.length >= most || bytes >= bytesPerJob) endJob();
  }
  endJob();
  return jobs;
}

/** A frame is its share of the file. */
function imageBytes({ instance }: StackImage): number {
  const frames = instance.header.pixels?.numberOfFrames ?? 1;
  return instance.source.sizeBytes / Math.max(1, frames);
}
