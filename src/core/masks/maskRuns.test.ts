// Masks as pixels: drawn as text, and checked pixel by pixel against their definition.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MaskShape } from "../../shared/mask.ts";
import { maskedRows } from "./maskRuns.ts";

function drawn(
  shapes: readonly MaskShape[],
  rows: number,
  columns: number,
): readonly string[] {
  return maskedRows(shapes, { rows, columns }).map((runs) => {
    const row = Array.from({ length: columns }, () => ".");
    for (const { from, to } of runs) row.fill("#", from, to);
    return row.join("");
  });
}

const box = { left: 2, top: 1, width: 3, height: 2 };

describe("masks", () => {
  it("cover a rectangle", () => {
    expect(drawn([{ kind: "rectangle", ...box }], 4, 7)).toEqual([
      ".......",
      "..###..",
      "..###..",
      ".......",
    ]);
  });

  it("cover what lies outside a rectangle", () => {
    expect(drawn([{ kind: "outsideRectangle", ...box }], 4, 7)).toEqual([
      "#######",
      "##...##",
      "##...##",
      "#######",
    ]);
  });

  it("cover an ellipse", () => {
    const shape = { left: 1, top: 0, width: 6, height: 6 };

    expect(drawn([{ kind: "ellipse", ...shape }], 6, 8)).toEqual([
      "..####..",
      ".######.",
      ".######.",
      ".######.",
      ".######.",
      "..####..",
    ]);
    expect(drawn([{ kind: "outsideEllipse", ...shape }], 6, 8)).toEqual([
      "##....##",
      "#......#",
      "#......#",
      "#......#",
      "#......#",
      "##....##",
    ]);
  });

  it("cover what lies outside a fan that opens downwards", () => {
    const fan: MaskShape = {
      kind: "outsideFan",
      apexX: 6,
      apexY: 0,
      innerRadius: 2,
      outerRadius: 6,
      fromDegrees: 45,
      toDegrees: 135,
    };

    expect(drawn([fan], 7, 12)).toEqual([
      "############",
      "####.##.####",
      "###......###",
      "##........##",
      "##........##",
      "####....####",
      "############",
    ]);
  });

  it("keep a whole ring where a fan goes all the way round", () => {
    const ring: MaskShape = {
      kind: "outsideFan",
      apexX: 3,
      apexY: 3,
      innerRadius: 1,
      outerRadius: 3,
      fromDegrees: -180,
      toDegrees: 180,
    };

    expect(drawn([ring], 6, 6)).toEqual([
      "#....#",
      "......",
      "..##..",
      "..##..",
      "......",
      "#....#",
    ]);
  });

  it("add up, and never uncover one another", () => {
    expect(
      drawn(
        [
          { kind: "rectangle", left: 0, top: 1, width: 3, height: 1 },
          { kind: "rectangle", left: 2, top: 1, width: 2, height: 1 },
          { kind: "outsideRectangle", left: 0, top: 0, width: 6, height: 2 },
        ],
        3,
        7,
      ),
    ).toEqual(["......#", "####..#", "#######"]);
  });

  it("end at the edges of the image", () => {
    const around = { left: -5, top: -5, width: 100, height: 100 };

    expect(drawn([{ kind: "rectangle", ...around }], 2, 3)).toEqual([
      "###",
      "###",
    ]);
    expect(drawn([{ kind: "outsideRectangle", ...around }], 2, 3)).toEqual([
      "...",
      "...",
    ]);
    expect(
      drawn(
        [{ kind: "rectangle", left: 50, top: 0, width: 1, height: 1 }],
        2,
        3,
      ),
    ).toEqual(["...", "..."]);
  });

  it("cover just the pixels whose centres their definitions name", () => {
    const place = fc.integer({ min: -10, max: 30 });
    const size = fc.integer({ min: 1, max: 30 });
    const degrees = fc.integer({ min: -360, max: 360 });
    const boxed = fc.record({
      kind: fc.constantFrom(
        "rectangle" as const,
        "ellipse" as const,
        "outsideRectangle" as const,
        "outsideEllipse" as const,
      ),
      left: place,
      top: place,
      width: size,
      height: size,
    });
    const fan = fc.record({
      kind: fc.constant("outsideFan" as const),
      apexX: place,
      apexY: place,
      innerRadius: fc.integer({ min: 0, max: 10 }),
      outerRadius: size,
      fromDegrees: degrees,
      toDegrees: degrees,
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(boxed, fan), { maxLength: 4 }),
        (shapes) => {
          const expected = Array.from({ length: 18 }, (_, row) =>
            Array.from({ length: 21 }, (_unused, column) =>
              shapes.some((shape) => covers(shape, column + 0.5, row + 0.5))
                ? "#"
                : ".",
            ).join(""),
          );
          expect(drawn(shapes, 18, 21)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** The definition, one pixel at a time. */
function covers(shape: MaskShape, x: number, y: number): boolean {
  if (shape.kind === "outsideFan") {
    const dx = x - shape.apexX;
    const dy = y - shape.apexY;
    const radius = Math.hypot(dx, dy);
    const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
    const opening = shape.toDegrees - shape.fromDegrees;
    const sector =
      Math.abs(opening) >= 360 ? 360 : ((opening % 360) + 360) % 360;
    const isInSector = [-720, -360, 0, 360, 720].some(
      (round) =>
        angle + round >= shape.fromDegrees &&
        angle + round <= shape.fromDegrees + sector,
    );
    return !(
      radius >= shape.innerRadius &&
      radius <= shape.outerRadius &&
      isInSector
    );
  }
  const { kind, left, top, width, height } = shape;
  const isInBox = x > left && x < left + width && y > top && y < top + height;
  const dx = (x - left - width / 2) / (width / 2);
  const dy = (y - top - height / 2) / (height / 2);
  const isInEllipse = dx * dx + dy * dy <= 1;
  switch (kind) {
    case "rectangle":
      return isInBox;
    case "outsideRectangle":
      return !isInBox;
    case "ellipse":
      return isInEllipse;
    case "outsideEllipse":
      return !isInEllipse;
  }
}
