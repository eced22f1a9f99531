// Smoothed transfer rate; pure.

/** A rate as of a moment. Null bytes per second: too early to tell. */
export interface TransferRate {
  readonly atMs: number;
  readonly bytes: number;
  readonly bytesPerSecond: number | null;
}

/** After this long without change an old rate counts half. */
const halfLifeMs = 4_000;
/** Shorter intervals say more about buffers than about the line. */
const shortestIntervalMs = 250;

/** Counting begins: `bytes` were there already. */
export function startRate(atMs: number, bytes: number): TransferRate {
  return { atMs, bytes, bytesPerSecond: null };
}

/** The rate after `bytes` in total at `atMs`: an exponential moving average by elapsed time, not by number of samples. */
export function updateRate(
  rate: TransferRate,
  atMs: number,
  bytes: number,
): TransferRate {
  const elapsedMs = atMs - rate.atMs;
  // The clock was set back: from here it counts anew.
  if (elapsedMs < 0) return { ...rate, atMs, bytes };
  if (elapsedMs < shortestIntervalMs) return rate;
  // A broken-off file is sent again: its bytes are taken back, which is no negative speed.
  const current = (Math.max(0, bytes - rate.bytes) * 1000) / elapsedMs;
  if (rate.bytesPerSecond === null)
    return { atMs, bytes, bytesPerSecond: current };
  const weight = 2 ** (-elapsedMs / halfLifeMs);
  return {
    atMs,
    bytes,
    bytesPerSecond: rate.bytesPerSecond * weight + current * (1 - weight),
  };
}

/** Whole seconds until `leftBytes` are sent; null if the rate does not say. */
export function secondsLeft(
  bytesPerSecond: number | null,
  leftBytes: number,
): number | null {
  if (leftBytes === 0) return 0;
  return bytesPerSecond === null || bytesPerSecond < 1
    ? null
    : Math.ceil(leftBytes / bytesPerSecond);
}
