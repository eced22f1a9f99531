// Tries again what may be tried again, waits out gaps of the network, and holds everything back while the service asks for a pause.
import type { Failure } from "../../shared/failure.ts";
import type { ConnectivityState } from "../../shared/network.ts";
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
import type { ServiceLine } from "./serviceLine.ts";

export interface RetrierDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly policy: RetryPolicy;
  readonly line: Pick<ServiceLine, "pause" | "connectivity">;
  /** Called whenever `waiting` or `gap` may have changed. */
  readonly onChange: () => void;
}

/** A pause before the next try. */
export interface Wait {
  readonly failure: Failure;
  readonly untilMs: number;
}

/** One try. It is asked again only after a transient or rate-limited failure. */
export type Attempt<T> = (signal: AbortSignal) => Promise<Result<T, Failure>>;

/** What stands in the way of every request. */
export type NetworkGap = Exclude<
  ConnectivityState,
  { readonly kind: "unknown" | "online" }
>;

const repeatable: CallNature = { kind: "repeatable" };

/**
 * Invariants: 1. no attempt starts once the signal aborted; 2. no attempt starts while the service asked any case for a pause;
 * 3. attempts are counted per operation, from the last success of any operation: a queue that moves is not giving up;
 * 4. what failed because there was no network at all is not counted, and tried again when there is one.
 */
export class Retrier {
  readonly #deps: RetrierDeps;
  readonly #waits = new Map<symbol, Wait>();
  #inGap = 0;
  #running = 0;
  #successes = 0;

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

  /** Why nothing is sent, while the network is waited for. */
  get gap(): NetworkGap | null {
    const { state } = this.#deps.line.connectivity;
    return this.#inGap > 0 && isGap(state) ? state : null;
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
    this.#running += 1;
    try {
      for (;;) {
        await this.#waitUntilClear(key, signal);
        if (signal.aborted) return failed({ kind: "cancelled" });
        const result = await attempt(signal);
        if (result.ok) {
          this.noteProgress();
          return result;
        }
        if (successesSeen !== this.#successes) failedAttempts = 0;
        successesSeen = this.#successes;
        const verdict = classifyFailure(result.failure, nature);
        const isUncounted =
          verdict.kind === "transient" &&
          isOfNetwork(result.failure) &&
          (await this.#waitOutGap(signal));
        if (!isUncounted) failedAttempts += 1;
        const delayMs = this.#delayMs(verdict, Math.max(1, failedAttempts));
        if (delayMs === null) return result;
        this.#logRetry(result.failure, failedAttempts, delayMs);
        const untilMs = this.#deps.clock.nowMs() + delayMs;
        if (verdict.kind === "rateLimited")
          this.#deps.line.pause.extend(untilMs, result.failure);
        await this.#wait(key, { failure: result.failure, untilMs }, signal);
      }
    } finally {
      this.#running -= 1;
    }
  }

  /** Resolves when the service is ready for a request and the network is there, or at an abort. For requests that are not retried here. */
  async whenClear(signal: AbortSignal): Promise<void> {
    this.#running += 1;
    await this.#waitUntilClear(Symbol("operation"), signal);
    this.#running -= 1;
  }

  #logRetry(failure: Failure, failedAttempts: number, delayMs: number): void {
    this.#deps.log.write("warning", "retry", {
      failure: failure.kind,
      failedAttempts,
      delayMs,
    });
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

  async #waitUntilClear(key: symbol, signal: AbortSignal): Promise<void> {
    const { clock, line } = this.#deps;
    // Again and again: another operation may have been told to wait longer.
    while (!signal.aborted) {
      if (isGap(line.connectivity.state)) await this.#waitOutGap(signal);
      else if (line.pause.untilMs > clock.nowMs())
        await this.#wait(
          key,
          { failure: line.pause.failure, untilMs: line.pause.untilMs },
          signal,
        );
      else return;
    }
  }

  /** Has the network looked at; true if there was none for a while. */
  async #waitOutGap(signal: AbortSignal): Promise<boolean> {
    const { connectivity } = this.#deps.line;
    let wasGap = isGap(connectivity.state);
    const unsubscribe = connectivity.subscribe((state) => {
      wasGap ||= isGap(state);
      this.#deps.onChange();
    });
    this.#inGap += 1;
    this.#deps.onChange();
    await connectivity.waitUntilOnline(signal);
    this.#inGap -= 1;
    unsubscribe();
    this.#deps.onChange();
    return wasGap;
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

function isGap(state: ConnectivityState): state is NetworkGap {
  return state.kind !== "online" && state.kind !== "unknown";
}

/** Failures that may come of there being no network. */
function isOfNetwork({ kind }: Failure): boolean {
  return (
    kind === "unreachable" || kind === "connectionLost" || kind === "stalled"
  );
}
