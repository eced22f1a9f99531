// Which pixels masks cover, as runs along the rows of an image. Pure geometry; knows nothing of what pixels hold.
//
// Invariants:
// 1. Coordinates are continuous: the pixel in column x and row y fills the square from (x, y) to (x + 1, y + 1). Boxes and
//    the apex of a fan lie on this grid. A pixel belongs to a curved shape if its centre does.
// 2. The runs of a row are in order, do not touch and lie within the range that was asked for.
// 3. What is covered is the union of all shapes: an `outside...` shape never takes away from what another one covers.
import { assertNever } from "../../shared/assertNever.ts";
import type { MaskShape, PixelBox } from "../../shared/mask.ts";

/** Columns from `from` to before `to`. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Runs of each row of an image, the top one first. */
export type MaskedRows = readonly (readonly Run[])[];

/** What the shapes cover of an image of this size. */
export function maskedRows(
  shapes: readonly MaskShape[],
  size: { readonly rows: number; readonly columns: number },
): MaskedRows {
  const across: Run = { from: 0, to: size.columns };
  return Array.from({ length: size.rows }, (_, row) =>
    coveredRuns(shapes, row, across),
  );
}

/** What the shapes cover of a stretch of one row. */
export function coveredRuns(
  shapes: readonly MaskShape[],
  row: number,
  within: Run,
): readonly Run[] {
  return merged(shapes.flatMap((shape) => runsOfShape(shape, row, within)));
}

/** True if there is nothing to paint. */
export function isEmpty(rows: MaskedRows): boolean {
  return rows.every((runs) => runs.length === 0);
}

function runsOfShape(
  shape: MaskShape,
  row: number,
  within: Run,
): readonly Run[] {
  switch (shape.kind) {
    case "rectangle":
      return clipped(rectangleRun(shape, row), within);
    case "ellipse":
      return clipped(ellipseRun(shape, row), within);
    case "outsideRectangle":
      return without(within, clipped(rectangleRun(shape, row), within));
    case "outsideEllipse":
      return without(within, clipped(ellipseRun(shape, row), within));
    case "outsideFan":
      return without(within, fanRuns(shape, row, within));
    default:
      return assertNever(shape, "mask shape");
  }
}

function rectangleRun(box: PixelBox, row: number): Run {
  const isBeside = row < box.top || row >= box.top + box.height;
  return { from: box.left, to: isBeside ? box.left : box.left + box.width };
}

function ellipseRun(box: PixelBox, row: number): Run {
  const centreX = box.left + box.width / 2;
  const centreY = box.top + box.height / 2;
  const height = (row + 0.5 - centreY) / (box.height / 2);
  const half = (box.width / 2) * Math.sqrt(1 - height * height);
  return runBetween(centreX - half, centreX + half);
}

/** The pixels whose centres lie between two places, both included; none if the places are not numbers. */
function runBetween(first: number, last: number): Run {
  if (Number.isNaN(first)) return { from: 0, to: 0 };
  return { from: Math.ceil(first - 0.5), to: Math.floor(last - 0.5) + 1 };
}

type Fan = Extract<MaskShape, { readonly kind: "outsideFan" }>;

/** What lies within a fan: between its circles, and in the sector from `fromDegrees` clockwise to `toDegrees`. */
function fanRuns(fan: Fan, row: number, within: Run): readonly Run[] {
  const y = row + 0.5 - fan.apexY;
  const half = Math.sqrt(fan.outerRadius * fan.outerRadius - y * y);
  const ring = runBetween(fan.apexX - half, fan.apexX + half);
  const [stretch] = clipped(ring, within);
  if (stretch === undefined) return [];
  const runs: Run[] = [];
  let from: number | null = null;
  for (let column = stretch.from; column < stretch.to; column += 1) {
    const isInside = isInFan(fan, column + 0.5 - fan.apexX, y);
    if (isInside) from ??= column;
    else if (from !== null) {
      runs.push({ from, to: column });
      from = null;
    }
  }
  if (from !== null) runs.push({ from, to: stretch.to });
  return runs;
}

function isInFan(fan: Fan, x: number, y: number): boolean {
  if (x * x + y * y < fan.innerRadius * fan.innerRadius) return false;
  const opening = fan.toDegrees - fan.fromDegrees;
  if (Math.abs(opening) >= 360) return true;
  // Rows count downwards, so that the angle grows clockwise as it is seen.
  const degrees = (Math.atan2(y, x) * 180) / Math.PI;
  return turn(degrees - fan.fromDegrees) <= turn(opening);
}

/** An angle as a part of a full turn, from 0 to before 360. */
function turn(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

function clipped(run: Run, within: Run): readonly Run[] {
  const from = Math.max(run.from, within.from);
  const to = Math.min(run.to, within.to);
  return from < to ? [{ from, to }] : [];
}

/** What is left of a stretch; `taken` is in order and lies within it. */
function without(stretch: Run, taken: readonly Run[]): readonly Run[] {
  const left: Run[] = [];
  let from = stretch.from;
  for (const run of taken) {
    if (from < run.from) left.push({ from, to: run.from });
    from = run.to;
  }
  if (from < stretch.to) left.push({ from, to: stretch.to });
  return left;
}

/** In order, with those that touch as one. */
function merged(runs: readonly Run[]): readonly Run[] {
  if (runs.length < 2) return runs;
  const result: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || run.from > last.to) result.push(run);
    else if (run.to > last.to)
      result[result.length - 1] = { from: last.from, to: run.to };
  }
  return result;
}
