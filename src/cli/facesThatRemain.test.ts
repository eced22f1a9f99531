// Tests of which written stacks still show a face.
import { expect, it } from "vitest";
import type { StackId } from "../shared/identifiers.ts";
import { headSlices } from "../testing/headSlices.ts";
import { facesThatLeave, facesThatRemain } from "./facesThatRemain.ts";

/** Slices of a head, a millimetre apart, of which every so many were written. */
function head(count: number, every: number) {
  const images = headSlices(count).map((instance, index) => ({
    path: `study/head/${String(index)}.dcm`,
    image: { frame: null, instance },
  }));
  return { images: images.filter((_, index) => index % every === 0) };
}

it("names a stack of thin slices of a whole head", () => {
  expect(facesThatRemain([head(180, 1), { images: [] }])).toEqual([
    "study/head",
  ]);
});

it("names none of thick or few slices", () => {
  expect(facesThatRemain([head(180, 5), head(40, 1)])).toEqual([]);
});

it("says of which selected stack a face would leave, and of none once every fifth slice is kept", () => {
  const images = head(180, 1).images.map(({ image }) => image);
  const whole = {
    stack: { id: "5tack" as StackId },
    images,
    keptIndexes: [...images.keys()],
    isSelected: true,
  };
  const everyFifth = whole.keptIndexes.filter((index) => index % 5 === 0);
  expect(
    facesThatLeave([
      whole,
      { ...whole, isSelected: false },
      { ...whole, keptIndexes: everyFifth },
    ]),
  ).toEqual([
    "A face can be rebuilt from the thin slices of stack 5tack: give fewer of them, or every fifth only.",
  ]);
});
