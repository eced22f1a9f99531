// Looks while a scan runs: early on slow media, seldom on all.
import { beforeEach, expect, it } from "vitest";
import { ManualClock } from "../../testing/manualClock.ts";
import { EarlyLooks } from "./earlyLooks.ts";

let clock: ManualClock;
let stopping: AbortController;
let looks: EarlyLooks;
let found: number;
/** Seconds since the beginning, and images by then, of each look. */
let seen: (readonly [number, number])[];

beforeEach(() => {
  clock = new ManualClock(0);
  stopping = new AbortController();
  seen = [];
  looks = new EarlyLooks(() => {
    seen.push([clock.nowMs() / 1000, found]);
  });
  void looks.lookInTime(
    (ms, signal) => clock.sleep(ms, signal),
    stopping.signal,
  );
});

/** Finds images for so many seconds, every half of one, just after the clock was looked at. */
async function read(seconds: number, imagesPerSecond: number): Promise<void> {
  const startMs = clock.nowMs();
  while (clock.nowMs() < startMs + seconds * 1000) {
    clock.advance(500);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    found = Math.floor((clock.nowMs() * imagesPerSecond) / 1000);
    looks.found(found);
  }
}

it("come after 1.5, 5 and 20 seconds on a disc that gives an image per second", async () => {
  await read(49, 1);
  expect(seen).toEqual([
    [1.5, 1],
    [5, 4],
    [20, 19],
  ]);
});

it("go by the number of images from 50 on", async () => {
  await read(10, 30);
  expect(seen).toEqual([
    [1.5, 30],
    [2, 60],
    [8.5, 255],
  ]);
});

it("are six at most", async () => {
  await read(700, 2);
  expect(seen.map(([seconds]) => seconds)).toEqual([1.5, 5, 20, 25, 125, 625]);
});

it("wait for the first image, and for a new one", async () => {
  await read(3.5, 0.25);
  expect(seen).toEqual([]);
  await read(26.5, 0.25);
  expect(seen).toEqual([
    [4, 1],
    [8, 2],
    [20, 4],
  ]);
});

it("are given no more once the scan has ended", async () => {
  looks.found(3);
  stopping.abort();
  await read(30, 0);
  expect(seen).toEqual([]);
});
