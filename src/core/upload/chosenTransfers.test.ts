// What the user chose about transfers, as the engine sees it.
import { describe, expect, it } from "vitest";
import type { TransferSettings } from "../../shared/transferSettings.ts";
import { chosenTransfers } from "./chosenTransfers.ts";

describe("the user's choice about transfers", () => {
  it("counts from the moment it is changed, and by the time of day", () => {
    let minute = 9 * 60;
    let settings: Pick<TransferSettings, "mostAtOnce" | "limit"> = {
      mostAtOnce: 2,
      limit: null,
    };
    const policy = chosenTransfers(
      () => settings,
      () => minute,
    );
    expect(policy.putLimits()).toEqual({ start: 2, most: 2 });
    expect(policy.bytesPerSecond()).toBeNull();
    const hours = { fromMinute: 480, toMinute: 1080 };
    settings = { mostAtOnce: 12, limit: { megabitsPerSecond: 2, hours } };
    expect(policy.putLimits()).toEqual({ start: 4, most: 12 });
    expect(policy.bytesPerSecond()).toBe(250_000);
    minute = 18 * 60;
    expect(policy.bytesPerSecond()).toBeNull();
  });
});
