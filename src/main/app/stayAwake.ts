// Keeps the computer from falling asleep while something is sent, and through pauses that are soon over.
import type { Clock } from "../../core/ports/clock.ts";

/** What the cases ask for. `aWhile`: nobody knows when sending goes on; it may be in a moment. */
export type Wakefulness = "needed" | "aWhile" | "none";

/**
 * The engine's own pauses before a next try are never longer than this (twice the cap of core/upload/retryDelay.ts), so the
 * computer stays awake for them, and for so long where the network is gone; what may last for hours (a longer pause that the
 * service asked for, a network that stays away, a sign-in) is no reason to stay awake, since the journal goes on after any sleep.
 */
export const satOutAwakeMs = 600_000;

export interface StayAwakeDeps {
  readonly clock: Clock;
  /** Begins to keep the computer awake; the answer ends it. */
  readonly keepAwake: () => () => void;
}

/** Keeps the computer awake as it is told. */
export class StayAwake {
  readonly #deps: StayAwakeDeps;
  #letSleep: (() => void) | null = null;
  #while: AbortController | null = null;

  constructor(deps: StayAwakeDeps) {
    this.#deps = deps;
  }

  /** To be told after each change. A while begins once, and never for a computer that may sleep already. */
  follow(need: Wakefulness): void {
    if (need === "aWhile") {
      if (this.#letSleep !== null && this.#while === null) this.#beginWhile();
      return;
    }
    this.#while?.abort();
    this.#while = null;
    if (need === "needed") this.#letSleep ??= this.#deps.keepAwake();
    else this.#end();
  }

  #beginWhile(): void {
    const begun = new AbortController();
    this.#while = begun;
    void this.#deps.clock.sleep(satOutAwakeMs, begun.signal).then(() => {
      if (begun.signal.aborted) return;
      this.#while = null;
      this.#end();
    });
  }

  #end(): void {
    this.#letSleep?.();
    this.#letSleep = null;
  }
}
