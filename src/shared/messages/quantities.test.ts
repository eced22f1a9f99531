// Numbers in words, at their edges.
import { describe, expect, it } from "vitest";
import {
  countOf,
  formatBytes,
  formatCountdown,
  formatInterval,
  formatPercent,
  formatRate,
  formatSpan,
  formatTimeLeft,
} from "./quantities.ts";

describe("quantities", () => {
  it("counts one and many", () => {
    expect(countOf(1, "image")).toBe("1 image");
    expect(countOf(0, "image")).toBe("0 images");
    expect(countOf(12_040, "study", "studies")).toBe("12,040 studies");
  });

  it("writes sizes in decimal units without rounding to a thousand", () => {
    expect(formatBytes(0)).toBe("0 B");
    expect(formatBytes(999)).toBe("999 B");
    expect(formatBytes(1_000)).toBe("1.0 kB");
    expect(formatBytes(999_999)).toBe("1.0 MB");
    expect(formatBytes(525_312)).toBe("525 kB");
    expect(formatBytes(2_147_483_648)).toBe("2.1 GB");
    expect(formatRate(1_500_000)).toBe("1.5 MB/s");
  });

  it("is no more precise about time than it can be", () => {
    expect(formatTimeLeft(3)).toBe("a few seconds");
    expect(formatTimeLeft(59)).toBe("under a minute");
    expect(formatTimeLeft(61)).toBe("2 min");
    expect(formatTimeLeft(3_600)).toBe("1 h");
    expect(formatTimeLeft(7_800)).toBe("2 h 10 min");
  });

  it("tells how long something is in the unit that tells enough", () => {
    expect(formatSpan(1)).toBe("1 second");
    expect(formatSpan(119)).toBe("119 seconds");
    expect(formatSpan(300)).toBe("5 minutes");
    expect(formatSpan(3 * 3_600)).toBe("3 hours");
    expect(formatSpan(3 * 86_400)).toBe("3 days");
  });

  it("counts down without going below zero", () => {
    expect(formatCountdown(8.2)).toBe("0:09");
    expect(formatCountdown(750)).toBe("12:30");
    expect(formatCountdown(-3)).toBe("0:00");
  });

  it("shows 100% only when done", () => {
    expect(formatPercent(0)).toBe("0%");
    expect(formatPercent(0.999)).toBe("99%");
    expect(formatPercent(1)).toBe("100%");
  });

  it("says intervals as a radiologist does", () => {
    expect(formatInterval(0)).toBe("same day");
    expect(formatInterval(1)).toBe("1 day later");
    expect(formatInterval(13)).toBe("13 days later");
    expect(formatInterval(21)).toBe("3 weeks later");
    expect(formatInterval(183)).toBe("6 months later");
    expect(formatInterval(1_100)).toBe("3 years later");
  });
});
