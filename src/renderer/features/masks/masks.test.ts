// Masks land on the pixels that were meant, at any zoom, and stay on the image.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mask, MaskShape } from "../../../shared/mask.ts";
import { stackView } from "../../testing/snapshots.ts";
import {
  duplicateOf,
  rangeOrAll,
  shapeOverFinding,
  withCopies,
  withFindingsMasked,
} from "./maskEdits.ts";
import { maskOfGesture } from "./maskGesture.ts";
import { draggedHandle, handlesOf } from "./maskHandles.ts";
import { handleAt, maskAt } from "./maskHits.ts";
import { maskActionFor } from "./maskKeys.ts";
import { outlinePath, paintedPath } from "./maskPath.ts";
import { drawnShape, grownShape, movedShape } from "./maskShapes.ts";
import { stageFrame, toImage, toStage } from "./stageFrame.ts";

const image = { columns: 800, rows: 600 };
const rectangle: MaskShape = {
  kind: "rectangle",
  left: 100,
  top: 50,
  width: 40,
  height: 20,
};
const fan: MaskShape = {
  kind: "outsideFan",
  apexX: 400,
  apexY: 0,
  innerRadius: 50,
  outerRadius: 500,
  fromDegrees: 50,
  toDegrees: 130,
};
const mask = (maskId: string, shape: MaskShape): Mask => ({
  maskId,
  shape,
  images: null,
});

describe("places on the stage", () => {
  it("puts the whole image in the middle, in its own proportions", () => {
    expect(
      stageFrame({ width: 1000, height: 300 }, image, {
        zoom: 1,
        panX: 0,
        panY: 0,
      }),
    ).toEqual({ left: 300, top: 0, scale: 0.5, columns: 800, rows: 600 });
  });

  it("finds the same stored pixel at any zoom and pan", () => {
    const size = fc.integer({ min: 50, max: 4000 });
    fc.assert(
      fc.property(
        fc.record({ width: size, height: size }),
        fc.record({ columns: size, rows: size }),
        fc.record({
          zoom: fc.double({ min: 1, max: 8, noNaN: true }),
          panX: fc.integer({ min: -500, max: 500 }),
          panY: fc.integer({ min: -500, max: 500 }),
        }),
        fc.record({ x: fc.nat(4000), y: fc.nat(4000) }),
        (stage, stored, view, place) => {
          const frame = stageFrame(stage, stored, view);
          const back = toImage(frame, toStage(frame, place));
          expect(back.x).toBeCloseTo(place.x, 6);
          expect(back.y).toBeCloseTo(place.y, 6);
        },
      ),
    );
  });
});

describe("drawing", () => {
  it("covers every pixel the drag touched, whichever way it went", () => {
    const drawn = drawnShape(
      "rectangle",
      { x: 140.2, y: 70.9 },
      { x: 100.7, y: 50.1 },
      image,
    );
    expect(drawn).toEqual({
      kind: "rectangle",
      left: 100,
      top: 50,
      width: 41,
      height: 21,
    });
  });

  it("stops at the edge of the image", () => {
    expect(
      drawnShape("ellipse", { x: 700, y: 500 }, { x: 5000, y: 900 }, image),
    ).toEqual({
      kind: "ellipse",
      left: 700,
      top: 500,
      width: 100,
      height: 100,
    });
  });

  it("takes a click for no mask", () => {
    expect(
      drawnShape("rectangle", { x: 10, y: 10 }, { x: 10.4, y: 90 }, image),
    ).toBeNull();
  });

  it("opens a fan from its tip towards its far edge", () => {
    expect(
      drawnShape("outsideFan", { x: 400, y: 0 }, { x: 400, y: 500 }, image),
    ).toMatchObject({ outerRadius: 500, fromDegrees: 55, toDegrees: 125 });
  });
});

describe("changing", () => {
  it("keeps a moved box on the image", () => {
    expect(movedShape(rectangle, { x: -500, y: 900 }, image)).toEqual({
      ...rectangle,
      left: 0,
      top: 580,
    });
  });

  it("drags one edge and leaves the other three", () => {
    expect(draggedHandle(rectangle, "e", { x: 300, y: 999 }, image)).toEqual({
      ...rectangle,
      width: 200,
    });
    expect(draggedHandle(rectangle, "nw", { x: 90, y: 60 }, image)).toEqual({
      kind: "rectangle",
      left: 90,
      top: 60,
      width: 50,
      height: 10,
    });
  });

  it("never turns a box inside out", () => {
    expect(draggedHandle(rectangle, "w", { x: 700, y: 0 }, image)).toEqual({
      ...rectangle,
      left: 139,
      width: 1,
    });
  });

  it("turns and stretches a fan by its handles", () => {
    expect(draggedHandle(fan, "outer", { x: 400, y: 300 }, image)).toEqual({
      ...fan,
      outerRadius: 300,
    });
    expect(draggedHandle(fan, "to", { x: 200, y: 200 }, image)).toEqual({
      ...fan,
      toDegrees: 135,
    });
    expect(grownShape(fan, { x: 5, y: 10 }, image)).toEqual({
      ...fan,
      outerRadius: 510,
      fromDegrees: 45,
      toDegrees: 135,
    });
  });

  it("goes on from where a handle was taken hold of", () => {
    const resized = maskOfGesture(
      {
        kind: "resize",
        mask: mask("a", rectangle),
        handle: "se",
        grip: { x: 3, y: -2 },
      },
      { x: 163, y: 88 },
      image,
      { maskId: "new", images: null },
    );
    expect(resized).toEqual(mask("a", { ...rectangle, width: 60, height: 40 }));
  });
});

describe("meeting masks", () => {
  const outside = mask("outside", fan);
  const small = mask("small", rectangle);

  it("takes the mask over the pointer before one that paints the rest", () => {
    const masks = [small, outside];
    expect(maskAt(masks, { x: 120, y: 60 }, 0)?.maskId).toBe("small");
    expect(maskAt(masks, { x: 10, y: 10 }, 0)?.maskId).toBe("outside");
    expect(maskAt(masks, { x: 400, y: 300 }, 0)).toBeNull();
  });

  it("takes the nearest handle within reach", () => {
    expect(handleAt(rectangle, { x: 101, y: 52 }, 5)).toBe("nw");
    expect(handleAt(rectangle, { x: 120, y: 60 }, 5)).toBeNull();
    expect(handlesOf(fan)).toHaveLength(5);
  });
});

describe("lists of masks", () => {
  const stack = stackView({ columns: 800, rows: 600, imageCount: 60 });
  const finding = {
    findingId: "f",
    placeId: "f",
    rank: "text" as const,
    box: { left: 1, top: 580, width: 100, height: 20 },
    images: { first: 0, last: 59 },
    words: "",
    matches: [],
    status: { kind: "open" as const },
  };

  it("masks a finding with a margin, on the image, on all its images", () => {
    expect(shapeOverFinding(finding, image)).toEqual({
      kind: "rectangle",
      left: 0,
      top: 575,
      width: 106,
      height: 25,
    });
    expect(withFindingsMasked(stack, [finding], () => "x")[0]?.images).toBe(
      null,
    );
    const partly = { ...finding, images: { first: 12, last: 59 } };
    expect(withFindingsMasked(stack, [partly], () => "x")[0]?.images).toEqual({
      first: 12,
      last: 59,
    });
  });

  it("copies to another stack what it lacks, and nothing twice", () => {
    const target = stackView({ masks: [mask("old", rectangle)] });
    const copies = withCopies(
      target,
      [
        mask("a", rectangle),
        mask("b", fan),
        { ...mask("c", rectangle), images: { first: 0, last: 3 } },
      ],
      () => "new",
    );
    expect(copies).toEqual([mask("old", rectangle), mask("new", fan)]);
  });

  it("shows a duplicate beside its original", () => {
    expect(duplicateOf(mask("a", rectangle), image, () => "b")).toEqual(
      mask("b", { ...rectangle, left: 120, top: 70 }),
    );
  });

  it("stores a range over all images as all", () => {
    expect(rangeOrAll({ first: 0, last: 59 }, 60)).toBeNull();
    expect(rangeOrAll({ first: 1, last: 59 }, 60)).toEqual({
      first: 1,
      last: 59,
    });
  });
});

describe("keys and paths", () => {
  const press = (key: string, changes = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...changes,
  });
  const selecting = { tool: "select" as const, hasSelection: true };

  it("nudges the selected mask, and leaves arrows alone without one", () => {
    expect(
      maskActionFor(press("ArrowLeft", { shiftKey: true }), selecting),
    ).toEqual({ kind: "move", by: { x: -10, y: 0 } });
    expect(
      maskActionFor(press("ArrowDown", { altKey: true }), selecting),
    ).toEqual({ kind: "grow", by: { x: 0, y: 1 } });
    expect(
      maskActionFor(press("ArrowDown"), { ...selecting, hasSelection: false }),
    ).toBeNull();
  });

  it("leaves Escape to the window when there is nothing to leave", () => {
    expect(
      maskActionFor(press("Escape"), { tool: "select", hasSelection: false }),
    ).toBeNull();
    expect(
      maskActionFor(press("Escape"), {
        tool: "rectangle",
        hasSelection: false,
      }),
    ).toEqual({ kind: "leave" });
  });

  it("paints the outside as the image with a hole", () => {
    expect(outlinePath(rectangle)).toBe("M100 50h40v20h-40z");
    expect(paintedPath({ ...rectangle, kind: "outsideRectangle" }, image)).toBe(
      "M0 0h800v600h-800zM100 50h40v20h-40z",
    );
  });
});
