// Finds thin strokes: pixels that are brighter, or darker, than those a little way off on both sides of them.
import type { Stretches } from "./stretches.ts";
import type { TextPlane } from "./textPlanes.ts";

export type Polarity = "bright" | "dark";

/** How far each pixel stands out as part of a thin stroke, to 255, or 0 if not enough to matter; and where there are any strokes at all. */
export interface StrokeMap {
  readonly columns: number;
  readonly rows: number;
  readonly bright: Uint8Array;
  readonly dark: Uint8Array;
  /** Stretches of rows that were looked at closely, in reading order. */
  readonly stretches: Stretches;
}

/** Distances, in pixels, at which both sides of a stroke are looked at. */
const near = 2;
const far = 4;

/** Size of the tiles that are looked at closely or not at all. */
const tile = { columns: 32, rows: 16 };
/** Every so many rows a tile is probed: no legible letter fits between. */
const probeStep = 3;

/** The stroke map of a plane, for strokes that stand out by `least` levels. */
export function strokeMapOf(plane: TextPlane, least: number): StrokeMap {
  const { columns, rows } = plane;
  const bright = new Uint8Array(columns * rows);
  const dark = new Uint8Array(columns * rows);
  const stretches = closeStretches(plane, least);
  for (let index = 0; index < stretches.count; index += 1) {
    const y = stretches.y[index] ?? 0;
    const start = stretches.start[index] ?? 0;
    const end = stretches.end[index] ?? 0;
    const inner = Math.min(end, columns - far);
    const edgeEnd = Math.min(end, far);
    for (let x = start; x < edgeEnd; x += 1) markAtEdge(x, y);
    if (y >= far && y < rows - far) markRow(Math.max(start, far), inner, y);
    else for (let x = Math.max(start, far); x < inner; x += 1) markAtEdge(x, y);
    for (let x = Math.max(inner, start, edgeEnd); x < end; x += 1)
      markAtEdge(x, y);
  }
  return { columns, rows, bright, dark, stretches };

  /** The inside of the plane, where most pixels are: nothing here is called or allocated per pixel. */
  function markRow(from: number, to: number, y: number): void {
    const { values } = plane;
    const near2 = near * columns;
    const far2 = far * columns;
    for (let at = y * columns + from; at < y * columns + to; at += 1) {
      const value = values[at] ?? 0;
      const l2 = values[at - near] ?? 0;
      const r2 = values[at + near] ?? 0;
      const l4 = values[at - far] ?? 0;
      const r4 = values[at + far] ?? 0;
      const u2 = values[at - near2] ?? 0;
      const d2 = values[at + near2] ?? 0;
      const u4 = values[at - far2] ?? 0;
      const d4 = values[at + far2] ?? 0;
      const h2 = l2 > r2 ? l2 : r2;
      const h4 = l4 > r4 ? l4 : r4;
      const v2 = u2 > d2 ? u2 : d2;
      const v4 = u4 > d4 ? u4 : d4;
      const h = h2 < h4 ? h2 : h4;
      const v = v2 < v4 ? v2 : v4;
      const above = value - (h < v ? h : v);
      if (above >= least) bright[at] = above;
      const i2 = l2 < r2 ? l2 : r2;
      const i4 = l4 < r4 ? l4 : r4;
      const w2 = u2 < d2 ? u2 : d2;
      const w4 = u4 < d4 ? u4 : d4;
      const i = i2 > i4 ? i2 : i4;
      const w = w2 > w4 ? w2 : w4;
      const below = (i > w ? i : w) - value;
      if (below >= least) dark[at] = below;
    }
  }

  /** The same near the border, where what lies outside is taken to mirror what lies inside. */
  function markAtEdge(x: number, y: number): void {
    const at = (column: number, row: number) =>
      plane.values[mirrored(row, rows) * columns + mirrored(column, columns)] ??
      0;
    const value = at(x, y);
    const pairs = [near, far].flatMap((distance) => [
      [at(x - distance, y), at(x + distance, y)],
      [at(x, y - distance), at(x, y + distance)],
    ]);
    const above = value - Math.min(...pairs.map((pair) => Math.max(...pair)));
    const below = Math.max(...pairs.map((pair) => Math.min(...pair))) - value;
    if (above >= least) bright[y * columns + x] = above;
    if (below >= least) dark[y * columns + x] = below;
  }
}

function mirrored(at: number, length: number): number {
  const inside = Math.abs(at);
  return Math.max(0, inside < length ? inside : 2 * length - 2 - inside);
}

/** Rows of the tiles that hold upright strokes, and of their neighbours. */
function closeStretches(plane: TextPlane, least: number): Stretches {
  const across = Math.ceil(plane.columns / tile.columns);
  const down = Math.ceil(plane.rows / tile.rows);
  const isClose = widened(probedTiles(plane, least, across), across, down);
  const numbers = () => new Int32Array(plane.rows * ((across + 1) >> 1));
  const [ys, starts, ends] = [numbers(), numbers(), numbers()];
  let count = 0;
  for (let y = 0; y < plane.rows; y += 1) {
    const row = Math.floor(y / tile.rows) * across;
    for (let index = 0; index < across; index += 1) {
      if (isClose[row + index] !== 1) continue;
      ys[count] = y;
      starts[count] = index * tile.columns;
      while (index < across && isClose[row + index] === 1) index += 1;
      ends[count] = Math.min(plane.columns, index * tile.columns);
      count += 1;
    }
  }
  return { count, y: ys, start: starts, end: ends };
}

/** Probes every few rows for upright strokes, until a tile has one. */
function probedTiles(
  { columns, rows, values }: TextPlane,
  least: number,
  across: number,
): Uint8Array {
  const hits = new Uint8Array(across * Math.ceil(rows / tile.rows));
  for (let y = 1; y < rows; y += probeStep) {
    const row = y * columns;
    const tiles = Math.floor(y / tile.rows) * across;
    for (let index = 0; index < across; index += 1) {
      if (hits[tiles + index] === 1) continue;
      const start = index * tile.columns;
      const end = Math.min(columns, start + tile.columns);
      const isAtEdge = start === 0 || end + far > columns;
      const isHit = isAtEdge
        ? hasStrokeAtEdge(start, end, row)
        : hasStroke(row + start, row + end);
      if (isHit) hits[tiles + index] = 1;
    }
  }
  return hits;

  function hasStroke(from: number, to: number): boolean {
    for (let at = from; at < to; at += 1) {
      const value = values[at] ?? 0;
      const [left, right] = [values[at - near] ?? 0, values[at + near] ?? 0];
      const high = left > right ? left : right;
      const low = left > right ? right : left;
      if (value - high >= least || low - value >= least) return true;
      const [left4, right4] = [values[at - far] ?? 0, values[at + far] ?? 0];
      const high4 = left4 > right4 ? left4 : right4;
      const low4 = left4 > right4 ? right4 : left4;
      if (value - high4 >= least || low4 - value >= least) return true;
    }
    return false;
  }

  /** The same where what lies outside is taken to mirror what lies inside. */
  function hasStrokeAtEdge(start: number, end: number, row: number): boolean {
    for (let x = start; x < end; x += 1)
      for (const distance of [near, far]) {
        const value = values[row + x] ?? 0;
        const left = values[row + mirrored(x - distance, columns)] ?? 0;
        const right = values[row + mirrored(x + distance, columns)] ?? 0;
        if (value - Math.max(left, right) >= least) return true;
        if (Math.min(left, right) - value >= least) return true;
      }
    return false;
  }
}

/** Marks the tiles around marked ones too: letters reach over. */
function widened(marked: Uint8Array, across: number, down: number): Uint8Array {
  const wide = new Uint8Array(marked.length);
  for (let y = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1) {
      if (marked[y * across + x] !== 1) continue;
      for (
        let row = Math.max(0, y - 1);
        row <= Math.min(down - 1, y + 1);
        row += 1
      )
        for (
          let column = Math.max(0, x - 1);
          column <= Math.min(across - 1, x + 1);
          column += 1
        )
          wide[row * across + column] = 1;
    }
  return wide;
}
