// Bodies that are held whole in memory, one after the other where they would not fit together.
import { describe, expect, it } from "vitest";
import { MemoryBudget } from "./memoryBudget.ts";

const never = new AbortController().signal;
const turns = async () => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
};

/** Asks for room; `held` tells whose turn it is. */
function asking(budget: MemoryBudget) {
  const held = new Map<string, () => void>();
  const ask = (name: string, bytes: number, signal = never) =>
    budget.acquire(bytes, signal).then((release) => {
      if (release !== null) held.set(name, release);
    });
  return { held, ask };
}

describe("memory for bodies", () => {
  it("is never held by more than fit, and nobody overtakes", async () => {
    const { held, ask } = asking(new MemoryBudget(512));
    for (const [name, bytes] of [
      ["a", 300],
      ["b", 200],
      ["c", 400],
      ["d", 10],
    ] as const)
      void ask(name, bytes);
    await turns();
    expect([...held.keys()]).toEqual(["a", "b"]);
    held.get("b")?.();
    await turns();
    expect([...held.keys()]).toEqual(["a", "b"]);
    held.get("a")?.();
    await turns();
    expect([...held.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  it("lets the largest go alone", async () => {
    const { held, ask } = asking(new MemoryBudget(512));
    void ask("small", 1);
    void ask("whole", 600);
    await turns();
    expect([...held.keys()]).toEqual(["small"]);
    held.get("small")?.();
    await turns();
    expect([...held.keys()]).toEqual(["small", "whole"]);
  });

  it("is not waited for by what was called off, first in the line or not", async () => {
    const { held, ask } = asking(new MemoryBudget(512));
    const stop = new AbortController();
    void ask("a", 500);
    const calledOff = [ask("b", 500, stop.signal), ask("c", 500, stop.signal)];
    void ask("d", 10);
    await turns();
    stop.abort();
    await Promise.all(calledOff);
    await turns();
    expect([...held.keys()]).toEqual(["a", "d"]);
  });

  it("answers what was called off at once, behind another that waits too", async () => {
    const { held, ask } = asking(new MemoryBudget(512));
    const stop = new AbortController();
    void ask("a", 500);
    void ask("b", 500);
    let isAnswered = false;
    void ask("c", 10, stop.signal).then(() => {
      isAnswered = true;
    });
    await turns();
    stop.abort();
    await turns();
    expect(isAnswered).toBe(true);
    expect([...held.keys()]).toEqual(["a"]);
    held.get("a")?.();
    await turns();
    expect([...held.keys()]).toEqual(["a", "b"]);
  });
});
