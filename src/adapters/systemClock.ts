// The Clock port on the system's wall clock and timers.
import type { Clock } from "../core/ports/clock.ts";

/** Longest wait one timer can hold; Node fires longer ones at once. */
const longestTimerMs = 2_147_483_647;

/** The real clock. A sleep longer than 24 days ends early; callers look at the time again. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(
        finish,
        Math.min(Math.max(ms, 0), longestTimerMs),
      );
      signal?.addEventListener("abort", finish, { once: true });
    }),
};
