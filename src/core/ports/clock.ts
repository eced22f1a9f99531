// Port: time. Core never reads the system clock or sets a timer by itself.

/** Wall clock and timers. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; it never rejects, so callers look at the signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
