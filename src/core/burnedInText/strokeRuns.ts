// Runs of stroke pixels in rows, and the trees of those that touch. Plain numbers in flat arrays: a frame has hundreds of thousands.
import type { Glyph } from "./glyph.ts";
import type { Polarity } from "./strokeMap.ts";
import type { Stretches } from "./stretches.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Where strokes are taken from: what stands out in `map` by `threshold` levels or more. */
export interface StrokeSource {
  readonly plane: TextPlane;
  readonly map: Uint8Array;
  readonly threshold: number;
}

/** Numbers a run takes in the flat array. */
const fields = 6;
const [left, end, row, levels, contrasts, parent] = [0, 1, 2, 3, 4, 5] as const;
const firstRoom = 2048;

/** Runs of one threshold, in reading order. */
export class StrokeRuns {
  #count = 0;
  #runs: Int32Array;
  readonly #most: number;

  private constructor(most: number) {
    this.#most = Math.floor(most);
    this.#runs = new Int32Array(fields * Math.min(firstRoom, this.#most));
  }

  /** The runs in some stretches, linked where they touch, corners included; null if they are more than `most`. */
  static within(
    stretches: Stretches,
    source: StrokeSource,
    most: number,
  ): StrokeRuns | null {
    const runs = new StrokeRuns(most);
    let [lastRow, above, start] = [-2, 0, 0];
    for (let at = 0; at < stretches.count; at += 1) {
      const y = stretches.y[at] ?? 0;
      if (y !== lastRow) {
        runs.#link(above, start);
        above = y === lastRow + 1 ? start : runs.#count;
        start = runs.#count;
        lastRow = y;
      }
      if (!runs.#addFrom(stretches, at, source)) return null;
    }
    runs.#link(above, start);
    return runs;
  }

  /** All runs as stretches. */
  stretches(): Stretches {
    const pick = (field: number) => {
      const picked = new Int32Array(this.#count);
      for (let run = 0; run < picked.length; run += 1)
        picked[run] = this.#runs[run * fields + field] ?? 0;
      return picked;
    };
    return {
      count: this.#count,
      y: pick(row),
      start: pick(left),
      end: pick(end),
    };
  }

  /** Runs that touch, as one piece; only pieces of a size that is wanted. */
  gathered(
    polarity: Polarity,
    isWanted: (height: number, width: number, area: number) => boolean,
  ): readonly Glyph[] {
    const pieces = this.#pieces();
    const glyphs: Glyph[] = [];
    for (let piece = 0; piece < pieces.count; piece += 1) {
      const at = (sums: Int32Array) => sums[piece] ?? 0;
      const height = at(pieces.bottom) - at(pieces.top) + 1;
      const width = at(pieces.right) - at(pieces.left) + 1;
      const area = at(pieces.area);
      if (!isWanted(height, width, area)) continue;
      glyphs.push({
        polarity,
        left: at(pieces.left),
        right: at(pieces.right),
        top: at(pieces.top),
        bottom: at(pieces.bottom),
        area,
        runs: at(pieces.runs),
        level: at(pieces.levels) / area,
        contrast: at(pieces.contrasts) / area,
      });
    }
    return glyphs;
  }

  /** Adds the runs of a stretch; false if there are too many of them. */
  #addFrom(
    stretches: Stretches,
    stretch: number,
    { plane: { columns, values }, map, threshold }: StrokeSource,
  ): boolean {
    const y = stretches.y[stretch] ?? 0;
    const rowStart = y * columns;
    const stop = rowStart + (stretches.end[stretch] ?? 0);
    let at = rowStart + (stretches.start[stretch] ?? 0);
    for (; at < stop; at += 1) {
      if ((map[at] ?? 0) < threshold) continue;
      if (!this.#hasRoom()) return false;
      const from = at;
      let [levelSum, contrastSum] = [0, 0];
      for (; at < stop; at += 1) {
        const contrast = map[at] ?? 0;
        if (contrast < threshold) break;
        levelSum += values[at] ?? 0;
        contrastSum += contrast;
      }
      const runs = this.#runs;
      const run = this.#count * fields;
      runs[run + left] = from - rowStart;
      runs[run + end] = at - rowStart;
      runs[run + row] = y;
      runs[run + levels] = levelSum;
      runs[run + contrasts] = contrastSum;
      runs[run + parent] = this.#count;
      this.#count += 1;
    }
    return true;
  }

  #hasRoom(): boolean {
    if (this.#count === this.#most) return false;
    if (this.#count * fields < this.#runs.length) return true;
    const more = Math.min(2 * this.#count, this.#most);
    const runs = new Int32Array(fields * more);
    runs.set(this.#runs);
    this.#runs = runs;
    return true;
  }

  /** Links the runs from `start` on with those from `above` up to `start` that they touch. */
  #link(above: number, start: number): void {
    const runs = this.#runs;
    let first = above;
    for (let run = start; run < this.#count; run += 1) {
      const from = runs[run * fields + left] ?? 0;
      const to = runs[run * fields + end] ?? 0;
      while (first < start && (runs[first * fields + end] ?? 0) < from)
        first += 1;
      for (
        let other = first;
        other < start && (runs[other * fields + left] ?? 0) <= to;
        other += 1
      )
        this.#join(other, run);
    }
  }

  /** Sums over the runs of each piece. */
  #pieces() {
    const runs = this.#runs;
    const pieceOf = new Int32Array(this.#count);
    let count = 0;
    for (let run = 0; run < this.#count; run += 1) {
      // The root of a piece is its first run.
      const root = this.#root(run);
      pieceOf[run] = root === run ? count++ : (pieceOf[root] ?? 0);
    }
    const sums = pieceSums(count);
    for (let run = 0; run < this.#count; run += 1) {
      const at = run * fields;
      const piece = pieceOf[run] ?? 0;
      const from = runs[at + left] ?? 0;
      const last = (runs[at + end] ?? 0) - 1;
      const y = runs[at + row] ?? 0;
      const isFirst = sums.runs[piece] === 0;
      if (isFirst) sums.top[piece] = y;
      if (isFirst || from < (sums.left[piece] ?? 0)) sums.left[piece] = from;
      if (last > (sums.right[piece] ?? 0)) sums.right[piece] = last;
      sums.bottom[piece] = y;
      sums.area[piece] = (sums.area[piece] ?? 0) + last - from + 1;
      sums.runs[piece] = (sums.runs[piece] ?? 0) + 1;
      sums.levels[piece] = (sums.levels[piece] ?? 0) + (runs[at + levels] ?? 0);
      sums.contrasts[piece] =
        (sums.contrasts[piece] ?? 0) + (runs[at + contrasts] ?? 0);
    }
    return sums;
  }

  #join(a: number, b: number): void {
    const [rootA, rootB] = [this.#root(a), this.#root(b)];
    if (rootA < rootB) this.#runs[rootB * fields + parent] = rootA;
    else if (rootB < rootA) this.#runs[rootA * fields + parent] = rootB;
  }

  #root(run: number): number {
    const runs = this.#runs;
    let at = run;
    for (;;) {
      const next = runs[at * fields + parent] ?? at;
      if (next === at) return at;
      const afterNext = runs[next * fields + parent] ?? next;
      runs[at * fields + parent] = afterNext;
      at = next;
    }
  }
}

function pieceSums(count: number) {
  const numbers = () => new Int32Array(count);
  return {
    count,
    left: numbers(),
    right: numbers(),
    top: numbers(),
    bottom: numbers(),
    area: numbers(),
    runs: numbers(),
    levels: numbers(),
    contrasts: numbers(),
  };
}
