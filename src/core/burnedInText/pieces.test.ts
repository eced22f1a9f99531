// Tests of putting pieces of printed lines together.
import { expect, it } from "vitest";
import type { TextLine } from "./findTextLines.ts";
import { grouped, isBeside, joinedLine } from "./pieces.ts";

const box = (left: number, width: number, top = 10) => ({
  left,
  top,
  width,
  height: 10,
});
const line = (left: number, width: number, score: number): TextLine => ({
  box: box(left, width),
  score,
  polarity: "bright",
  plane: 0,
  level: 100 + score,
  contrast: 50,
  letters: 3,
  letterHeight: 8 + score,
});

it("takes pieces within a letter or two on one height for one line", () => {
  expect(isBeside(box(0, 20), box(34, 20))).toBe(true);
  expect(isBeside(box(0, 20), box(40, 20))).toBe(false);
  expect(isBeside(box(0, 20), box(22, 20, 18))).toBe(false);
});

it("joins two groups once a piece between them meets both", () => {
  const boxes = [box(0, 10), box(40, 10), box(20, 10)];

  expect(grouped(boxes, isBeside)).toHaveLength(1);
});

it("gives the joined line the look of its likeliest piece and room for all", () => {
  expect(joinedLine([line(0, 20, 1), line(30, 25, 4)])).toMatchObject({
    box: { left: 0, top: 10, width: 55, height: 10 },
    level: 104,
    letters: 6,
    letterHeight: 12,
  });
});
