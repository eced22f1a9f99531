// The image cache stays within its bytes and forgets the right entry.
import { describe, expect, it } from "vitest";
import { ByteLru } from "./byteLru.ts";

const cacheOf = (capacityBytes: number) =>
  new ByteLru<string>(capacityBytes, (value) => value.length);

describe("ByteLru", () => {
  it("forgets the entry unused for longest when the bytes run out", () => {
    const cache = cacheOf(10);
    cache.set("a", "1234");
    cache.set("b", "1234");
    cache.get("a");
    cache.set("c", "1234");
    expect(cache.has("a")).toBe(true);
    expect(cache.has("b")).toBe(false);
    expect(cache.has("c")).toBe(true);
    expect(cache.heldBytes).toBe(8);
  });

  it("counts a replaced entry once", () => {
    const cache = cacheOf(10);
    cache.set("a", "12345678");
    cache.set("a", "12");
    expect(cache.heldBytes).toBe(2);
    expect(cache.get("a")).toBe("12");
  });

  it("does not empty itself for a value that can never fit", () => {
    const cache = cacheOf(4);
    cache.set("a", "1234");
    cache.set("b", "12345");
    expect(cache.has("a")).toBe(true);
    expect(cache.has("b")).toBe(false);
  });

  it("forgets several small entries for one large", () => {
    const cache = cacheOf(6);
    for (const key of ["a", "b", "c"]) cache.set(key, "12");
    cache.set("d", "12345");
    expect(cache.heldBytes).toBe(5);
    expect(cache.has("c")).toBe(false);
  });
});
