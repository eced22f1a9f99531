// The limit on what is sent, by time of day and over all cases together.
import { describe, expect, it } from "vitest";
import { HastyClock } from "../../testing/hastyClock.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { allowedRate, Bandwidth } from "./bandwidth.ts";

const daytime = { fromMinute: 8 * 60, toMinute: 18 * 60 };
const allDay = { fromMinute: 8 * 60, toMinute: 8 * 60 };
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
    ["from a minute to the same, then", allDay, 8 * 60, 250_000],
    ["from a minute to the same, before", allDay, 8 * 60 - 1, 250_000],
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

  it("is taken in portions that let many senders move, however fast the line was before", async () => {
    const clock = new HastyClock();
    // 0.1 Mbit/s.
    const bandwidth = new Bandwidth(clock, () => 12_500);
    const bytes = bandwidth.portionBytes(512 * 1024);
    expect(bytes).toBe(3125);
    const startedMs = clock.nowMs();
    for (let sender = 0; sender < 12; sender += 1) await bandwidth.take(bytes);
    expect(clock.nowMs() - startedMs).toBeLessThan(5_000);
  });

  it("makes nobody wait for a day by which the clock was set back", async () => {
    const clock = new HastyClock();
    const bandwidth = new Bandwidth(clock, () => 100_000);
    await bandwidth.take(100_000);
    clock.pass(-86_400_000);
    const setBackMs = clock.nowMs();
    await bandwidth.take(100_000);
    expect(clock.nowMs() - setBackMs).toBeLessThan(2_000);
  });

  it("gives others the time of a sender that is stopped while it waits", async () => {
    const clock = new ManualClock(1_000_000);
    const bandwidth = new Bandwidth(clock, () => 100_000);
    const stop = new AbortController();
    // Ten seconds.
    const stopped = bandwidth.take(1_000_000, () => stop.signal);
    stop.abort();
    await stopped;
    expect(clock.nowMs()).toBe(1_000_000);
    expect(bandwidth.take(10_000)).toBeNull();
  });

  it("holds nothing back once the hours of the limit are over", () => {
    let rate: number | null = 1000;
    const bandwidth = new Bandwidth(new HastyClock(), () => rate);
    void bandwidth.take(1_000_000);
    rate = null;
    expect(bandwidth.take(1_000_000)).toBeNull();
  });
});

describe("a reservation", () => {
  it("is given in the order of the calls, each after its own time", async () => {
    const clock = new HastyClock();
    const startedMs = clock.nowMs();
    const bandwidth = new Bandwidth(clock, () => 100_000);
    const { signal } = new AbortController();
    const given: [string, number][] = [];
    const reserve = async (name: string) => {
      await bandwidth.reserve(1_000_000, signal);
      given.push([name, Math.round((clock.nowMs() - startedMs) / 1000)]);
    };
    await Promise.all([reserve("first"), reserve("second")]);
    expect(given).toEqual([
      ["first", 10],
      ["second", 20],
    ]);
  });

  it("is given up at once at an abort, also behind another", async () => {
    const clock = new ManualClock(1_000_000);
    const bandwidth = new Bandwidth(clock, () => 100_000);
    const stop = new AbortController();
    void bandwidth.reserve(1_000_000, new AbortController().signal);
    const behind = bandwidth.reserve(1_000_000, stop.signal);
    stop.abort();
    expect(await behind).toBe(false);
    expect(clock.nowMs()).toBe(1_000_000);
  });

  it("follows a limit that is lifted while it waits", async () => {
    const clock = new HastyClock();
    const startedMs = clock.nowMs();
    let asked = 0;
    const bandwidth = new Bandwidth(clock, () =>
      (asked += 1) < 10 ? 1_000 : null,
    );
    const { signal } = new AbortController();
    expect(await bandwidth.reserve(1_000_000_000, signal)).toBe(true);
    expect(clock.nowMs() - startedMs).toBeLessThan(10_000);
  });
});
