// A clock on which every sleep is over at once and time has passed all the same.
import type { Clock } from "../core/ports/clock.ts";

/** The Clock port without waiting. */
export class HastyClock implements Clock {
  /** Lengths of the sleeps that were asked for. */
  readonly sleeps: number[] = [];
  #nowMs: number;

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** Time passes by itself. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const isAborted = () => signal?.aborted === true;
    if (ms <= 0 || isAborted()) return Promise.resolve();
    this.sleeps.push(ms);
    // A turn of the event loop, so that others run and can abort.
    return new Promise((resolve) =>
      setImmediate(() => {
        if (!isAborted()) this.#nowMs += ms;
        resolve();
      }),
    );
  }
}
