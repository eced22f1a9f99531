// How far text goes beyond what was seen of its line: letters at the ends fall out where they are faint, wide or set apart.
import type { PixelBox } from "../../shared/mask.ts";
import type { TextLine } from "./findTextLines.ts";
import { cutOut } from "./lineImage.ts";
import { aboveLocalGround } from "./localGround.ts";
import type { TextPlane } from "./textPlanes.ts";

/** All in heights of letters. */
const farthest = 3;
/** No wider than a blank of fixed width between two words, with the sides of the letters next to it. */
const widestGap = 1.25;
/** Strokes are thinner than twice this. */
const strokeReach = 0.3;
/** Height of letters in a box that leaves room for tails. */
const tallInBox = 0.8;
/** Part of the line's contrast from which a pixel is ink. */
const inkLevel = 0.45;

/**
 * The box of a line, drawn out to both sides as long as there is ink as strong as its own on its height: a mask over the box
 * must leave nothing of the line to read.
 */
export function textExtent(
  { box, polarity, contrast, letterHeight: seen }: TextLine,
  plane: TextPlane,
): PixelBox {
  // Letters that fell into pieces look lower than their line is.
  const letterHeight = Math.max(seen, tallInBox * box.height);
  const reach = Math.ceil(farthest * letterHeight);
  const radius = Math.max(2, Math.ceil(strokeReach * letterHeight));
  const left = Math.max(0, box.left - reach);
  const right = Math.min(plane.columns, box.left + box.width + reach);
  const standsOut = aboveLocalGround(
    cutOut(plane, { ...box, left, width: right - left }),
    { radius, isDark: polarity === "dark" },
  );
  const hasInk = (x: number) =>
    columnHasInk(standsOut, x - left, inkLevel * contrast);
  const gap = Math.ceil(widestGap * letterHeight);
  const first = endOfInk(box.left, left - 1, { hasInk, gap });
  const last = endOfInk(box.left + box.width - 1, right, { hasInk, gap });
  return { ...box, left: first, width: last - first + 1 };
}

/** The last column with ink on the way from one column to another, which is not looked at itself, before a gap. */
function endOfInk(
  from: number,
  to: number,
  { hasInk, gap }: { hasInk: (x: number) => boolean; gap: number },
): number {
  const step = Math.sign(to - from);
  let end = from;
  for (let x = from; x !== to && Math.abs(x - end) <= gap; x += step)
    if (hasInk(x)) end = x;
  return end;
}

function columnHasInk(
  { columns, rows, values }: TextPlane,
  x: number,
  least: number,
): boolean {
  for (let y = 0; y < rows; y += 1)
    if ((values[y * columns + x] ?? 0) >= least) return true;
  return false;
}
