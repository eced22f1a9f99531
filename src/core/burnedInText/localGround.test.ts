// Tests of telling strokes from a ground that is not the same everywhere.
import { expect, it } from "vitest";
import { aboveLocalGround } from "./localGround.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A ground that rises to the right, with an upright stroke of two pixels. */
function slope(stroke: number): TextPlane {
  const [columns, rows] = [20, 7];
  const values = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      values[y * columns + x] = 50 + 5 * x + (x === 9 || x === 10 ? stroke : 0);
  return { columns, rows, values };
}

function middleRow({ columns, values }: TextPlane): readonly number[] {
  return [...values.subarray(3 * columns, 4 * columns)];
}

it("leaves bright strokes and takes away a ground that rises", () => {
  const level = middleRow(
    aboveLocalGround(slope(40), { radius: 2, isDark: false }),
  );

  expect(level[9]).toBeGreaterThanOrEqual(30);
  expect(level[10]).toBeGreaterThanOrEqual(30);
  expect(
    Math.max(...level.slice(0, 8), ...level.slice(12)),
  ).toBeLessThanOrEqual(10);
});

it("does the same for dark strokes", () => {
  const level = middleRow(
    aboveLocalGround(slope(-40), { radius: 2, isDark: true }),
  );

  expect(level[9]).toBeGreaterThanOrEqual(30);
  expect(
    Math.max(...level.slice(0, 8), ...level.slice(12)),
  ).toBeLessThanOrEqual(10);
});
