// How long to wait before the next try; pure.

/** When and how often to try again. */
export interface RetryPolicy {
  /** Upper bounds of the first delays; after them the last one doubles each time. */
  readonly firstBoundsMs: readonly number[];
  /** No bound grows past this. */
  readonly capMs: number;
  /** First delay when the service asked for less without saying how long (contract section 9: from 5 s). */
  readonly throttledFromMs: number;
  /** A service that asks for more than this is not waited for: the user is told instead. */
  readonly longestObeyedMs: number;
  /** Tries in a row without any progress, the first included. */
  readonly maxAttempts: number;
}

/** About half an hour of tries without progress, five minutes apart at the end. */
export const defaultRetryPolicy: RetryPolicy = {
  firstBoundsMs: [1_000, 2_000, 5_000, 10_000, 30_000],
  capMs: 300_000,
  throttledFromMs: 5_000,
  longestObeyedMs: 6 * 3_600_000,
  maxAttempts: 20,
};

export interface FailedAttempt {
  /** How many tries in a row have failed without progress: 1 after the first. */
  readonly failedAttempts: number;
  /** What the service asked for; null if it did not. */
  readonly retryAfterMs: number | null;
  readonly isThrottled: boolean;
}

/**
 * Milliseconds to wait, or null when the budget is spent. `fraction` is random in [0, 1): full jitter between 0 and the
 * bound, so that many clients do not return together. Retry-After is never undercut; up to a second is added to it.
 * Throttled without Retry-After: between the bound and twice the bound.
 */
export function retryDelayMs(
  attempt: FailedAttempt,
  fraction: number,
  policy: RetryPolicy,
): number | null {
  if (attempt.failedAttempts >= policy.maxAttempts) return null;
  if ((attempt.retryAfterMs ?? 0) > policy.longestObeyedMs) return null;
  if (attempt.retryAfterMs !== null)
    return Math.round(attempt.retryAfterMs + fraction * 1_000);
  const { failedAttempts } = attempt;
  if (attempt.isThrottled) {
    const boundMs = Math.min(
      policy.throttledFromMs * 2 ** (failedAttempts - 1),
      policy.capMs,
    );
    return Math.round(boundMs * (1 + fraction));
  }
  return Math.round(boundMs(failedAttempts, policy) * fraction);
}

function boundMs(failedAttempts: number, policy: RetryPolicy): number {
  const listed = policy.firstBoundsMs[failedAttempts - 1];
  if (listed !== undefined) return Math.min(listed, policy.capMs);
  const last = policy.firstBoundsMs.at(-1) ?? policy.throttledFromMs;
  const doublings = failedAttempts - policy.firstBoundsMs.length;
  return Math.min(last * 2 ** doublings, policy.capMs);
}
