// Times of day as typed.
import { describe, expect, it } from "vitest";
import { minuteOfTime, timeOfMinute } from "./timeOfDay.ts";

describe("a time of day", () => {
  it.each([
    [0, "00:00"],
    [485, "08:05"],
    [1439, "23:59"],
  ])("minute %i is %s, and back", (minute, text) => {
    expect(timeOfMinute(minute)).toBe(text);
    expect(minuteOfTime(text)).toBe(minute);
  });

  it.each(["", "24:00", "8:00", "08:60"])("%j is none", (text) => {
    expect(minuteOfTime(text)).toBeNull();
  });
});
