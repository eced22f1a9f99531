// Keeps all cases together below a rate, which may depend on the time of day.
import type { Clock } from "../ports/clock.ts";

/** Minutes since midnight on this computer's clock, 0 to 1439; from after to means over midnight, the same minute the whole day. */
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
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

/** What may go out ahead of the rate. */
const burstMs = 200;

/** Smaller ones are only more work. */
const leastPortionBytes = 1024;

/**
 * A token bucket over everything that is sent, written as the moment until which the line is spoken for. Invariant: over
 * any time, no more than the rate allows plus one burst and one chunk.
 */
export class Bandwidth {
  readonly #clock: Clock;
  readonly #rate: () => number | null;
  #spokenForUntilMs = 0;
  #lastMs = 0;
  /** Ends with the last reservation. */
  #reserved: Promise<void> = Promise.resolve();

  /** `rate` in bytes per second, null for none; asked for every chunk. */
  constructor(clock: Clock, rate: () => number | null) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** Whether there is a limit at this moment. */
  get isLimited(): boolean {
    return this.#rate() !== null;
  }

  /**
   * The most to take at a time, at most `bytes`: what the rate lets through in a quarter of a second, so that many PUTs that
   * take turns all move before a watchdog believes that they stand still.
   */
  portionBytes(bytes: number): number {
    const rate = this.#rate();
    if (rate === null) return bytes;
    return Math.min(bytes, Math.max(leastPortionBytes, Math.floor(rate / 4)));
  }

  /**
   * Resolves when so many bytes may go; null if they may at once. At an abort it resolves too, and others have their time;
   * `signalOf` is asked only if there is something to wait for.
   */
  take(bytes: number, signalOf?: () => AbortSignal): Promise<void> | null {
    const rate = this.#rate();
    const nowMs = this.#clock.nowMs();
    if (rate === null) {
      this.#spokenForUntilMs = 0;
      return null;
    }
    // Set back, the clock would make everybody wait for the time that was lost.
    if (nowMs < this.#lastMs) this.#spokenForUntilMs -= this.#lastMs - nowMs;
    this.#lastMs = nowMs;
    const startMs = Math.max(this.#spokenForUntilMs, nowMs - burstMs);
    this.#spokenForUntilMs = startMs + (bytes * 1000) / rate;
    const waitMs = this.#spokenForUntilMs - nowMs;
    return waitMs > 0
      ? this.#wait(waitMs, (bytes * 1000) / rate, signalOf?.())
      : null;
  }

  /**
   * Resolves with true when all of so many bytes may go at once, in the order of the calls; false at an abort. In portions, so
   * that a changed limit holds from then on, and senders that stream have their turns in between.
   */
  async reserve(bytes: number, signal: AbortSignal): Promise<boolean> {
    const before = this.#reserved;
    let end: () => void = () => undefined;
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#reserved = before.then(() => own);
    try {
      await either(before, signal);
      for (let left = bytes; left > 0 && !signal.aborted;) {
        const portion = this.portionBytes(left);
        left -= portion;
        await this.take(portion, () => signal);
      }
      return !signal.aborted;
    } finally {
      end();
    }
  }

  async #wait(waitMs: number, takenMs: number, signal?: AbortSignal) {
    await this.#clock.sleep(waitMs, signal);
    if (signal?.aborted === true) this.#spokenForUntilMs -= takenMs;
  }
}

/** Resolves once either has come. */
function either(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener("abort", end);
      resolve();
    };
    signal.addEventListener("abort", end);
    void promise.then(end);
  });
}
