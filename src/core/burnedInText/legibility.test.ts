// Tests of telling letters from what a reader takes for letters.
import { describe, expect, it } from "vitest";
import type { ReadWord } from "../ports/textReader.ts";
import { bestReading } from "./legibility.ts";

function reading(text: string, confidence: number): readonly ReadWord[] {
  return text
    .split(" ")
    .map((word) => ({ text: word, confidence, left: 0, width: 10 }));
}

function isText(readings: readonly (readonly ReadWord[])[], letters = 6) {
  return bestReading({ score: 3, letters, readings }).odds >= 0;
}

describe("a line is text", () => {
  it("if it reads the same at every size, though never surely", () => {
    const same = reading("LINDQVIST", 45);

    expect(isText([same, same, same])).toBe(true);
  });

  it("if it was read surely at once", () => {
    expect(isText([reading("WARD 7", 95)])).toBe(true);
  });
});

describe("a line is no text", () => {
  it("if every size reads as something else", () => {
    expect(
      isText([reading("LINDQ", 45), reading("7H", 45), reading("eo", 45)]),
    ).toBe(false);
  });

  it("if it reads as the same letter over and over, as the threads of a screw do", () => {
    const threads = reading("frrrreree", 30);

    expect(isText([threads, threads, threads])).toBe(false);
  });

  it("if few letters were read where many would fit", () => {
    const few = reading("ol", 50);

    expect(isText([few, few, few], 14)).toBe(false);
  });

  it("if nothing was read", () => {
    expect(isText([[], []])).toBe(false);
  });
});

it("takes the words of the reading that holds most", () => {
  const readings = [reading("Jo", 90), reading("JOHNSON", 80), []];

  expect(bestReading({ score: 3, letters: 7, readings }).words).toEqual(
    reading("JOHNSON", 80),
  );
});
