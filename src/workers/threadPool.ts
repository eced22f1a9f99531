// A fixed number of worker threads with one queue of jobs: started when first needed or asked for, replaced when they crash.
//
// Invariants:
// 1. Every promise of `run` settles exactly once: with the answer, or rejected with a ThreadPoolError.
// 2. A thread never has more than `jobsPerThread` jobs; jobs start in the order in which they were given.
// 3. A crash fails the jobs of that thread only; the next job gets a new thread.
import { Worker, type Transferable } from "node:worker_threads";
import { assertNever } from "../shared/assertNever.ts";
import type { FromThread, ToThread } from "./jobMessages.ts";

/** Why a job has no answer. Names only: a thrown error's message may hold a value of the patient and stays in its thread. */
export class ThreadPoolError extends Error {
  readonly kind: "cancelled" | "closed" | "crashed" | "thrown";
  /** Name of the error that was thrown, or code of the crash. */
  readonly errorName: string;

  constructor(kind: ThreadPoolError["kind"], errorName: string, frames = "") {
    super(`Job ${kind}${errorName === "" ? "" : ` (${errorName})`}`);
    this.name = "ThreadPoolError";
    this.kind = kind;
    this.errorName = errorName;
    if (frames !== "")
      this.stack = `${this.name}: ${this.message}\n${frames}\n    at thread`;
  }
}

export interface RunOptions<Progress, Answer = unknown> {
  /** Takes a waiting job out of the queue (rejects with `cancelled`); a running job is told, and settles with what its handler then does. */
  readonly signal?: AbortSignal;
  /** Memory to move to the thread instead of copying it; unusable here afterwards. */
  readonly transfer?: readonly Transferable[];
  readonly onProgress?: (progress: Progress) => void;
  /**
   * True for an answer whose work leaves much memory behind. V8 would collect it only when the thread needs more still; so the
   * thread ends, if it has no other job, and the next job gets a new one.
   */
  readonly endsThread?: (answer: Answer) => boolean;
}

export interface ThreadPool<Job, Answer, Progress = never> {
  /**
   * Starts the threads that do not run yet, so that their code is loaded when jobs come. Idle, they cost memory only. One
   * that dies is replaced by the next call or job, not at once: a script that cannot load would be started for ever.
   */
  start(): void;
  /** Runs a job when a thread is free. Rejects with ThreadPoolError only. */
  run(job: Job, options?: RunOptions<Progress, Answer>): Promise<Answer>;
  /** Ends all threads at once; jobs without an answer reject with `closed`. */
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** The bundled worker file. */
  readonly script: URL;
  /** At most this many threads. */
  readonly threads: number;
  /** Jobs a thread may have at a time; more than one helps handlers that wait for disks. Default 1. */
  readonly jobsPerThread?: number;
  /**
   * Memory for short-lived objects of each thread, in MB; the default of V8 is 48, which many small threads need not.
   */
  readonly youngGenerationMB?: number;
  /** Constant data for each thread's `workerData`. */
  readonly workerData?: unknown;
}

interface QueuedJob<Job, Answer, Progress> {
  readonly id: number;
  readonly job: Job;
  readonly options: RunOptions<Progress, Answer>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: ThreadPoolError) => void;
}

/** Jobs without an answer that one signal cancels; `end` is called when there are none left. */
interface CancelledJobs {
  readonly ids: Set<number>;
  readonly end: () => void;
}

/** Makes a pool; threads start with the first jobs. */
export function createThreadPool<Job, Answer, Progress = never>(
  options: ThreadPoolOptions,
): ThreadPool<Job, Answer, Progress> {
  return new WorkerThreadPool<Job, Answer, Progress>(options);
}

class WorkerThreadPool<Job, Answer, Progress> implements ThreadPool<
  Job,
  Answer,
  Progress
> {
  readonly #options: ThreadPoolOptions;
  readonly #threads = new Set<PoolThread<Job, Answer, Progress>>();
  readonly #waiting = new Map<number, QueuedJob<Job, Answer, Progress>>();
  readonly #cancelledBy = new Map<AbortSignal, CancelledJobs>();
  #nextId = 1;
  #isClosed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#isClosed) return;
    while (this.#threads.size < this.#options.threads) this.#addThread();
  }

  run(job: Job, options: RunOptions<Progress, Answer> = {}): Promise<Answer> {
    const id = this.#nextId++;
    const { signal } = options;
    return new Promise<Answer>((resolve, reject) => {
      if (this.#isClosed) {
        reject(new ThreadPoolError("closed", ""));
        return;
      }
      if (signal?.aborted === true) {
        reject(new ThreadPoolError("cancelled", ""));
        return;
      }
      const settled = this.#untilSettled(id, signal);
      this.#waiting.set(id, {
        id,
        job,
        options,
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#startWaiting();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const job of waiting) job.reject(new ThreadPoolError("closed", ""));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  /** Cancels a job when its signal aborts; until what is answered is called. */
  #untilSettled(id: number, signal: AbortSignal | undefined): () => void {
    if (signal === undefined) return () => undefined;
    const { ids, end } = this.#cancelledBy.get(signal) ?? this.#listen(signal);
    ids.add(id);
    return () => {
      ids.delete(id);
      if (ids.size === 0) end();
    };
  }

  /** One listener for all jobs of a signal: it looks through its listeners whenever one comes or goes, and a scan has thousands of jobs. */
  #listen(signal: AbortSignal): CancelledJobs {
    const ids = new Set<number>();
    const cancelAll = () => {
      for (const id of [...ids]) this.#cancel(id);
    };
    const jobs = {
      ids,
      end: () => {
        signal.removeEventListener("abort", cancelAll);
        this.#cancelledBy.delete(signal);
      },
    };
    signal.addEventListener("abort", cancelAll, { once: true });
    this.#cancelledBy.set(signal, jobs);
    return jobs;
  }

  #cancel(id: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined)
      waiting.reject(new ThreadPoolError("cancelled", ""));
    else for (const thread of this.#threads) thread.cancel(id);
  }

  #startWaiting(): void {
    for (const [id, job] of this.#waiting) {
      const thread = this.#freeThread();
      if (thread === null) return;
      this.#waiting.delete(id);
      thread.start(job);
    }
  }

  /** The least busy thread with room, or a new one. */
  #freeThread(): PoolThread<Job, Answer, Progress> | null {
    const { threads, jobsPerThread = 1 } = this.#options;
    const [leastBusy] = [...this.#threads].sort((a, b) => a.load - b.load);
    if (leastBusy?.load === 0) return leastBusy;
    if (this.#threads.size < threads) return this.#addThread();
    return leastBusy !== undefined && leastBusy.load < jobsPerThread
      ? leastBusy
      : null;
  }

  #addThread(): PoolThread<Job, Answer, Progress> {
    const thread = new PoolThread<Job, Answer, Progress>(this.#startWorker(), {
      jobSettled: () => {
        this.#startWaiting();
      },
      ended: () => {
        this.#threads.delete(thread);
        this.#startWaiting();
      },
    });
    this.#threads.add(thread);
    return thread;
  }

  #startWorker(): Worker {
    const { script, workerData, youngGenerationMB } = this.#options;
    return new Worker(script, {
      workerData,
      ...(youngGenerationMB === undefined
        ? {}
        : { resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMB } }),
    });
  }
}

/** One worker thread and the jobs it has. */
class PoolThread<Job, Answer, Progress> {
  readonly #worker: Worker;
  readonly #jobs = new Map<number, QueuedJob<Job, Answer, Progress>>();
  readonly #events: {
    readonly jobSettled: () => void;
    readonly ended: () => void;
  };
  #hasEnded = false;

  constructor(
    worker: Worker,
    events: { readonly jobSettled: () => void; readonly ended: () => void },
  ) {
    this.#worker = worker;
    this.#events = events;
    worker.on("message", (message: FromThread<Answer, Progress>) => {
      this.#receive(message);
    });
    worker.on("error", (error: unknown) => {
      this.#fail(new ThreadPoolError("crashed", crashName(error)));
    });
    worker.on("messageerror", () => {
      this.#fail(new ThreadPoolError("crashed", "unreadable answer"));
    });
    worker.on("exit", (code) => {
      this.#fail(new ThreadPoolError("crashed", `exit ${code}`));
    });
  }

  get load(): number {
    return this.#jobs.size;
  }

  start(queued: QueuedJob<Job, Answer, Progress>): void {
    this.#jobs.set(queued.id, queued);
    try {
      this.#send(
        { kind: "run", id: queued.id, job: queued.job },
        queued.options.transfer,
      );
    } catch (error) {
      // The job cannot be cloned: its own fault, the thread is well.
      this.#jobs.delete(queued.id);
      queued.reject(new ThreadPoolError("thrown", crashName(error)));
    }
  }

  cancel(id: number): void {
    if (this.#jobs.has(id)) this.#send({ kind: "cancel", id });
  }

  async end(): Promise<void> {
    this.#fail(new ThreadPoolError("closed", ""));
    await this.#worker.terminate();
  }

  #send(message: ToThread<Job>, transfer: readonly Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromThread<Answer, Progress>): void {
    const queued = this.#jobs.get(message.id);
    if (queued === undefined) return;
    switch (message.kind) {
      case "progress":
        queued.options.onProgress?.(message.progress);
        return;
      case "answer":
        this.#jobs.delete(message.id);
        queued.resolve(message.answer);
        if (this.load === 0 && queued.options.endsThread?.(message.answer))
          this.#fail(new ThreadPoolError("closed", ""));
        else this.#events.jobSettled();
        return;
      case "thrown":
        this.#jobs.delete(message.id);
        queued.reject(
          new ThreadPoolError("thrown", message.errorName, message.frames),
        );
        this.#events.jobSettled();
        return;
      default:
        assertNever(message, "message from a thread");
    }
  }

  /** Fails all jobs and leaves the pool. A thread that sent something unreadable is no longer trusted either. */
  #fail(error: ThreadPoolError): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) job.reject(error);
    void this.#worker.terminate();
    this.#events.ended();
  }
}

function crashName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string"
    ? error.code
    : error.name;
}
