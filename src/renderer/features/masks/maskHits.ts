// What lies under the pointer: a handle, a mask, or nothing.
import { assertNever } from "../../../shared/assertNever.ts";
import type { Mask, MaskShape } from "../../../shared/mask.ts";
import { handlesOf, type HandleName } from "./maskHandles.ts";
import { isOutside, toDegrees } from "./maskShapes.ts";
import type { Point } from "./stageFrame.ts";

/** The handle of a shape within `reach` stored pixels of a place; the nearest if several are. */
export function handleAt(
  shape: MaskShape,
  place: Point,
  reach: number,
): HandleName | null {
  let best: { readonly name: HandleName; readonly far: number } | null = null;
  for (const { name, at } of handlesOf(shape)) {
    const far = Math.hypot(at.x - place.x, at.y - place.y);
    if (far <= reach && (best === null || far < best.far)) best = { name, far };
  }
  return best?.name ?? null;
}

/** The mask that paints over a place: the newest first, shapes that paint the outside last. `reach` makes thin ones easier to meet. */
export function maskAt(
  masks: readonly Mask[],
  place: Point,
  reach: number,
): Mask | null {
  const newestFirst = [...masks].reverse();
  return (
    newestFirst.find(
      ({ shape }) => !isOutside(shape.kind) && isInside(shape, place, reach),
    ) ??
    newestFirst.find(
      ({ shape }) => isOutside(shape.kind) && !isInside(shape, place, -reach),
    ) ??
    null
  );
}

/** True if a place lies within the line of a shape, widened by `reach` stored pixels. */
export function isInside(
  shape: MaskShape,
  place: Point,
  reach: number,
): boolean {
  switch (shape.kind) {
    case "rectangle":
    case "outsideRectangle":
      return (
        place.x >= shape.left - reach &&
        place.x <= shape.left + shape.width + reach &&
        place.y >= shape.top - reach &&
        place.y <= shape.top + shape.height + reach
      );
    case "ellipse":
    case "outsideEllipse": {
      const radiusX = Math.max(0.5, shape.width / 2 + reach);
      const radiusY = Math.max(0.5, shape.height / 2 + reach);
      const x = (place.x - shape.left - shape.width / 2) / radiusX;
      const y = (place.y - shape.top - shape.height / 2) / radiusY;
      return x * x + y * y <= 1;
    }
    case "outsideFan": {
      const dx = place.x - shape.apexX;
      const dy = place.y - shape.apexY;
      const radius = Math.hypot(dx, dy);
      const turn = toDegrees(Math.atan2(dy, dx)) - shape.fromDegrees;
      const inTurn = ((turn % 360) + 360) % 360;
      return (
        radius >= shape.innerRadius - reach &&
        radius <= shape.outerRadius + reach &&
        inTurn <= shape.toDegrees - shape.fromDegrees
      );
    }
    default:
      return assertNever(shape, "mask shape");
  }
}
