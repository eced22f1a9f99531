// The thread's side of a pool: runs the jobs that arrive, tells them when they are cancelled, sends back what they answer.
import { parentPort, type Transferable } from "node:worker_threads";
import type { FromThread, ToThread } from "./jobMessages.ts";

/** What a job is told and may say while it runs. */
interface JobContext<Progress> {
  /** Aborted when the pool cancels this job; the handler decides what it still answers. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Memory to move with the answer instead of copying it. */
  readonly transferWithAnswer: (...memory: readonly Transferable[]) => void;
}

/** What a worker file does with one job. */
type JobHandler<Job, Answer, Progress = never> = (
  job: Job,
  context: JobContext<Progress>,
) => Promise<Answer>;

/** Serves jobs until the pool ends this thread. Call once, at the top of a worker file. A handler that throws fails its own job only. */
export function serveJobs<Job, Answer, Progress = never>(
  handler: JobHandler<Job, Answer, Progress>,
): void {
  const pool = parentPort;
  if (pool === null) throw new Error("serveJobs runs in a worker thread only");
  const running = new Map<number, Cancelling>();

  const send = (
    message: FromThread<Answer, Progress>,
    transfer: readonly Transferable[] = [],
  ) => {
    pool.postMessage(message, transfer);
  };

  const run = async (id: number, job: Job): Promise<void> => {
    const cancelling = new Cancelling();
    running.set(id, cancelling);
    const transfer: Transferable[] = [];
    try {
      const answer = await handler(job, {
        get signal() {
          return cancelling.signal;
        },
        progress: (progress) => {
          send({ kind: "progress", id, progress });
        },
        transferWithAnswer: (...memory) => {
          transfer.push(...memory);
        },
      });
      send({ kind: "answer", id, answer }, transfer);
    } catch (error) {
      send({ kind: "thrown", id, ...describeWithoutMessage(error) });
    } finally {
      running.delete(id);
    }
  };

  pool.on("message", (message: ToThread<Job>) => {
    if (message.kind === "run") void run(message.id, message.job);
    else running.get(message.id)?.cancel();
  });
}

/** Whether a job was cancelled. Its signal is made when it is asked for: most small jobs never look. */
class Cancelling {
  #controller: AbortController | null = null;
  #isCancelled = false;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isCancelled) this.#controller.abort();
    return this.#controller.signal;
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#controller?.abort();
  }
}

function describeWithoutMessage(error: unknown): {
  errorName: string;
  frames: string;
} {
  if (!(error instanceof Error)) return { errorName: typeof error, frames: "" };
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .join("\n");
  return { errorName: error.name, frames };
}
