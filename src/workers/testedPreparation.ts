// One preparation thread: its self-test first, then one job after the other; none at all if the test failed.
import type { SelfTestProblem } from "../shared/selfTestProblem.ts";
import { failed } from "../shared/result.ts";
import type { PrepareAnswer, PrepareJob } from "./prepareJobs.ts";

/** What a preparation thread does. */
export interface ThreadWork {
  /** What is wrong with what it would prepare; null: nothing. Ends soon once `signal` aborts. */
  readonly selfTest: (signal: AbortSignal) => Promise<SelfTestProblem | null>;
  readonly prepare: (
    job: PrepareJob,
    signal: AbortSignal,
  ) => Promise<PrepareAnswer>;
}

/** Starts the self-test at once, and cuts it short when the first job comes. Jobs follow one another: they share a buffer. */
export class TestedPreparation {
  readonly #work: ThreadWork;
  readonly #workIsWaiting = new AbortController();
  readonly #problem: Promise<SelfTestProblem | null>;
  #last: Promise<unknown>;

  constructor(work: ThreadWork) {
    this.#work = work;
    this.#problem = work
      .selfTest(this.#workIsWaiting.signal)
      .catch(() => "thrown");
    this.#last = this.#problem;
  }

  /** Prepares the images of a job, or refuses all of them. */
  run(job: PrepareJob, signal: AbortSignal): Promise<PrepareAnswer> {
    this.#workIsWaiting.abort();
    const answer = this.#last.then(async () => {
      const problem = await this.#problem;
      return problem === null
        ? await this.#work.prepare(job, signal)
        : refusedBy(problem, job);
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

function refusedBy(problem: SelfTestProblem, job: PrepareJob): PrepareAnswer {
  return {
    kind: "prepared",
    images: job.images.map(() => failed({ kind: "selfTestFailed", problem })),
    treatments: job.images.map(() => null),
  };
}
