// Runs of stroke pixels in rows, and the trees of those that touch. Plain numbers in flat arrays: a frame has hundreds of thousands.
import type { Glyph } from "./glyphs.ts";
import type { Polarity, Stretch } from "./strokeMap.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Runs of one threshold, in reading order. */
export class StrokeRuns {
  count = 0;
  readonly #most: number;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #y: Int32Array;
  readonly #levels: Int32Array;
  readonly #contrasts: Int32Array;
  readonly #parent: Int32Array;

  constructor(most: number) {
    this.#most = Math.floor(most);
    const numbers = () => new Int32Array(this.#most);
    this.#left = numbers();
    this.#right = numbers();
    this.#y = numbers();
    this.#levels = numbers();
    this.#contrasts = numbers();
    this.#parent = numbers();
  }

  /** Adds the runs of a stretch; false if there are too many of them. */
  addFrom(
    stretch: Stretch,
    strokes: {
      readonly plane: TextPlane;
      readonly map: Uint8Array;
      readonly threshold: number;
    },
  ): boolean {
    const { map, threshold } = strokes;
    const { columns, values } = strokes.plane;
    const row = stretch.y * columns;
    const end = row + stretch.end;
    for (let at = row + stretch.start; at < end; at += 1) {
      if ((map[at] ?? 0) < threshold) continue;
      if (this.count === this.#most) return false;
      const run = this.count++;
      let [levels, contrasts] = [0, 0];
      this.#left[run] = at - row;
      this.#y[run] = stretch.y;
      for (; at < end; at += 1) {
        const contrast = map[at] ?? 0;
        if (contrast < threshold) break;
        levels += values[at] ?? 0;
        contrasts += contrast;
      }
      this.#right[run] = at - row - 1;
      this.#levels[run] = levels;
      this.#contrasts[run] = contrasts;
      this.#parent[run] = run;
    }
    return true;
  }

  /** Links the runs from `start` on with those from `above` up to `start` that they touch, corners included. */
  link(above: number, start: number): void {
    let first = above;
    for (let run = start; run < this.count; run += 1) {
      const left = (this.#left[run] ?? 0) - 1;
      const right = (this.#right[run] ?? 0) + 1;
      while (first < start && (this.#right[first] ?? 0) < left) first += 1;
      for (
        let other = first;
        other < start && (this.#left[other] ?? 0) <= right;
        other += 1
      )
        this.#join(other, run);
    }
  }

  /** All runs as stretches. */
  stretches(): readonly Stretch[] {
    return Array.from({ length: this.count }, (_, run) => ({
      y: this.#y[run] ?? 0,
      start: this.#left[run] ?? 0,
      end: (this.#right[run] ?? 0) + 1,
    }));
  }

  /** Runs that touch, as one piece. */
  gathered(polarity: Polarity): readonly Glyph[] {
    const pieces = new Map<number, PieceSum>();
    for (let run = 0; run < this.count; run += 1) {
      const root = this.#root(run);
      const left = this.#left[run] ?? 0;
      const right = this.#right[run] ?? 0;
      const y = this.#y[run] ?? 0;
      let piece = pieces.get(root);
      if (piece === undefined) {
        piece = {
          left,
          right,
          top: y,
          bottom: y,
          area: 0,
          runs: 0,
          level: 0,
          contrast: 0,
        };
        pieces.set(root, piece);
      }
      if (left < piece.left) piece.left = left;
      if (right > piece.right) piece.right = right;
      piece.bottom = y;
      piece.area += right - left + 1;
      piece.runs += 1;
      piece.level += this.#levels[run] ?? 0;
      piece.contrast += this.#contrasts[run] ?? 0;
    }
    return [...pieces.values()].map((piece) => ({
      ...piece,
      polarity,
      level: piece.level / piece.area,
      contrast: piece.contrast / piece.area,
    }));
  }

  #join(a: number, b: number): void {
    const [rootA, rootB] = [this.#root(a), this.#root(b)];
    if (rootA < rootB) this.#parent[rootB] = rootA;
    else if (rootB < rootA) this.#parent[rootA] = rootB;
  }

  #root(run: number): number {
    let at = run;
    for (;;) {
      const parent = this.#parent[at] ?? at;
      if (parent === at) return at;
      this.#parent[at] = this.#parent[parent] ?? parent;
      at = parent;
    }
  }
}

/** A piece while its runs are added up; `level` and `contrast` are sums. */
type PieceSum = {
  -readonly [Key in Exclude<keyof Glyph, "polarity">]: number;
};
