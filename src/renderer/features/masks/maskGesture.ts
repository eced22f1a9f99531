// A drag on the image as it goes: what it began with, and the mask it makes of it.
import { assertNever } from "../../../shared/assertNever.ts";
import type { Mask } from "../../../shared/mask.ts";
import { draggedHandle, type HandleName } from "./maskHandles.ts";
import {
  drawnShape,
  movedShape,
  type ImageSize,
  type ShapeKind,
} from "./maskShapes.ts";
import type { Point } from "./stageFrame.ts";

/** Places are in stored pixels. */
export type Gesture =
  | { readonly kind: "draw"; readonly shape: ShapeKind; readonly start: Point }
  | { readonly kind: "move"; readonly mask: Mask; readonly start: Point }
  | {
      readonly kind: "resize";
      readonly mask: Mask;
      readonly handle: HandleName;
      /** From the handle's own place to where it was taken hold of. */
      readonly grip: Point;
    };

/** The mask that a gesture shows with the pointer at `place`; null if a drawing is still too small. `drawn` gives a new mask its id and images. */
export function maskOfGesture(
  gesture: Gesture,
  place: Point,
  image: ImageSize,
  drawn: Pick<Mask, "maskId" | "images">,
): Mask | null {
  switch (gesture.kind) {
    case "draw": {
      const shape = drawnShape(gesture.shape, gesture.start, place, image);
      return shape === null ? null : { ...drawn, shape };
    }
    case "move": {
      const by = {
        x: place.x - gesture.start.x,
        y: place.y - gesture.start.y,
      };
      return {
        ...gesture.mask,
        shape: movedShape(gesture.mask.shape, by, image),
      };
    }
    case "resize": {
      const to = { x: place.x - gesture.grip.x, y: place.y - gesture.grip.y };
      const { mask, handle } = gesture;
      return { ...mask, shape: draggedHandle(mask.shape, handle, to, image) };
    }
    default:
      return assertNever(gesture, "gesture");
  }
}
