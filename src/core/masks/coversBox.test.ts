// A finding counts as masked only where every pixel of it is covered on every image.
import { expect, it } from "vitest";
import type { ImageRange, Mask, MaskShape } from "../../shared/mask.ts";
import { coversBox } from "./coversBox.ts";

function mask(shape: MaskShape, images: ImageRange | null = null): Mask {
  return { maskId: JSON.stringify([shape, images]), shape, images };
}

const box = { left: 10, top: 5, width: 20, height: 4 };
const images = { first: 2, last: 7 };
const whole = mask({ kind: "rectangle", ...box });
const left: MaskShape = { kind: "rectangle", ...box, width: 12 };
const right: MaskShape = { kind: "rectangle", ...box, left: 20, width: 10 };

it.each([
  ["the very box", [whole], true],
  ["nothing", [], false],
  ["two halves that overlap", [mask(left), mask(right)], true],
  ["one half", [mask(left)], false],
  [
    "all but the last row",
    [mask({ kind: "rectangle", ...box, height: 3 })],
    false,
  ],
  ["an ellipse in the box", [mask({ kind: "ellipse", ...box })], false],
  [
    "what lies outside another box",
    [
      mask({
        kind: "outsideRectangle",
        left: 0,
        top: 9,
        width: 50,
        height: 50,
      }),
    ],
    true,
  ],
  [
    "what lies outside a box that it touches",
    [
      mask({
        kind: "outsideRectangle",
        left: 0,
        top: 8,
        width: 50,
        height: 50,
      }),
    ],
    false,
  ],
  ["the images", [mask(whole.shape, { first: 0, last: 7 })], true],
  [
    "all images but the last",
    [mask(whole.shape, { first: 0, last: 6 })],
    false,
  ],
  [
    "all images but the first",
    [mask(whole.shape, { first: 3, last: 9 })],
    false,
  ],
  [
    "the images by turns",
    [
      mask(whole.shape, { first: 0, last: 4 }),
      mask(whole.shape, { first: 5, last: 7 }),
    ],
    true,
  ],
  [
    "the images but for one in the middle",
    [
      mask(whole.shape, { first: 0, last: 4 }),
      mask(whole.shape, { first: 6, last: 7 }),
    ],
    false,
  ],
])("with masks over %s", (_, masks, expected) => {
  expect(coversBox(masks, box, images)).toBe(expected);
});
