// Delays before the next try.
import { describe, expect, it } from "vitest";
import { defaultRetryPolicy as policy, retryDelayMs } from "./retryDelay.ts";

function bound(failedAttempts: number): number | null {
  return retryDelayMs(
    { failedAttempts, retryAfterMs: null, isThrottled: false },
    0.999_999_999,
    policy,
  );
}

describe("retryDelayMs", () => {
  it("grows from the listed delays to the cap", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19].map(bound)).toEqual([
      1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 240_000, 300_000,
      300_000, 300_000,
    ]);
  });

  it("spreads tries over the whole time up to the bound", () => {
    const attempt = {
      failedAttempts: 4,
      retryAfterMs: null,
      isThrottled: false,
    };
    expect(retryDelayMs(attempt, 0, policy)).toBe(0);
    expect(retryDelayMs(attempt, 0.5, policy)).toBe(5_000);
  });

  it("never comes back before Retry-After", () => {
    const attempt = {
      failedAttempts: 1,
      retryAfterMs: 90_000,
      isThrottled: true,
    };
    expect(retryDelayMs(attempt, 0, policy)).toBe(90_000);
    expect(retryDelayMs(attempt, 0.5, policy)).toBe(90_500);
  });

  it("waits at least five seconds when throttled without Retry-After", () => {
    const throttled = (failedAttempts: number) =>
      retryDelayMs(
        { failedAttempts, retryAfterMs: null, isThrottled: true },
        0,
        policy,
      );
    expect([1, 2, 3, 10].map(throttled)).toEqual([
      5_000, 10_000, 20_000, 300_000,
    ]);
  });

  it("ends when the budget is spent, Retry-After or not", () => {
    expect(bound(20)).toBeNull();
    expect(
      retryDelayMs(
        { failedAttempts: 20, retryAfterMs: 1_000, isThrottled: true },
        0,
        policy,
      ),
    ).toBeNull();
  });
});
