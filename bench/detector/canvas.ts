// A canvas of three planes from 0 to 1 on which the images of the detector's benchmark are drawn.

/** Linear red, green and blue; grey images keep the three equal. */
export class Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly planes: readonly [Float32Array, Float32Array, Float32Array];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    const plane = () => new Float32Array(columns * rows);
    this.planes = [plane(), plane(), plane()];
  }

  /** Sets every pixel to what `grey` says of its column and row. */
  fill(grey: (x: number, y: number) => number): void {
    const [first, ...others] = this.planes;
    for (let y = 0; y < this.rows; y += 1)
      for (let x = 0; x < this.columns; x += 1)
        first[y * this.columns + x] = Math.min(1, Math.max(0, grey(x, y)));
    for (const plane of others) plane.set(first);
  }

  /** Lays a colour over a pixel; outside the canvas nothing happens. */
  blend(
    x: number,
    y: number,
    paint: { readonly colour: Colour; readonly coverage: number },
  ): void {
    if (x < 0 || y < 0 || x >= this.columns || y >= this.rows) return;
    const at = y * this.columns + x;
    this.planes.forEach((plane, index) => {
      const before = plane[at] ?? 0;
      const colour = paint.colour[index] ?? 0;
      plane[at] = before + (colour - before) * paint.coverage;
    });
  }

  /** Fills a rectangle. */
  rectangle(box: Box, colour: Colour): void {
    for (let y = Math.round(box.top); y < box.top + box.height; y += 1)
      for (let x = Math.round(box.left); x < box.left + box.width; x += 1)
        this.blend(x, y, { colour, coverage: 1 });
  }

  /** A line of some thickness, its edges smoothed. */
  line(
    from: Point,
    to: Point,
    pen: { readonly colour: Colour; readonly thickness: number },
  ): void {
    const radius = pen.thickness / 2;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const reach = Math.ceil(radius + 1);
    const left = Math.floor(Math.min(from.x, to.x)) - reach;
    const right = Math.ceil(Math.max(from.x, to.x)) + reach;
    const top = Math.floor(Math.min(from.y, to.y)) - reach;
    const bottom = Math.ceil(Math.max(from.y, to.y)) + reach;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    for (let y = top; y <= bottom; y += 1)
      for (let x = left; x <= right; x += 1) {
        const along =
          length === 0
            ? 0
            : ((x - from.x) * dx + (y - from.y) * dy) / (length * length);
        const clamped = Math.min(1, Math.max(0, along));
        const distance = Math.hypot(
          x - from.x - clamped * dx,
          y - from.y - clamped * dy,
        );
        const coverage = Math.min(1, Math.max(0, radius + 0.5 - distance));
        if (coverage > 0) this.blend(x, y, { colour: pen.colour, coverage });
      }
  }

  /** A line through points. */
  path(
    points: readonly Point[],
    pen: { readonly colour: Colour; readonly thickness: number },
  ): void {
    points.slice(1).forEach((to, index) => {
      this.line(points[index] ?? to, to, pen);
    });
  }

  /** Mean of the green plane in a box. */
  meanGrey(box: Box): number {
    let [sum, count] = [0, 0];
    const bottom = Math.min(this.rows, box.top + box.height);
    const right = Math.min(this.columns, box.left + box.width);
    for (let y = Math.max(0, Math.floor(box.top)); y < bottom; y += 1)
      for (let x = Math.max(0, Math.floor(box.left)); x < right; x += 1) {
        sum += this.planes[1][y * this.columns + x] ?? 0;
        count += 1;
      }
    return count === 0 ? 0 : sum / count;
  }
}

/** Red, green, blue from 0 to 1. */
export type Colour = readonly [number, number, number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function grey(level: number): Colour {
  return [level, level, level];
}
