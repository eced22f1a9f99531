// How many PUTs go on at a time: learnt from what a line does, as TCP learns its window; pure.

/** What was learnt so far. */
export interface Concurrency {
  readonly limit: number;
  /** Measured since then. */
  readonly sinceMs: number;
  readonly puts: number;
  readonly bytes: number;
  /** Rate before the last raise, which it has to beat; null if there is nothing to beat. */
  readonly rateToBeat: number | null;
  /** Windows to go by before the next raise. */
  readonly restingWindows: number;
}

/** One PUT that ended. */
export interface PutEnd {
  readonly nowMs: number;
  readonly bytes: number;
  /** The line or the storage gave way: lost, stalled, refused for want of strength. */
  readonly wasCongested: boolean;
  /** All places were taken, so that more of them might have helped. */
  readonly wasFull: boolean;
}

/** Shorter windows say more about buffers than about the line. */
const shortestWindowMs = 2_000;
/** A raise has to be worth this much, or is taken back. */
const worthwhileGain = 1.05;
const restAfterCongestion = 8;
const restAfterVainRaise = 16;

export function startConcurrency(limit: number, nowMs: number): Concurrency {
  return {
    limit,
    sinceMs: nowMs,
    puts: 0,
    bytes: 0,
    rateToBeat: null,
    restingWindows: 0,
  };
}

/** Additive increase while it pays, halving when the line gives way. Never below 1 nor above `most`. */
export function afterPut(
  before: Concurrency,
  put: PutEnd,
  most: number,
): Concurrency {
  const limit = Math.min(before.limit, most);
  if (put.wasCongested) return halved(before, limit, put.nowMs);
  const puts = before.puts + 1;
  const bytes = before.bytes + put.bytes;
  const elapsedMs = put.nowMs - before.sinceMs;
  // The clock was set back: the window begins anew.
  if (elapsedMs < 0)
    return { ...before, limit, sinceMs: put.nowMs, puts: 0, bytes: 0 };
  if (elapsedMs < shortestWindowMs || puts < 2 * limit)
    return { ...before, limit, puts, bytes };
  const rate = bytes / elapsedMs;
  const window = { ...startConcurrency(limit, put.nowMs), limit };
  if (before.rateToBeat !== null && rate < before.rateToBeat * worthwhileGain)
    return {
      ...window,
      limit: Math.max(1, limit - 1),
      restingWindows: restAfterVainRaise,
    };
  if (before.restingWindows > 0)
    return { ...window, restingWindows: before.restingWindows - 1 };
  return put.wasFull && limit < most
    ? { ...window, limit: limit + 1, rateToBeat: rate }
    : window;
}

/** Failures that come together count as one: they all began under the old limit. */
function halved(
  before: Concurrency,
  limit: number,
  nowMs: number,
): Concurrency {
  const isOneOfMany =
    before.restingWindows === restAfterCongestion &&
    Math.abs(nowMs - before.sinceMs) < shortestWindowMs;
  return isOneOfMany
    ? { ...before, limit }
    : {
        ...startConcurrency(Math.max(1, Math.floor(limit / 2)), nowMs),
        restingWindows: restAfterCongestion,
      };
}
