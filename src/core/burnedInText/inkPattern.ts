// Which pixels of a place are ink: tells whether the same text still stands there on the next image.
import type { PixelBox } from "../../shared/mask.ts";
import type { TextLine } from "./findTextLines.ts";
import type { TextPlane } from "./textPlanes.ts";

/** One byte a pixel of the line's box, 1 for ink. */
export type InkPattern = Uint8Array;

/** The ink of a line as it looks in a plane, which may be that of another image. */
export function inkPattern(line: TextLine, plane: TextPlane): InkPattern {
  const { left, top, width, height } = line.box;
  const sign = line.polarity === "bright" ? 1 : -1;
  // Half way between stroke and ground.
  const limit = line.level - (sign * line.contrast) / 2;
  const pattern = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const value = plane.values[(top + y) * plane.columns + left + x] ?? 0;
      if (sign * (value - limit) > 0) pattern[y * width + x] = 1;
    }
  return pattern;
}

/** True if what was ink still is, and no more than as much again has become it: behind text, speckle comes and goes. */
export function isSameInk(before: InkPattern, now: InkPattern): boolean {
  let [both, inBefore, inNow] = [0, 0, 0];
  for (let index = 0; index < before.length; index += 1) {
    const [a, b] = [before[index] ?? 0, now[index] ?? 0];
    both += a & b;
    inBefore += a;
    inNow += b;
  }
  return inBefore > 0 && both >= 0.8 * inBefore && inNow <= 2 * inBefore;
}

/** The part of both boxes together that they share. */
export function sharedShare(a: PixelBox, b: PixelBox): number {
  const width =
    Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height =
    Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}
