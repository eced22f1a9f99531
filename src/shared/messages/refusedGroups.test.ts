// Refused images are gathered without losing one.
import { describe, expect, it } from "vitest";
import type { StackId } from "../identifiers.ts";
import { groupRefused, numbersInWords } from "./refusedGroups.ts";

const stackId = "a" as StackId;

describe("refused images", () => {
  it("gathers by stack and reason in every detail", () => {
    const groups = groupRefused([
      { stackId, imageNumber: 3, reason: { kind: "noPixelData" } },
      { stackId, imageNumber: 1, reason: { kind: "noPixelData" } },
      {
        stackId,
        imageNumber: 2,
        reason: { kind: "missingAttribute", keyword: "Rows" },
      },
      {
        stackId,
        imageNumber: 4,
        reason: { kind: "missingAttribute", keyword: "Columns" },
      },
      {
        stackId: "b" as StackId,
        imageNumber: 1,
        reason: { kind: "noPixelData" },
      },
    ]);
    expect(groups.map((group) => group.imageNumbers)).toEqual([
      [1, 3],
      [2],
      [4],
      [1],
    ]);
  });

  it("says numbers as runs and counts what it does not list", () => {
    expect(numbersInWords([4])).toBe("image 4");
    expect(numbersInWords([1, 2, 3, 40])).toBe("images 1 to 3 and 40");
    expect(numbersInWords([1, 3, 5, 7, 9, 11])).toBe(
      "images 1, 3, 5, 7 and 2 more",
    );
  });
});
