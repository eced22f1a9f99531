// Lines of different kinds, and the number of PUTs that suits them.
import { describe, expect, it } from "vitest";
import {
  afterPut,
  startConcurrency,
  type Concurrency,
} from "./adaptConcurrency.ts";

/** Sends files over a line whose rate depends on how many go at a time; answers the limits it went through. */
function sendOver(
  bytesPerMsAt: (limit: number) => number,
  options: { readonly files: number; readonly most: number },
): { readonly last: Concurrency; readonly limits: readonly number[] } {
  let state = startConcurrency(4, 0);
  let nowMs = 0;
  const limits = [state.limit];
  for (let file = 0; file < options.files; file += 1) {
    nowMs += 500_000 / bytesPerMsAt(state.limit);
    state = afterPut(
      state,
      { nowMs, bytes: 500_000, wasCongested: false, wasFull: true },
      options.most,
    );
    if (state.limit !== limits.at(-1)) limits.push(state.limit);
  }
  return { last: state, limits };
}

describe("the number of PUTs at a time", () => {
  it("grows while each one more brings more, as on a long way with room", () => {
    const { last } = sendOver((limit) => 100 * Math.min(limit, 10), {
      files: 3000,
      most: 16,
    });
    expect(last.limit).toBeGreaterThanOrEqual(9);
    expect(last.limit).toBeLessThanOrEqual(11);
  });

  it("stays where it was on a line that is full already", () => {
    const { limits } = sendOver(() => 400, { files: 1000, most: 16 });
    expect(limits.slice(0, 3)).toEqual([4, 5, 4]);
    expect(Math.max(...limits)).toBe(5);
  });

  it("never passes what the settings allow", () => {
    const { limits } = sendOver((limit) => 100 * limit, {
      files: 2000,
      most: 6,
    });
    expect(Math.max(...limits)).toBe(6);
  });

  it("halves once when the line gives way, however many PUTs that breaks, and never below one", () => {
    let state = startConcurrency(8, 0);
    const broken = { bytes: 0, wasCongested: true, wasFull: true };
    for (let put = 0; put < 8; put += 1)
      state = afterPut(state, { ...broken, nowMs: 100 + put }, 16);
    expect(state.limit).toBe(4);
    state = afterPut(state, { ...broken, nowMs: 10_000 }, 16);
    state = afterPut(state, { ...broken, nowMs: 20_000 }, 16);
    state = afterPut(state, { ...broken, nowMs: 30_000 }, 16);
    expect(state.limit).toBe(1);
  });

  it("does not grow while places stay empty", () => {
    let state = startConcurrency(4, 0);
    for (let put = 0; put < 100; put += 1)
      state = afterPut(
        state,
        {
          nowMs: put * 1000,
          bytes: 1000,
          wasCongested: false,
          wasFull: false,
        },
        16,
      );
    expect(state.limit).toBe(4);
  });
});
