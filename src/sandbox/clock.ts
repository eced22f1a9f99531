// Time as the sandbox sees it: replaceable, so that tests can let URLs expire without waiting.
import { setTimeout as sleepFor } from "node:timers/promises";

/** Wall clock and timers. */
export interface SandboxClock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The computer's own clock. */
export const systemClock: SandboxClock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleepFor(ms, undefined, { signal });
    } catch {
      // Aborted: the caller looks at the signal.
    }
  },
};
