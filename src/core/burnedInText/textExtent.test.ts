// Tests of how far a line of text goes beyond what was seen of it.
import { expect, it } from "vitest";
import { printedFrame } from "../../testing/drawnText.ts";
import type { TextLine } from "./findTextLines.ts";
import { textExtent } from "./textExtent.ts";
import { textPlanesOf } from "./textPlanes.ts";

/** Twelve letters of 12 pixels each from column 100 on, the blank the sixth. */
function planeWith(text: string, others = "") {
  const line = { text, left: 100, top: 40, level: 220, dot: 2 };
  const far = { ...line, text: others, left: 330 };
  const ground = { columns: 460, rows: 100, level: 60, spread: 6, seed: 3 };
  const [plane] = textPlanesOf(printedFrame(ground, [line, far]), null);
  if (plane === undefined) throw new Error("No plane");
  return plane;
}

function seen(left: number, width: number): TextLine {
  return {
    box: { left, top: 40, width, height: 14 },
    score: 5,
    polarity: "bright",
    plane: 0,
    level: 220,
    contrast: 150,
    letters: 3,
    letterHeight: 14,
  };
}

it("takes in letters at both ends that the quick pass lost", () => {
  const { left, width, top, height } = textExtent(
    seen(112, 36),
    planeWith("HANNA"),
  );
  expect([left, left + width]).toEqual([100, 158]);
  expect([top, height]).toEqual([40, 14]);
});

it("takes in the next word, over a blank as wide as a letter", () => {
  const { left, width } = textExtent(seen(100, 58), planeWith("HANNA MA"));
  expect([left, left + width]).toEqual([100, 194]);
});

it("goes by the height of the line where its letters fell into pieces", () => {
  const pieces = { ...seen(100, 58), letterHeight: 6 };
  const { width } = textExtent(pieces, planeWith("HANNA M"));
  expect(width).toBe(82);
});

it("ends where nothing is printed, and leaves what stands far off alone", () => {
  const { left, width } = textExtent(
    seen(100, 58),
    planeWith("HANNA", "LIVER"),
  );
  expect([left, left + width]).toEqual([100, 158]);
});

it("never goes farther than three letters are high", () => {
  const { left, width } = textExtent(
    seen(196, 20),
    planeWith("HHHHHHHHHHHHHHHHHHHH"),
  );
  expect([left, left + width]).toEqual([196 - 42, 216 + 42]);
});
