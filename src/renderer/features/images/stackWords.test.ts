// Stacks and studies in words.
import { describe, expect, it } from "vitest";
import { stackView, studyView } from "../../testing/snapshots.ts";
import {
  keptWords,
  splitWords,
  stackFacts,
  stackLabel,
  stackName,
  studyWhen,
} from "./stackWords.ts";

describe("words of a stack", () => {
  it("is named by its description, else its labels, else its number", () => {
    expect(stackName(stackView())).toBe("Abdomen");
    expect(stackName(stackView({ seriesDescription: "" }))).toBe("Axial");
    const bare = { seriesDescription: "", perspective: "", specifics: "" };
    expect(stackName(stackView(bare))).toBe("Series 4");
    expect(stackName(stackView({ ...bare, seriesNumber: null }))).toBe(
      "CT stack",
    );
  });

  it("says what it is and how much of it is kept", () => {
    expect(stackFacts(stackView())).toBe("CT · series 4 · 512 × 512");
    expect(stackLabel(stackView({ specifics: "bone window" }))).toBe(
      "Axial · bone window",
    );
    expect(keptWords(stackView())).toBe("40 images");
    expect(keptWords(stackView({ keptCount: 8 }))).toBe("8 of 40 images");
  });

  it("says what its series was split by", () => {
    expect(splitWords([])).toBe("");
    expect(splitWords(["bValue"])).toBe("Split from its series by b-value");
    expect(splitWords(["echo", "bValue", "orientation"])).toBe(
      "Split from its series by echo, b-value and orientation",
    );
  });

  it("says when a study was", () => {
    expect(studyWhen(studyView())).toBe("2025-03-14");
    expect(studyWhen(studyView({ daysSinceFirst: 42 }))).toBe(
      "2025-03-14 · 6 weeks later",
    );
    expect(studyWhen(studyView({ date: "", daysSinceFirst: null }))).toBe(
      "No date",
    );
  });
});
