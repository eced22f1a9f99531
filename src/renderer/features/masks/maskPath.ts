// Masks as SVG paths in stored pixels.
import { assertNever } from "../../../shared/assertNever.ts";
import type { MaskShape } from "../../../shared/mask.ts";
import {
  fanPoint,
  isOutside,
  type FanShape,
  type ImageSize,
} from "./maskShapes.ts";

/** The line of a shape. */
export function outlinePath(shape: MaskShape): string {
  switch (shape.kind) {
    case "rectangle":
    case "outsideRectangle":
      return `M${shape.left} ${shape.top}h${shape.width}v${shape.height}h${-shape.width}z`;
    case "ellipse":
    case "outsideEllipse": {
      const radiusX = shape.width / 2;
      const radiusY = shape.height / 2;
      const middle = shape.top + radiusY;
      const half = `${radiusX} ${radiusY} 0 0 1`;
      return `M${shape.left} ${middle}a${half} ${shape.width} 0a${half} ${-shape.width} 0z`;
    }
    case "outsideFan":
      return fanPath(shape);
    default:
      return assertNever(shape, "mask shape");
  }
}

/** What a shape paints: to be filled by the even-odd rule. */
export function paintedPath(shape: MaskShape, image: ImageSize): string {
  const line = outlinePath(shape);
  return isOutside(shape.kind)
    ? `M0 0h${image.columns}v${image.rows}h${-image.columns}z${line}`
    : line;
}

function fanPath(shape: FanShape): string {
  const { innerRadius, outerRadius, fromDegrees, toDegrees } = shape;
  const isLarge = toDegrees - fromDegrees > 180 ? 1 : 0;
  const place = (radius: number, degrees: number) => {
    const { x, y } = fanPoint(shape, radius, degrees);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  };
  return [
    `M${place(innerRadius, fromDegrees)}`,
    `L${place(outerRadius, fromDegrees)}`,
    `A${outerRadius} ${outerRadius} 0 ${isLarge} 1 ${place(outerRadius, toDegrees)}`,
    `L${place(innerRadius, toDegrees)}`,
    `A${innerRadius} ${innerRadius} 0 ${isLarge} 0 ${place(innerRadius, fromDegrees)}z`,
  ].join("");
}
