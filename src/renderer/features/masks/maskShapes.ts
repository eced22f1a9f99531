// Making, moving and resizing masks: shapes in whole stored pixels, kept on the image.
import { assertNever } from "../../../shared/assertNever.ts";
import type { MaskShape, PixelBox } from "../../../shared/mask.ts";
import type { Point } from "./stageFrame.ts";

export type ShapeKind = MaskShape["kind"];
export type BoxShape = Exclude<MaskShape, { kind: "outsideFan" }>;
export type FanShape = Extract<MaskShape, { kind: "outsideFan" }>;

/** Size of the stored image in pixels. */
export interface ImageSize {
  readonly columns: number;
  readonly rows: number;
}

/** True for shapes that paint all but what they enclose. */
export function isOutside(kind: ShapeKind): boolean {
  return kind.startsWith("outside");
}

/** The shape that a drag from one place to another draws; null if it covers no pixel worth mentioning. */
export function drawnShape(
  kind: ShapeKind,
  from: Point,
  to: Point,
  image: ImageSize,
): MaskShape | null {
  if (kind === "outsideFan") return drawnFan(from, to);
  const box = boxBetween(from, to, image);
  return box === null ? null : { kind, ...box };
}

/** A shape in the middle of the image, for those who draw by keys. */
export function shapeInTheMiddle(kind: ShapeKind, image: ImageSize): MaskShape {
  const middle = { x: image.columns / 2, y: image.rows / 2 };
  if (kind === "outsideFan")
    return fan({ x: middle.x, y: image.rows * 0.05 }, image.rows * 0.9, 90);
  const share = isOutside(kind) ? 0.4 : 0.12;
  const reach = { x: image.columns * share, y: image.rows * share };
  const box = boxBetween(
    { x: middle.x - reach.x, y: middle.y - reach.y },
    { x: middle.x + reach.x, y: middle.y + reach.y },
    image,
  );
  return { kind, ...(box ?? wholeImageBox(image)) };
}

function wholeImageBox(image: ImageSize): PixelBox {
  return { left: 0, top: 0, width: image.columns, height: image.rows };
}

/** Smallest side that a drag makes; less was a click. */
const smallestDrag = 2;

function boxBetween(from: Point, to: Point, image: ImageSize): PixelBox | null {
  const left = clamp(Math.floor(Math.min(from.x, to.x)), 0, image.columns);
  const right = clamp(Math.ceil(Math.max(from.x, to.x)), 0, image.columns);
  const top = clamp(Math.floor(Math.min(from.y, to.y)), 0, image.rows);
  const bottom = clamp(Math.ceil(Math.max(from.y, to.y)), 0, image.rows);
  const width = right - left;
  const height = bottom - top;
  const isDrawn = width >= smallestDrag && height >= smallestDrag;
  return isDrawn ? { left, top, width, height } : null;
}

/** From the tip of the fan to its far edge, opening 35 degrees to either side. */
function drawnFan(apex: Point, far: Point): FanShape | null {
  const radius = Math.hypot(far.x - apex.x, far.y - apex.y);
  if (radius < 8) return null;
  const middle = toDegrees(Math.atan2(far.y - apex.y, far.x - apex.x));
  return fan(apex, radius, Math.round(middle));
}

function fan(apex: Point, radius: number, middle: number): FanShape {
  return {
    kind: "outsideFan",
    apexX: Math.round(apex.x),
    apexY: Math.round(apex.y),
    innerRadius: Math.round(radius * 0.08),
    outerRadius: Math.max(1, Math.round(radius)),
    fromDegrees: middle - 35,
    toDegrees: middle + 35,
  };
}

/** The shape moved by whole pixels; boxes stay on the image, the tip of a fan may lie beside it. */
export function movedShape(
  shape: MaskShape,
  by: Point,
  image: ImageSize,
): MaskShape {
  const dx = Math.round(by.x);
  const dy = Math.round(by.y);
  if (shape.kind === "outsideFan") {
    const reach = image.columns + image.rows;
    return {
      ...shape,
      apexX: clamp(shape.apexX + dx, -reach, 2 * reach),
      apexY: clamp(shape.apexY + dy, -reach, 2 * reach),
    };
  }
  return {
    ...shape,
    left: clamp(shape.left + dx, 0, Math.max(0, image.columns - shape.width)),
    top: clamp(shape.top + dy, 0, Math.max(0, image.rows - shape.height)),
  };
}

/** The shape made larger or smaller at its right and lower edge: for those who resize by keys. A fan opens and reaches further. */
export function grownShape(
  shape: MaskShape,
  by: Point,
  image: ImageSize,
): MaskShape {
  if (shape.kind === "outsideFan")
    return {
      ...shape,
      outerRadius: Math.max(shape.innerRadius + 1, shape.outerRadius + by.y),
      ...openedBy(shape, by.x),
    };
  return {
    ...shape,
    width: clamp(
      shape.width + by.x,
      1,
      Math.max(1, image.columns - shape.left),
    ),
    height: clamp(shape.height + by.y, 1, Math.max(1, image.rows - shape.top)),
  };
}

function openedBy(shape: FanShape, degrees: number) {
  const half = (shape.toDegrees - shape.fromDegrees) / 2 + degrees;
  const middle = (shape.toDegrees + shape.fromDegrees) / 2;
  const opening = clamp(half, 2, 175);
  return keptDegrees(middle - opening, middle + opening);
}

/** The smallest box around what the shape draws its line along. */
export function outlineBox(shape: MaskShape): PixelBox {
  switch (shape.kind) {
    case "rectangle":
    case "ellipse":
    case "outsideRectangle":
    case "outsideEllipse":
      return shape;
    case "outsideFan":
      return {
        left: shape.apexX - shape.outerRadius,
        top: shape.apexY - shape.outerRadius,
        width: 2 * shape.outerRadius,
        height: 2 * shape.outerRadius,
      };
    default:
      return assertNever(shape, "mask shape");
  }
}

/** A pair of degrees brought into the range that the contract allows, a full turn away if need be. */
export function keptDegrees(
  from: number,
  to: number,
): { readonly fromDegrees: number; readonly toDegrees: number } {
  let turn = 0;
  if (from < -360) turn = 360;
  if (to > 360) turn = -360;
  return {
    fromDegrees: rounded(from + turn),
    toDegrees: rounded(to + turn),
  };
}

/** Half a degree is finer than anybody draws. */
function rounded(degrees: number): number {
  return Math.round(degrees * 2) / 2;
}

/** The place at a distance and an angle from the tip of a fan. */
export function fanPoint(
  shape: FanShape,
  radius: number,
  degrees: number,
): Point {
  const angle = (degrees * Math.PI) / 180;
  return {
    x: shape.apexX + radius * Math.cos(angle),
    y: shape.apexY + radius * Math.sin(angle),
  };
}

export function toDegrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
