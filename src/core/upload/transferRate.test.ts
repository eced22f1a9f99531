// Smoothed rates and the time that is left.
import { describe, expect, it } from "vitest";
import { secondsLeft, startRate, updateRate } from "./transferRate.ts";

describe("updateRate", () => {
  it("is the plain rate after the first interval", () => {
    expect(updateRate(startRate(0, 0), 1_000, 500)).toEqual({
      atMs: 1_000,
      bytes: 500,
      bytesPerSecond: 500,
    });
  });

  it("ignores intervals too short to mean anything", () => {
    const rate = startRate(0, 0);
    expect(updateRate(rate, 100, 1_000_000)).toBe(rate);
  });

  it("goes half way to a new rate in one half-life, however many samples that takes", () => {
    const settled = { atMs: 0, bytes: 0, bytesPerSecond: 1_000 };
    const atOnce = updateRate(settled, 4_000, 8_000);
    let inSteps = settled as ReturnType<typeof updateRate>;
    for (let second = 1; second <= 4; second += 1)
      inSteps = updateRate(inSteps, second * 1_000, second * 2_000);
    expect(atOnce.bytesPerSecond).toBeCloseTo(1_500);
    expect(inSteps.bytesPerSecond).toBeCloseTo(1_500);
  });

  it("is never negative when bytes are taken back", () => {
    const settled = { atMs: 0, bytes: 1_000, bytesPerSecond: 100 };
    expect(updateRate(settled, 4_000, 0).bytesPerSecond).toBeCloseTo(50);
  });
});

describe("secondsLeft", () => {
  it.each([
    [100, 950, 10],
    [100, 0, 0],
    [null, 0, 0],
    [null, 10, null],
    [0.5, 10, null],
  ])("at %s bytes per second with %s bytes left: %s", (rate, left, seconds) => {
    expect(secondsLeft(rate, left)).toBe(seconds);
  });
});
