// Tries again what may be tried again, waits out gaps of the network, and holds everything back while the service asks for a pause.
import { isCutHandshake } from "../../shared/certificateProblem.ts";
import type { Failure } from "../../shared/failure.ts";
import type { ConnectivityState } from "../../shared/network.ts";
import { failed, success, type Result } from "../../shared/result.ts";
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

/** What stands in the way of every request, and is waited for. */
export type NetworkGap = Exclude<
  ConnectivityState,
  { readonly kind: "unknown" | "online" | "tlsIntercepted" }
>;

type RateLimit = Extract<Failure, { readonly kind: "rateLimited" }>;

const repeatable: CallNature = { kind: "repeatable" };

/**
 * Invariants: 1. no attempt starts once the signal aborted; 2. no attempt starts while the service asked any case for a pause;
 * 3. attempts are counted per operation, from the last success of any operation: a queue that moves is not giving up;
 * 4. what failed because there was no network at all, or its sign-in page answered, is not counted, and tried again when there is one.
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
        const clear = await this.#waitUntilClear(key, signal);
        if (!clear.ok) return clear;
        const result = await attempt(signal);
        if (result.ok) {
          this.noteProgress();
          return result;
        }
        if (successesSeen !== this.#successes) failedAttempts = 0;
        successesSeen = this.#successes;
        if (result.failure.kind === "tlsRejected") {
          const gap = await this.#waitOutGap(signal);
          // Not a filter but the sign-in page of a network had answered, and is gone by now.
          if (gap === "over") continue;
          if (gap === "filter" || !isCutHandshake(result.failure.code))
            return result;
        }
        const verdict = classifyFailure(result.failure, nature);
        const isUncounted =
          verdict.kind === "transient" &&
          isOfNetwork(result.failure) &&
          (await this.#waitOutGap(signal)) === "over";
        if (!isUncounted) failedAttempts += 1;
        const delayMs = this.#delayMs(verdict, Math.max(1, failedAttempts));
        if (result.failure.kind === "rateLimited")
          this.#hold(result.failure, delayMs);
        if (delayMs === null) return result;
        this.#logRetry(result.failure, failedAttempts, delayMs);
        const untilMs = this.#deps.clock.nowMs() + delayMs;
        await this.#wait(key, { failure: result.failure, untilMs }, signal);
      }
    } finally {
      this.#running -= 1;
    }
  }

  /**
   * Resolves when the service is ready for a request and the network is there. `cancelled` at an abort; `rateLimited` if the
   * service asked for longer than is waited for. For requests that are not retried here.
   */
  async whenClear(signal: AbortSignal): Promise<Result<null, Failure>> {
    this.#running += 1;
    const clear = await this.#waitUntilClear(Symbol("operation"), signal);
    this.#running -= 1;
    return clear;
  }

  /** The same within an attempt that had to wait for something else since it began. */
  clearAgain(signal: AbortSignal): Promise<Result<null, Failure>> {
    return this.#waitUntilClear(Symbol("attempt"), signal);
  }

  /** For an answer to a request that is not retried here: holds everything back, and says for how many milliseconds. */
  holdBack(failure: RateLimit, failedAttempts: number): number {
    const { retryAfterMs } = failure;
    const { maxAttempts } = this.#deps.policy;
    const delayMs = this.#delayMs(
      { kind: "rateLimited", retryAfterMs },
      Math.min(failedAttempts, maxAttempts - 1),
    );
    this.#hold(failure, delayMs);
    return delayMs ?? retryAfterMs ?? 0;
  }

  /** Whoever begins anew asks once, however long the service wanted to be left alone. */
  forgetLongPause(): void {
    const { line, policy } = this.#deps;
    if (line.pause.leftMs > policy.longestObeyedMs) line.pause.end();
  }

  /** `delayMs` null: it is not waited for, and nobody else runs into the same answer. */
  #hold(failure: RateLimit, delayMs: number | null): void {
    const lengthMs = delayMs ?? failure.retryAfterMs;
    if (lengthMs !== null) this.#deps.line.pause.extend(lengthMs, failure);
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

  async #waitUntilClear(
    key: symbol,
    signal: AbortSignal,
  ): Promise<Result<null, Failure>> {
    const { clock, line, policy } = this.#deps;
    // Again and again: another operation may have been told to wait longer.
    while (!signal.aborted) {
      if (isGap(line.connectivity.state)) await this.#waitOutGap(signal);
      else {
        const { leftMs, failure } = line.pause;
        if (leftMs === 0) return success(null);
        if (leftMs > policy.longestObeyedMs) return failed(failure);
        const untilMs = clock.nowMs() + leftMs;
        await this.#wait(key, { failure, untilMs }, signal);
      }
    }
    return failed({ kind: "cancelled" });
  }

  /**
   * Has the network looked at, and waits while there is none. A filter is not waited for: somebody has to install its
   * certificate, and the request itself says so.
   */
  async #waitOutGap(signal: AbortSignal): Promise<"none" | "over" | "filter"> {
    const { connectivity } = this.#deps.line;
    let wasGap = isGap(connectivity.state);
    const filtered = new AbortController();
    const unsubscribe = connectivity.subscribe((state) => {
      wasGap ||= isGap(state);
      if (state.kind === "tlsIntercepted") filtered.abort();
      this.#deps.onChange();
    });
    this.#inGap += 1;
    this.#deps.onChange();
    await connectivity.waitUntilOnline(
      AbortSignal.any([signal, filtered.signal]),
    );
    this.#inGap -= 1;
    unsubscribe();
    this.#deps.onChange();
    if (filtered.signal.aborted) return "filter";
    return wasGap ? "over" : "none";
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
  return state.kind === "offline" || state.kind === "captivePortal";
}

/** Failures that may come of there being no network. */
function isOfNetwork({ kind }: Failure): boolean {
  return (
    kind === "unreachable" ||
    kind === "proxyUnreachable" ||
    kind === "connectionLost" ||
    kind === "stalled" ||
    kind === "strangerAnswered"
  );
}
