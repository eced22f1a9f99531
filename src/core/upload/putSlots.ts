// Places for PUTs to one storage, shared by all cases: first come, first served, as many as the line is found to bear.
import type { Clock } from "../ports/clock.ts";
import {
  afterPut,
  startConcurrency,
  type Concurrency,
} from "./adaptConcurrency.ts";

/** A place that was taken. */
export interface PutSlot {
  /** Gives it back, with what came of the PUT; null if none was made. */
  release(end: PutOutcome | null): void;
}

/** What came of a PUT. */
export interface PutOutcome {
  readonly bytes: number;
  readonly wasCongested: boolean;
}

/** PUTs at a time: what to start with, and the most there may ever be. */
export interface PutLimits {
  readonly start: number;
  readonly most: number;
}

/** Invariant: never more places taken than `limit` was when the last one was taken. */
export class PutSlots {
  readonly #clock: Clock;
  readonly #limits: () => PutLimits;
  readonly #waiting: (() => void)[] = [];
  #concurrency: Concurrency | null = null;
  #taken = 0;

  /** `limits` is asked again at every step: settings may change. */
  constructor(clock: Clock, limits: () => PutLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** How many there may be now. */
  get limit(): number {
    const { start, most } = this.#limits();
    return Math.min(this.#concurrency?.limit ?? start, most);
  }

  /** Waits for a place; null once the signal aborted. */
  async acquire(signal: AbortSignal): Promise<PutSlot | null> {
    while (!signal.aborted && this.#taken >= this.limit)
      await this.#nextChange(signal);
    if (signal.aborted) {
      // It may have been woken for a place that another can have.
      this.#waiting.shift()?.();
      return null;
    }
    this.#taken += 1;
    return this.#slot();
  }

  #slot(): PutSlot {
    let isTaken = true;
    return {
      release: (end) => {
        if (!isTaken) return;
        isTaken = false;
        if (end !== null) this.#learn(end);
        this.#taken -= 1;
        // Of a raised limit, more than one may come in.
        for (let free = this.limit - this.#taken; free > 0; free -= 1)
          this.#waiting.shift()?.();
      },
    };
  }

  #learn(end: PutOutcome): void {
    const { start, most } = this.#limits();
    const nowMs = this.#clock.nowMs();
    this.#concurrency = afterPut(
      this.#concurrency ?? startConcurrency(Math.min(start, most), nowMs),
      { ...end, nowMs, wasFull: this.#taken >= this.limit },
      most,
    );
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener("abort", wake);
        const place = this.#waiting.indexOf(wake);
        if (place >= 0) this.#waiting.splice(place, 1);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}
