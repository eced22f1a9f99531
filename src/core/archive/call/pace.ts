// Keeps requests to one server apart.
import type { Clock } from "../../ports/clock.ts";

/** Lets requests to a server start one after the other, `pauseMs` apart at least. */
export class Pace {
  readonly #clock: Clock;
  readonly #pauseMs: number;
  readonly #nextAtMs = new Map<string, number>();

  constructor(clock: Clock, pauseMs: number) {
    this.#clock = clock;
    this.#pauseMs = pauseMs;
  }

  /** Resolves when it is the caller's turn, or at once when `signal` aborts. */
  async turn(origin: string, signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const atMs = Math.max(nowMs, this.#nextAtMs.get(origin) ?? 0);
    // The turn is taken before the wait: whoever comes meanwhile is behind.
    this.#nextAtMs.set(origin, atMs + this.#pauseMs);
    if (atMs > nowMs) await this.#clock.sleep(atMs - nowMs, signal);
  }

  /** The server wants peace for so long. */
  holdOff(origin: string, ms: number): void {
    const untilMs = this.#clock.nowMs() + ms;
    const nextAtMs = this.#nextAtMs.get(origin) ?? 0;
    this.#nextAtMs.set(origin, Math.max(nextAtMs, untilMs));
  }
}
