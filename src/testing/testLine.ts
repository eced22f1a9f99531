// The line to a service, for tests of one case: four PUTs at a time unless told otherwise, always online.
import type { Clock } from "../core/ports/clock.ts";
import type { Connectivity } from "../core/ports/connectivity.ts";
import type { PutLimits } from "../core/upload/putSlots.ts";
import {
  alwaysOnline,
  createServiceLines,
  type ServiceLine,
} from "../core/upload/serviceLine.ts";

/** A line of its own. */
export function testLine(
  clock: Clock,
  options: {
    readonly limits?: PutLimits;
    readonly bytesPerSecond?: number;
    readonly connectivity?: Connectivity;
  } = {},
): ServiceLine {
  return createServiceLines({
    clock,
    connectivityFor: () => options.connectivity ?? alwaysOnline,
    transfers: {
      putLimits: () => options.limits ?? { start: 4, most: 4 },
      bytesPerSecond: () => options.bytesPerSecond ?? null,
    },
  })("https://service.test");
}
