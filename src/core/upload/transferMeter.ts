// Bytes on their way right now, and how fast they go: what the journal does not hold.
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { Clock } from "../ports/clock.ts";
import { startRate, updateRate, type TransferRate } from "./transferRate.ts";

/** Arrived, they say how fast the line is: some slices, or a longer one. */
const enoughBytes = 2 * 1024 * 1024;

/** Counts bytes of PUTs in flight. */
export class TransferMeter {
  readonly #clock: Clock;
  readonly #inFlight = new Map<Sha256Hex, number>();
  #inFlightBytes = 0;
  #doneBytes = 0;
  #rate: TransferRate | null = null;

  #start: TransferRate;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = startRate(clock.nowMs(), 0);
  }

  /** Bytes of unfinished PUTs. */
  get inFlightBytes(): number {
    return this.#inFlightBytes;
  }

  get bytesPerSecond(): number | null {
    return this.#rate?.bytesPerSecond ?? null;
  }

  /**
   * Of what has arrived since the start, answers included; null before there is enough of it. Known long before the smoothed
   * rate: that one waits, since what buffers swallow says nothing, but these bytes are in no buffer any more.
   */
  get arrivedBytesPerSecond(): number | null {
    const arrivedBytes = this.#doneBytes - this.#start.bytes;
    const elapsedMs = this.#clock.nowMs() - this.#start.atMs;
    return arrivedBytes < enoughBytes || elapsedMs < 0
      ? null
      : (arrivedBytes * 1000) / Math.max(1, elapsedMs);
  }

  /** Forgets the rate: the time that passed was not spent sending. */
  restart(): void {
    this.#inFlight.clear();
    this.#inFlightBytes = 0;
    this.#start = startRate(this.#clock.nowMs(), this.#doneBytes);
    this.#rate = this.#start;
  }

  /** So many bytes of a file are out. */
  sent(sha256Hex: Sha256Hex, bytes: number): void {
    this.#inFlightBytes += bytes - (this.#inFlight.get(sha256Hex) ?? 0);
    this.#inFlight.set(sha256Hex, bytes);
    this.#measure();
  }

  /** A PUT ended: its bytes arrived, or were for nothing. */
  ended(sha256Hex: Sha256Hex, hasArrived: boolean): void {
    const bytes = this.#inFlight.get(sha256Hex) ?? 0;
    this.#inFlight.delete(sha256Hex);
    this.#inFlightBytes -= bytes;
    if (hasArrived) this.#doneBytes += bytes;
    this.#measure();
  }

  #measure(): void {
    const nowMs = this.#clock.nowMs();
    const bytes = this.#doneBytes + this.#inFlightBytes;
    this.#rate =
      this.#rate === null
        ? startRate(nowMs, bytes)
        : updateRate(this.#rate, nowMs, bytes);
  }
}
