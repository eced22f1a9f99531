// Order of studies inside a case.
import { expect, test } from "vitest";
import { lastPosition, positionAfterInsert } from "./studyPosition.ts";

const places = (positions: readonly number[], inserted: number) =>
  positions.map((position) => positionAfterInsert({ position }, inserted));

test("an item inserted at a taken place pushes it and all after it down", () => {
  expect(places([1, 2, 3, 4], 3)).toEqual([1, 2, 4, 5]);
});

test("an item inserted in a gap pushes what follows down all the same", () => {
  expect(places([1, 2, 7], 4)).toEqual([1, 2, 8]);
});

test("an item inserted after all others moves nothing", () => {
  expect(places([1, 2], 3)).toEqual([1, 2]);
});

test("a study at place 1 pushes the discussion down", () => {
  expect(places([1, 2], 1)).toEqual([2, 3]);
});

test("an item without a place goes last", () => {
  expect(lastPosition([{ position: 1 }, { position: 5 }])).toBe(6);
});
