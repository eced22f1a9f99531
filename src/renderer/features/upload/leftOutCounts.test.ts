// Reasons that read alike are one row, and no file drops out of the sum.
import { expect, it } from "vitest";
import { gatherByTitle } from "./leftOutCounts.ts";

it("gathers reasons by their title, most frequent first", () => {
  const rows = gatherByTitle([
    { reason: { kind: "trimmed" }, count: 4 },
    {
      reason: {
        kind: "skipped",
        reason: { kind: "damaged", problem: "truncated" },
      },
      count: 3,
    },
    {
      reason: {
        kind: "skipped",
        reason: { kind: "damaged", problem: "badStructure" },
      },
      count: 2,
    },
  ]);
  expect(rows.map(({ title, count }) => [title, count])).toEqual([
    ["Damaged file", 5],
    ["Trimmed away", 4],
  ]);
});
