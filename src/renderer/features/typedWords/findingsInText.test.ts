// Underlines stay under the words they are meant for while typing goes on.
import { describe, expect, it } from "vitest";
import type { TypedWordFinding } from "../../../shared/typedWords.ts";
import { findingsInText, partsOf, underlined } from "./findingsInText.ts";

const finding = (start: number, end: number): TypedWordFinding => ({
  findingId: `${start}`,
  kind: "patientWord",
  start,
  end,
  status: { kind: "open" },
});

describe("findings in a text that changes", () => {
  const checked = "Pain of Anna Fixture since May.";
  const name = finding(8, 20);

  it("move along with what is typed before them", () => {
    const shown = "Severe pain, says Anna Fixture since May.";
    const [moved] = findingsInText([name], checked, shown);
    expect(shown.slice(moved?.start, moved?.end)).toBe("Anna Fixture");
  });

  it("stay where they are when something is typed behind them", () => {
    expect(findingsInText([name], checked, `${checked} Worse.`)).toEqual([
      name,
    ]);
  });

  it("go when their words are changed", () => {
    expect(
      findingsInText([name], checked, "Pain of Ann Fixture since May."),
    ).toEqual([]);
    expect(findingsInText([name], checked, "")).toEqual([]);
  });
});

describe("underlined words", () => {
  it("cut a text without losing or doubling a letter", () => {
    const text = "abcdefgh";
    const shown = underlined([finding(5, 7), finding(1, 3), finding(2, 6)]);
    const parts = partsOf(text, shown);
    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(
      parts.filter((part) => part.finding !== null).map((part) => part.text),
    ).toEqual(["bc", "fg"]);
  });

  it("leave out what was accepted", () => {
    expect(
      underlined([
        { ...finding(0, 1), status: { kind: "accepted", reason: "common" } },
      ]),
    ).toEqual([]);
  });
});
