// What all cases that go to one service share: places for PUTs, the pause it asked for, the limit on the line, the way there.
import type { Failure } from "../../shared/failure.ts";
import { success } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import { Bandwidth } from "./bandwidth.ts";
import { PutSlots, type PutLimits } from "./putSlots.ts";

/** Until when nothing is sent to a service, because it said so to any of the cases. */
export class ServicePause {
  readonly #clock: Clock;
  #untilMs = 0;
  #lengthMs = 0;
  #failure: Failure | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds from now; 0: none. A clock that is set back does not make it longer than it was asked for. */
  get leftMs(): number {
    const nowMs = this.#clock.nowMs();
    this.#untilMs = Math.min(this.#untilMs, nowMs + this.#lengthMs);
    return Math.max(0, this.#untilMs - nowMs);
  }

  /** What it answered when it asked for the pause. */
  get failure(): Failure {
    return (
      this.#failure ?? { kind: "rateLimited", status: 429, retryAfterMs: null }
    );
  }

  /** Holds everything for so long from now. Never shortens it. */
  extend(lengthMs: number, failure: Failure): void {
    if (lengthMs <= this.leftMs) return;
    this.#untilMs = this.#clock.nowMs() + lengthMs;
    this.#lengthMs = lengthMs;
    this.#failure = failure;
  }

  end(): void {
    this.#untilMs = 0;
  }
}

/** The line to one service. */
export interface ServiceLine {
  readonly slots: PutSlots;
  readonly pause: ServicePause;
  readonly bandwidth: Bandwidth;
  readonly connectivity: Connectivity;
}

/** What the user chose about transfers; asked again at every step. */
export interface TransferPolicy {
  readonly putLimits: () => PutLimits;
  /** For everything that is sent at this time of day; null: as fast as it goes. */
  readonly bytesPerSecond: () => number | null;
}

/** Four PUTs to begin with (contract section 6.2), as fast as it goes. */
export const defaultTransferPolicy: TransferPolicy = {
  putLimits: () => ({ start: 4, most: 12 }),
  bytesPerSecond: () => null,
};

/** Makes the lines, one per service; the bandwidth is one for all. */
export function createServiceLines(deps: {
  readonly clock: Clock;
  readonly connectivityFor: (serviceOrigin: string) => Connectivity;
  readonly transfers: TransferPolicy;
}): (serviceOrigin: string) => ServiceLine {
  const { clock, transfers } = deps;
  const bandwidth = new Bandwidth(clock, transfers.bytesPerSecond);
  const lines = new Map<string, ServiceLine>();
  return (serviceOrigin) => {
    const known = lines.get(serviceOrigin);
    if (known !== undefined) return known;
    const line: ServiceLine = {
      slots: new PutSlots(clock, transfers.putLimits),
      pause: new ServicePause(clock),
      bandwidth,
      connectivity: deps.connectivityFor(serviceOrigin),
    };
    lines.set(serviceOrigin, line);
    return line;
  };
}

/** For a service that needs no network: the sandbox on this computer. */
export const alwaysOnline: Connectivity = {
  state: { kind: "online" },
  subscribe: () => () => undefined,
  waitUntilOnline: () => Promise.resolve(success(null)),
};
