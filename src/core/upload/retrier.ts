// Tries again what may be tried again, and holds everything back while the service asks for a pause.
import type { Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import {
  classifyFailure,
  type CallNature,
  type Verdict,
} from "./classifyFailure.ts";
import { retryDelayMs, type RetryPolicy } from "./retryDelay.ts";

export interface RetrierDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly policy: RetryPolicy;
  /** Called whenever `waiting` may have changed. */
  readonly onChange: () => void;
}

/** A pause before the next try. */
export interface Wait {
  readonly failure: Failure;
  readonly untilMs: number;
}

/** One try. It is asked again only after a transient or rate-limited failure. */
export type Attempt<T> = (signal: AbortSignal) => Promise<Result<T, Failure>>;

const repeatable: CallNature = { kind: "repeatable" };

/**
 * Invariants: 1. no attempt starts once the signal aborted; 2. no attempt starts while the service asked for a pause;
 * 3. attempts are counted per operation, from the last success of any operation: a queue that moves is not giving up.
 */
export class Retrier {
  readonly #deps: RetrierDeps;
  readonly #waits = new Map<symbol, Wait>();
  #running = 0;
  #successes = 0;
  #pausedUntilMs = 0;

  constructor(deps: RetrierDeps) {
    this.#deps = deps;
  }

  /** The pause that ends first, if nothing at all is being sent now. */
  get waiting(): Wait | null {
    if (this.#waits.size < this.#running) return null;
    return [...this.#waits.values()].reduce<Wait | null>(
      (first, wait) =>
        first === null || wait.untilMs < first.untilMs ? wait : first,
      null,
    );
  }

  /** Counts as progress for every operation. */
  noteProgress(): void {
    this.#successes += 1;
  }

  /** The value, or the failure that trying again does not mend (or no longer, when the budget is spent). */
  async run<T>(
    attempt: Attempt<T>,
    signal: AbortSignal,
    nature: CallNature = repeatable,
  ): Promise<Result<T, Failure>> {
    const key = Symbol("operation");
    let failedAttempts = 0;
    let successesSeen = this.#successes;
    let lastFailure: Failure | null = null;
    this.#running += 1;
    try {
      for (;;) {
        await this.#waitForPause(key, lastFailure, signal);
        if (signal.aborted) return failed({ kind: "cancelled" });
        const result = await attempt(signal);
        if (result.ok) {
          this.noteProgress();
          return result;
        }
        if (successesSeen !== this.#successes) failedAttempts = 0;
        successesSeen = this.#successes;
        failedAttempts += 1;
        lastFailure = result.failure;
        const verdict = classifyFailure(result.failure, nature);
        const delayMs = this.#delayMs(verdict, failedAttempts);
        if (delayMs === null) return result;
        this.#deps.log.write("warning", "retry", {
          failure: result.failure.kind,
          failedAttempts,
          delayMs,
        });
        const untilMs = this.#deps.clock.nowMs() + delayMs;
        if (verdict.kind === "rateLimited")
          this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
        await this.#wait(key, { failure: result.failure, untilMs }, signal);
      }
    } finally {
      this.#running -= 1;
    }
  }

  #delayMs(verdict: Verdict, failedAttempts: number): number | null {
    if (verdict.kind !== "transient" && verdict.kind !== "rateLimited")
      return null;
    return retryDelayMs(
      {
        failedAttempts,
        retryAfterMs: verdict.retryAfterMs,
        isThrottled: verdict.kind === "rateLimited",
      },
      this.#deps.random.fraction(),
      this.#deps.policy,
    );
  }

  async #waitForPause(
    key: symbol,
    lastFailure: Failure | null,
    signal: AbortSignal,
  ): Promise<void> {
    const failure = lastFailure ?? {
      kind: "rateLimited",
      status: 429,
      retryAfterMs: null,
    };
    // Again and again: another operation may have been told to wait longer.
    while (!signal.aborted && this.#pausedUntilMs > this.#deps.clock.nowMs())
      await this.#wait(key, { failure, untilMs: this.#pausedUntilMs }, signal);
  }

  async #wait(key: symbol, wait: Wait, signal: AbortSignal): Promise<void> {
    this.#waits.set(key, wait);
    this.#deps.onChange();
    await this.#deps.clock.sleep(
      wait.untilMs - this.#deps.clock.nowMs(),
      signal,
    );
    this.#waits.delete(key);
    this.#deps.onChange();
  }
}
