// Keeps all cases together below a rate, which may depend on the time of day.
import type { Clock } from "../ports/clock.ts";

/** Minutes since midnight on this computer's clock, 0 to 1439; from after to means over midnight. */
export interface DailyHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** A limit; `hours` null: at any time. */
export interface BandwidthLimit {
  readonly bytesPerSecond: number;
  readonly hours: DailyHours | null;
}

/** Bytes per second at a time of day; null: as fast as it goes. Pure. The end of the hours is outside of them. */
export function allowedRate(
  limit: BandwidthLimit | null,
  minuteOfDay: number,
): number | null {
  if (limit === null) return null;
  const { hours, bytesPerSecond } = limit;
  return hours === null || isWithin(hours, minuteOfDay) ? bytesPerSecond : null;
}

function isWithin({ fromMinute, toMinute }: DailyHours, minute: number) {
  return fromMinute <= toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

/** What may go out ahead of the rate. */
const burstMs = 200;

/**
 * A token bucket over everything that is sent, written as the moment until which the line is spoken for. Invariant: over
 * any time, no more than the rate allows plus one burst and one chunk.
 */
export class Bandwidth {
  readonly #clock: Clock;
  readonly #rate: () => number | null;
  #spokenForUntilMs = 0;

  /** `rate` in bytes per second, null for none; asked for every chunk. */
  constructor(clock: Clock, rate: () => number | null) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** Resolves when so many bytes may go; null if they may at once. */
  take(bytes: number): Promise<void> | null {
    const rate = this.#rate();
    const nowMs = this.#clock.nowMs();
    if (rate === null) {
      this.#spokenForUntilMs = 0;
      return null;
    }
    const startMs = Math.max(this.#spokenForUntilMs, nowMs - burstMs);
    this.#spokenForUntilMs = startMs + (bytes * 1000) / rate;
    const waitMs = this.#spokenForUntilMs - nowMs;
    return waitMs > 0 ? this.#clock.sleep(waitMs) : null;
  }
}
