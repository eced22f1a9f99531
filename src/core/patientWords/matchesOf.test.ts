// Behaviours of the search for all matches of a pattern.
import { expect, it } from "vitest";
import { matchesOf } from "./matchesOf.ts";

it("finds all matches with their places, from the beginning each time", () => {
  const pattern = /\d+/gu;
  const found = () =>
    matchesOf(pattern, "1 and 23").map((match) => [match[0], match.index]);
  expect(found()).toEqual([
    ["1", 0],
    ["23", 6],
  ]);
  expect(found()).toEqual([
    ["1", 0],
    ["23", 6],
  ]);
});

it("ends where a pattern matches nothing at all", () => {
  expect(matchesOf(/x*/g, "axb").map((match) => match[0])).toEqual([
    "",
    "x",
    "",
    "",
  ]);
});
