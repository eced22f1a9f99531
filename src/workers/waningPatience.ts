// Patience with a medium that fails: spent once, it comes back only when something could be read again.
import type { Clock } from "../core/ports/clock.ts";

/** Longest that reads wait in vain altogether: one file's attempts, and a little more. */
const budgetMs = 2000;

/** A clock whose sleeps end at once after too much waiting, so that a drive that was pulled out does not hold up thousands of files. */
export class WaningPatience implements Clock {
  readonly #clock: Clock;
  #spentMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#spentMs + ms > budgetMs) return;
    this.#spentMs += ms;
    await this.#clock.sleep(ms, signal);
  }

  /** Something was read. */
  renew(): void {
    this.#spentMs = 0;
  }
}
