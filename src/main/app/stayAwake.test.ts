// How long the computer is kept awake for cases that rest.
import { expect, it } from "vitest";
import {
  defaultRetryPolicy,
  retryDelayMs,
} from "../../core/upload/retryDelay.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { satOutAwakeMs, StayAwake } from "./stayAwake.ts";

function watched() {
  const clock = new ManualClock();
  const said: string[] = [];
  const stayAwake = new StayAwake({
    clock,
    keepAwake: () => {
      said.push("awake");
      return () => said.push("may sleep");
    },
  });
  /** Time passes; whoever slept goes on. */
  const wait = async (ms: number) => {
    clock.advance(ms);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { stayAwake, said, wait };
}

it("keeps the computer awake once as long as it is needed", () => {
  const { stayAwake, said } = watched();
  stayAwake.follow("needed");
  stayAwake.follow("needed");
  expect(said).toEqual(["awake"]);
  stayAwake.follow("none");
  stayAwake.follow("none");
  expect(said).toEqual(["awake", "may sleep"]);
});

it("lets it sleep when a while is over, however often it is told of it", async () => {
  const { stayAwake, said, wait } = watched();
  stayAwake.follow("needed");
  stayAwake.follow("aWhile");
  await wait(satOutAwakeMs - 1);
  stayAwake.follow("aWhile");
  expect(said).toEqual(["awake"]);
  await wait(1);
  expect(said).toEqual(["awake", "may sleep"]);
  stayAwake.follow("aWhile");
  await wait(satOutAwakeMs);
  expect(said).toEqual(["awake", "may sleep"]);
});

it("begins the while anew after something was sent in between", async () => {
  const { stayAwake, said, wait } = watched();
  stayAwake.follow("needed");
  stayAwake.follow("aWhile");
  await wait(satOutAwakeMs - 1);
  stayAwake.follow("needed");
  await wait(satOutAwakeMs);
  expect(said).toEqual(["awake"]);
  stayAwake.follow("aWhile");
  await wait(satOutAwakeMs - 1);
  expect(said).toEqual(["awake"]);
  await wait(1);
  expect(said).toEqual(["awake", "may sleep"]);
});

it("lets it sleep at once where the wait is known to be long, and keeps it awake again after that", async () => {
  const { stayAwake, said, wait } = watched();
  stayAwake.follow("needed");
  stayAwake.follow("aWhile");
  stayAwake.follow("none");
  await wait(satOutAwakeMs);
  stayAwake.follow("needed");
  expect(said).toEqual(["awake", "may sleep", "awake"]);
});

it("sits out awake every pause that the engine makes of itself", () => {
  const { maxAttempts } = defaultRetryPolicy;
  for (
    let failedAttempts = 1;
    failedAttempts < maxAttempts;
    failedAttempts += 1
  )
    for (const isThrottled of [false, true])
      expect(
        retryDelayMs(
          { failedAttempts, retryAfterMs: null, isThrottled },
          0.999_999,
          defaultRetryPolicy,
        ),
      ).toBeLessThanOrEqual(satOutAwakeMs);
});
