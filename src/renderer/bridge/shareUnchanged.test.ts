// Unchanged parts of a snapshot stay the same object, and nothing old survives a change.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareUnchanged } from "./shareUnchanged.ts";

describe("shareUnchanged", () => {
  it("answers with the old object if all is equal", () => {
    const old = { a: [1, { b: "x" }], c: null };
    expect(shareUnchanged(old, structuredClone(old))).toBe(old);
  });

  it("keeps unchanged parts beside a changed one", () => {
    const old = { stacks: [{ id: 1 }, { id: 2 }], found: 1 };
    const next = shareUnchanged(old, {
      stacks: [{ id: 1 }, { id: 3 }],
      found: 1,
    });
    expect(next).toEqual({ stacks: [{ id: 1 }, { id: 3 }], found: 1 });
    expect(next.stacks[0]).toBe(old.stacks[0]);
    expect(next.stacks).not.toBe(old.stacks);
  });

  it("tells a missing part from an undefined one, and arrays from objects", () => {
    const gone: { a?: undefined } = {};
    expect("a" in shareUnchanged({ a: undefined }, gone)).toBe(false);
    expect(shareUnchanged([], {})).toEqual({});
    expect(shareUnchanged([1, 2, 3], [1, 2])).toEqual([1, 2]);
  });

  it("always equals the new snapshot", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (old, next) => {
        expect(shareUnchanged(old, next)).toEqual(next);
      }),
    );
  });
});
