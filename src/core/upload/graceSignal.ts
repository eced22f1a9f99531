// Lets a call that must not be repeated end by itself after an abort, for a while.
import type { Clock } from "../ports/clock.ts";

/** Runs an operation under a signal that follows `signal` with a delay: a call cut off in the middle would be in doubt. */
export async function withGrace<T>(
  signal: AbortSignal,
  options: { readonly clock: Clock; readonly graceMs: number },
  operation: (graceSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const ended = new AbortController();
  const onAbort = (): void => {
    void options.clock.sleep(options.graceMs, ended.signal).then(() => {
      if (!ended.signal.aborted) late.abort();
    });
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await operation(late.signal);
  } finally {
    ended.abort();
    signal.removeEventListener("abort", onAbort);
  }
}
