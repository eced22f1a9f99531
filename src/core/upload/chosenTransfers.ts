// The user's choice about transfers as the engine asks for it.
import type { TransferSettings } from "../../shared/transferSettings.ts";
import { allowedRate } from "./bandwidth.ts";
import type { TransferPolicy } from "./serviceLine.ts";

/** What is begun with (contract section 6.2). */
const startAtOnce = 4;
const bytesPerMegabit = 1_000_000 / 8;

/** Asks `read` at every step, so that a change counts at once. `minuteOfDay` by this computer's clock, 0 to 1439. */
export function chosenTransfers(
  read: () => Pick<TransferSettings, "mostAtOnce" | "limit">,
  minuteOfDay: () => number,
): TransferPolicy {
  return {
    putLimits: () => {
      const { mostAtOnce } = read();
      return { start: Math.min(startAtOnce, mostAtOnce), most: mostAtOnce };
    },
    bytesPerSecond: () => {
      const { limit } = read();
      return limit === null
        ? null
        : allowedRate(
            {
              bytesPerSecond: limit.megabitsPerSecond * bytesPerMegabit,
              hours: limit.hours,
            },
            minuteOfDay(),
          );
    },
  };
}
