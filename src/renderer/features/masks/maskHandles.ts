// The handles of a selected mask: where they are, and what dragging one does.
import { assertNever } from "../../../shared/assertNever.ts";
import type { MaskShape } from "../../../shared/mask.ts";
import {
  clamp,
  fanPoint,
  keptDegrees,
  movedShape,
  toDegrees,
  type BoxShape,
  type FanShape,
  type ImageSize,
} from "./maskShapes.ts";
import type { Point } from "./stageFrame.ts";

type BoxHandle = "nw" | "n" | "ne" | "e" | "se" | "s" | "sw" | "w";
type FanHandle = "apex" | "inner" | "outer" | "from" | "to";
export type HandleName = BoxHandle | FanHandle;

export interface Handle {
  readonly name: HandleName;
  /** In stored pixels. */
  readonly at: Point;
}

const boxHandles: readonly BoxHandle[] = [
  "nw",
  "n",
  "ne",
  "e",
  "se",
  "s",
  "sw",
  "w",
];

/** All handles of a shape. */
export function handlesOf(shape: MaskShape): readonly Handle[] {
  if (shape.kind === "outsideFan") return fanHandles(shape);
  return boxHandles.map((name) => ({ name, at: boxHandlePlace(shape, name) }));
}

function boxHandlePlace(shape: BoxShape, name: BoxHandle): Point {
  const { left, top, width, height } = shape;
  const x = name.includes("w") ? 0 : name.includes("e") ? 1 : 0.5;
  const y = name.includes("n") ? 0 : name.includes("s") ? 1 : 0.5;
  return { x: left + x * width, y: top + y * height };
}

function fanHandles(shape: FanShape): readonly Handle[] {
  const { innerRadius, outerRadius, fromDegrees, toDegrees: to } = shape;
  const middle = (fromDegrees + to) / 2;
  const reach = (innerRadius + outerRadius) / 2;
  return [
    { name: "apex", at: { x: shape.apexX, y: shape.apexY } },
    { name: "inner", at: fanPoint(shape, innerRadius, middle) },
    { name: "outer", at: fanPoint(shape, outerRadius, middle) },
    { name: "from", at: fanPoint(shape, reach, fromDegrees) },
    { name: "to", at: fanPoint(shape, reach, to) },
  ];
}

/** The shape once a handle was dragged to a place; edges stop one pixel before they would cross. */
export function draggedHandle(
  shape: MaskShape,
  name: HandleName,
  to: Point,
  image: ImageSize,
): MaskShape {
  switch (name) {
    case "apex":
    case "inner":
    case "outer":
    case "from":
    case "to":
      return shape.kind === "outsideFan"
        ? draggedFan(shape, name, to, image)
        : shape;
    case "nw":
    case "n":
    case "ne":
    case "e":
    case "se":
    case "s":
    case "sw":
    case "w":
      return shape.kind === "outsideFan"
        ? shape
        : draggedBox(shape, name, to, image);
    default:
      return assertNever(name, "handle");
  }
}

function draggedBox(
  shape: BoxShape,
  name: BoxHandle,
  to: Point,
  image: ImageSize,
): BoxShape {
  let { left, top } = shape;
  let right = left + shape.width;
  let bottom = top + shape.height;
  const x = Math.round(to.x);
  const y = Math.round(to.y);
  if (name.includes("w")) left = clamp(x, 0, right - 1);
  if (name.includes("e"))
    right = clamp(x, left + 1, Math.max(left + 1, image.columns));
  if (name.includes("n")) top = clamp(y, 0, bottom - 1);
  if (name.includes("s"))
    bottom = clamp(y, top + 1, Math.max(top + 1, image.rows));
  return { ...shape, left, top, width: right - left, height: bottom - top };
}

function draggedFan(
  shape: FanShape,
  name: FanHandle,
  to: Point,
  image: ImageSize,
): MaskShape {
  const dx = to.x - shape.apexX;
  const dy = to.y - shape.apexY;
  const radius = Math.round(Math.hypot(dx, dy));
  switch (name) {
    case "apex":
      return movedShape(shape, { x: dx, y: dy }, image);
    case "inner":
      return {
        ...shape,
        innerRadius: clamp(radius, 0, shape.outerRadius - 1),
      };
    case "outer":
      return { ...shape, outerRadius: Math.max(shape.innerRadius + 1, radius) };
    case "from": {
      const angle = nearest(toDegrees(Math.atan2(dy, dx)), shape.fromDegrees);
      const from = clamp(angle, shape.toDegrees - 350, shape.toDegrees - 4);
      return { ...shape, ...keptDegrees(from, shape.toDegrees) };
    }
    case "to": {
      const angle = nearest(toDegrees(Math.atan2(dy, dx)), shape.toDegrees);
      const to_ = clamp(angle, shape.fromDegrees + 4, shape.fromDegrees + 350);
      return { ...shape, ...keptDegrees(shape.fromDegrees, to_) };
    }
    default:
      return assertNever(name, "fan handle");
  }
}

/** The same direction, less than half a turn from `reference`. */
function nearest(degrees: number, reference: number): number {
  return degrees + 360 * Math.round((reference - degrees) / 360);
}
