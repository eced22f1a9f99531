// A clock on which a minute takes a few milliseconds: waits are real, only short, so that engine, sandbox and sockets keep their order.
import { setTimeout as sleepFor } from "node:timers/promises";
import type { Clock } from "../../core/ports/clock.ts";

/** Fits the Clock port and the sandbox's clock alike. */
export class ScaledClock implements Clock {
  readonly #factor: number;
  readonly #startedAtMs = Date.now();

  constructor(factor: number) {
    this.#factor = factor;
  }

  nowMs(): number {
    return this.#startedAtMs + (Date.now() - this.#startedAtMs) * this.#factor;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0) return;
    try {
      await sleepFor(ms / this.#factor, undefined, { signal });
    } catch {
      // Aborted: the caller looks at the signal.
    }
  }
}
