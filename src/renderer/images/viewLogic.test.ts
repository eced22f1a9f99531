// Scrolling, trimming, sizing and windowing: the arithmetic behind the images.
import { describe, expect, it } from "vitest";
import { indexAfterKey, indexAt, neighbours, wheelSteps } from "./scrub.ts";
import { sideToRequest } from "./sizing.ts";
import { isKept, isWhole, keptCount, withFirst, withLast } from "./trimming.ts";
import { dragWindow, isSameWindow, presetsFor } from "./windowLevel.ts";

describe("scrolling through a stack", () => {
  it("gives every image an equal share of the width, ends included", () => {
    expect(indexAt(0, 200, 4)).toBe(0);
    expect(indexAt(49, 200, 4)).toBe(0);
    expect(indexAt(50, 200, 4)).toBe(1);
    expect(indexAt(199, 200, 4)).toBe(3);
    expect(indexAt(200, 200, 4)).toBe(3);
    expect(indexAt(-5, 200, 4)).toBe(0);
    expect(indexAt(10, 0, 4)).toBe(0);
  });

  it("moves by keys and stops at the ends", () => {
    expect(indexAfterKey("ArrowDown", 3, 5)).toBe(4);
    expect(indexAfterKey("ArrowRight", 4, 5)).toBe(4);
    expect(indexAfterKey("ArrowUp", 0, 5)).toBe(0);
    expect(indexAfterKey("PageDown", 0, 300)).toBe(30);
    expect(indexAfterKey("PageUp", 1, 5)).toBe(0);
    expect(indexAfterKey("Home", 3, 5)).toBe(0);
    expect(indexAfterKey("End", 0, 5)).toBe(4);
    expect(indexAfterKey("a", 0, 5)).toBeNull();
  });

  it("moves one image per notch of a mouse, however coarse", () => {
    expect(wheelSteps(0, 120)).toEqual({ images: 1, rest: 0 });
    expect(wheelSteps(0, -100)).toEqual({ images: -1, rest: 0 });
    expect(wheelSteps(15, 480)).toEqual({ images: 1, rest: 0 });
  });

  it("adds up the small movements of a touch pad and forgets them on turning", () => {
    expect(wheelSteps(0, 15)).toEqual({ images: 0, rest: 15 });
    expect(wheelSteps(30, 15)).toEqual({ images: 1, rest: 5 });
    expect(wheelSteps(30, -15)).toEqual({ images: 0, rest: -15 });
  });

  it("fetches ahead in the direction of travel, within the stack", () => {
    expect(neighbours(5, 100, 1)).toEqual([6, 7, 4, 8, 9, 10]);
    expect(neighbours(5, 100, -1)).toEqual([4, 3, 6, 2, 1, 0]);
    expect(neighbours(0, 2, 1)).toEqual([1]);
  });
});

describe("size of a request", () => {
  it("is sharp on dense screens and no larger than the image", () => {
    expect(sideToRequest(180, 1, 512)).toBe(192);
    expect(sideToRequest(180, 2, 512)).toBe(384);
    expect(sideToRequest(900, 2, 512)).toBe(640);
    expect(sideToRequest(900, 2, 3000)).toBe(2048);
    expect(sideToRequest(9000, 2, 9000)).toBe(4096);
    expect(sideToRequest(300, 1, 64)).toBe(192);
  });
});

describe("trimming", () => {
  const trim = { first: 2, last: 11, keepEvery: 3 };

  it("counts what it keeps", () => {
    const kept = Array.from({ length: 20 }, (_, index) => index).filter(
      (index) => isKept(trim, index),
    );
    expect(kept).toEqual([2, 5, 8, 11]);
    expect(keptCount(trim)).toBe(4);
    expect(keptCount({ first: 0, last: 0, keepEvery: 5 })).toBe(1);
  });

  it("knows when nothing is left out", () => {
    expect(isWhole({ first: 0, last: 9, keepEvery: 1 }, 10)).toBe(true);
    expect(isWhole({ first: 0, last: 9, keepEvery: 2 }, 10)).toBe(false);
    expect(isWhole({ first: 1, last: 9, keepEvery: 1 }, 10)).toBe(false);
  });

  it("moves the other end along rather than cross it", () => {
    expect(withFirst(trim, 15)).toEqual({ first: 15, last: 15, keepEvery: 3 });
    expect(withLast(trim, 1)).toEqual({ first: 1, last: 1, keepEvery: 3 });
    expect(withLast(trim, 6)).toEqual({ first: 2, last: 6, keepEvery: 3 });
  });
});

describe("window and level", () => {
  const start = { center: 40, width: 400 };

  it("widens to the right, brightens downwards", () => {
    expect(dragWindow(start, { dx: 250, dy: 0, sidePixels: 500 })).toEqual({
      center: 40,
      width: 800,
    });
    expect(dragWindow(start, { dx: 0, dy: 100, sidePixels: 500 })).toEqual({
      center: -40,
      width: 400,
    });
  });

  it("never reaches a width of zero", () => {
    expect(dragWindow(start, { dx: -9000, dy: 0, sidePixels: 500 }).width).toBe(
      1,
    );
    expect(
      dragWindow(
        { center: 0.5, width: 1 },
        { dx: -9000, dy: 0, sidePixels: 500 },
      ).width,
    ).toBe(0.01);
  });

  it("offers presets for CT only", () => {
    expect(presetsFor("CT").map((preset) => preset.name)).toEqual([
      "Soft tissue",
      "Lung",
      "Bone",
      "Brain",
    ]);
    expect(presetsFor("MR")).toEqual([]);
  });

  it("compares windows by what they show", () => {
    expect(isSameWindow(start, { ...start })).toBe(true);
    expect(isSameWindow(null, null)).toBe(true);
    expect(isSameWindow(start, null)).toBe(false);
  });
});
