// The preparer as the window and the command line use it: jobs for a pool of worker threads, and their answers put back in order.
import { availableParallelism } from "node:os";
import {
  openFileSpool,
  syncSpoolFolder,
} from "../adapters/fileSpool/fileSpool.ts";
import type { MediaProbe } from "../core/ports/mediaProbe.ts";
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
import { GrowingStack } from "./growingStack.ts";
import { byMedia } from "./prepareMedia.ts";
import type { PrepareAnswer, PrepareJob } from "./prepareJobs.ts";
import {
  imagesToPrepare,
  inReadingOrder,
  jobsOf,
  type ImagePlace,
  type PlacedJob,
} from "./prepareOrder.ts";
import { dataForThreads } from "./scratchKey.ts";
import {
  createThreadPool,
  ThreadPoolError,
  type ThreadPool,
} from "./threadPool.ts";

/** A preparer with threads of its own. */
export interface ThreadedPreparer extends Preparer {
  /** Starts the threads, so that the first preparation finds their code loaded. As often as wanted. */
  start(): void;
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
  /** Tells slow media, which are read one file after the other. */
  readonly probe: MediaProbe;
}

type Request = Parameters<Preparer["prepare"]>[0];
type PreparePool = ThreadPool<PrepareJob, PrepareAnswer>;
type Stop = DiskFailure | { readonly kind: "cancelled" };

/** Makes a preparer; threads start with the first preparation, or before it when asked to. */
export function createPreparer(options: PreparerOptions): ThreadedPreparer {
  const pool: PreparePool = createThreadPool({
    script: new URL("prepareWorker.js", options.workersUrl),
    threads: options.threads ?? Math.min(4, availableParallelism()),
    // The next job is there already when one ends.
    jobsPerThread: 2,
    workerData: dataForThreads(options.scratchFolder),
  });
  return {
    start: () => {
      pool.start();
    },
    prepare: (request, signal) =>
      prepareStacks({ pool, probe: options.probe }, request, signal),
    close: () => pool.close(),
  };
}

/** What a preparation works with. */
interface PreparationDeps {
  readonly pool: PreparePool;
  readonly probe: MediaProbe;
}

async function prepareStacks(
  deps: PreparationDeps,
  request: Request,
  signal: AbortSignal,
): Promise<Result<readonly PreparedStack[], Stop>> {
  const opened = await openFileSpool(request.spoolFolder);
  if (!opened.ok) return opened;
  const preparation = new Preparation(deps, request, signal);
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
  readonly #probe: MediaProbe;
  readonly #stacks: ReadonlyMap<StackToPrepare, GrowingStack>;
  readonly #stopping = new AbortController();
  #stop: Stop | null = null;
  #progress: PreparationProgress = { preparedImages: 0, preparedBytes: 0 };

  constructor(
    { pool, probe }: PreparationDeps,
    request: Request,
    signal: AbortSignal,
  ) {
    this.#pool = pool;
    this.#probe = probe;
    this.#request = request;
    this.#signal = signal;
    this.#stacks = new Map(
      request.stacks.map((stack) => [stack, new GrowingStack(stack)]),
    );
  }

  async run(): Promise<Result<readonly PreparedStack[], Stop>> {
    const cancel = () => {
      this.#endWith({ kind: "cancelled" });
    };
    if (this.#signal.aborted) return failed({ kind: "cancelled" });
    this.#signal.addEventListener("abort", cancel, { once: true });
    try {
      await this.#prepareImages();
      return this.#stop === null
        ? success([...this.#stacks.values()].map((stack) => stack.prepared()))
        : failed(this.#stop);
    } finally {
      this.#signal.removeEventListener("abort", cancel);
    }
  }

  /** Slow media one file after the other, everything else as fast as all threads can, both at the same time. */
  async #prepareImages(): Promise<void> {
    const media = await byMedia(
      imagesToPrepare(this.#request.stacks),
      this.#probe,
    );
    await Promise.all([
      this.#runAtOnce(media.fast),
      this.#runInTurn(media.slow),
    ]);
  }

  async #runAtOnce(places: readonly ImagePlace[]): Promise<void> {
    await Promise.all(
      jobsOf(places, this.#request).map((placed) => this.#runJob(placed)),
    );
  }

  async #runInTurn(places: readonly ImagePlace[]): Promise<void> {
    for (const placed of jobsOf(inReadingOrder(places), this.#request))
      await this.#runJob(placed);
  }

  async #runJob({ job, places }: PlacedJob): Promise<void> {
    let answer: PrepareAnswer;
    try {
      answer = await this.#pool.run(job, { signal: this.#stopping.signal });
    } catch (error) {
      if (error instanceof ThreadPoolError && error.kind === "cancelled")
        return;
      // A bug, or the pool was closed: the other jobs need not go on.
      this.#stopping.abort();
      throw error;
    }
    switch (answer.kind) {
      case "prepared":
        this.#take(answer, places);
        this.#advance(answer.images);
        return;
      case "stopped":
        this.#endWith(answer.failure);
        return;
      case "cancelled":
        return;
      default:
        return assertNever(answer, "answer of a prepare job");
    }
  }

  #take(
    answer: PrepareAnswer & { readonly kind: "prepared" },
    places: readonly ImagePlace[],
  ): void {
    for (const [index, place] of places.entries()) {
      const image = answer.images[index];
      const treatment = answer.treatments[index] ?? null;
      if (image !== undefined)
        this.#stacks.get(place.stack)?.set(place.position, image, treatment);
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
