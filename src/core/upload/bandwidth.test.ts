// The limit on what is sent, by time of day and over all cases together.
import { describe, expect, it } from "vitest";
import { HastyClock } from "../../testing/hastyClock.ts";
import { allowedRate, Bandwidth } from "./bandwidth.ts";

const daytime = { fromMinute: 8 * 60, toMinute: 18 * 60 };
const night = { fromMinute: 22 * 60, toMinute: 6 * 60 };

describe("the limit at a time of day", () => {
  it.each([
    ["07:59", daytime, 7 * 60 + 59, null],
    ["08:00", daytime, 8 * 60, 250_000],
    ["17:59", daytime, 18 * 60 - 1, 250_000],
    ["18:00", daytime, 18 * 60, null],
    ["over midnight, 23:00", night, 23 * 60, 250_000],
    ["over midnight, 05:59", night, 6 * 60 - 1, 250_000],
    ["over midnight, 06:00", night, 6 * 60, null],
    ["at any time", null, 3 * 60, 250_000],
  ] as const)("%s", (_name, hours, minute, expected) => {
    expect(allowedRate({ bytesPerSecond: 250_000, hours }, minute)).toBe(
      expected,
    );
  });

  it("is none without one", () => {
    expect(allowedRate(null, 600)).toBeNull();
  });
});

describe("a limited line", () => {
  it("lets no more through than its rate and one burst, however many senders there are", async () => {
    const clock = new HastyClock();
    const startedMs = clock.nowMs();
    const bandwidth = new Bandwidth(clock, () => 100_000);
    for (let chunk = 0; chunk < 100; chunk += 1) await bandwidth.take(10_000);
    const elapsedMs = clock.nowMs() - startedMs;
    expect(elapsedMs).toBeGreaterThanOrEqual(9_700);
    expect(elapsedMs).toBeLessThanOrEqual(10_000);
  });

  it("does not save up what was not used", async () => {
    const clock = new HastyClock();
    const bandwidth = new Bandwidth(clock, () => 100_000);
    clock.pass(3_600_000);
    const startedMs = clock.nowMs();
    for (let chunk = 0; chunk < 10; chunk += 1) await bandwidth.take(10_000);
    expect(clock.nowMs() - startedMs).toBeGreaterThanOrEqual(790);
  });

  it("holds nothing back once the hours of the limit are over", () => {
    let rate: number | null = 1000;
    const bandwidth = new Bandwidth(new HastyClock(), () => rate);
    void bandwidth.take(1_000_000);
    rate = null;
    expect(bandwidth.take(1_000_000)).toBeNull();
  });
});
