// What the user decided and the disk refused: tried again until it is written.
import type { DiskFailure, Failure } from "../../shared/failure.ts";
import type { Clock } from "../ports/clock.ts";
import type { StoppingEntry } from "./journalEntry.ts";
import type { Recorder } from "./recorder.ts";

/** Tries for one case; at most one decision at a time. */
export class StubbornWrites {
  readonly #deps: {
    readonly clock: Clock;
    readonly recorder: Recorder;
    readonly pauseMs: number;
  };
  #ended = new AbortController();

  constructor(deps: {
    readonly clock: Clock;
    readonly recorder: Recorder;
    readonly pauseMs: number;
  }) {
    this.#deps = deps;
  }

  /** Resolves with true once all is written, with false at `end`. */
  async untilWritten(): Promise<boolean> {
    const { clock, recorder, pauseMs } = this.#deps;
    this.end();
    const { signal } = (this.#ended = new AbortController());
    for (;;) {
      await clock.sleep(pauseMs, signal);
      if (signal.aborted) return false;
      if ((await recorder.writeLeftovers()).ok) return !isOver(signal);
    }
  }

  end(): void {
    this.#ended.abort();
  }
}

/** Asked anew after every wait. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** What the user is told meanwhile. */
export function notKept(
  decision: StoppingEntry["kind"],
  failure: DiskFailure,
): Failure {
  const code = "code" in failure ? failure.code : "ENOSPC";
  return { kind: "decisionNotKept", decision, code };
}
