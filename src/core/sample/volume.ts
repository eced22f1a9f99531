// A block of voxels in patient coordinates that shapes are painted into, row by row.

/** Millimetres: x to the patient's left, y to the back, z to the head; the origin is the middle of the block. */
export type Point = readonly [number, number, number];

/** Voxels along x and y, their edge there, voxels along z, and their height. */
export const volumeColumns = 256;
export const voxelMm = 1.5625;
export const volumeSlices = 160;
export const sliceMm = 1.5;

const airHU = -1000;

/** Half the width along x that a shape has at (y, z), both relative to its centre; 0 or less where it is not. */
export type HalfWidth = (y: number, z: number) => number;

/** What is painted, and where it may go. */
export interface Paint {
  readonly hu: number;
  /** Only voxels whose value lies below this are changed. */
  readonly onlyBelowHU?: number;
}

/** CT numbers (Hounsfield units) of the block, x fastest, then y, then z from the feet up. */
export class Volume {
  readonly voxels = new Int16Array(
    volumeColumns * volumeColumns * volumeSlices,
  ).fill(airHU);

  /** Paints a shape that is symmetric about its centre along x, within `reach` of the centre along y and z. */
  paint(
    centre: Point,
    reach: { readonly y: number; readonly z: number },
    halfWidth: HalfWidth,
    paint: Paint,
  ): void {
    const [cx, cy, cz] = centre;
    const firstSlice = Math.max(0, sliceAt(cz - reach.z));
    const lastSlice = Math.min(volumeSlices - 1, sliceAt(cz + reach.z));
    const firstRow = Math.max(0, rowAt(cy - reach.y));
    const lastRow = Math.min(volumeColumns - 1, rowAt(cy + reach.y));
    for (let slice = firstSlice; slice <= lastSlice; slice += 1)
      for (let row = firstRow; row <= lastRow; row += 1) {
        const half = halfWidth(rowMm(row) - cy, sliceCentreMm(slice) - cz);
        if (!(half > 0)) continue;
        const start = (slice * volumeColumns + row) * volumeColumns;
        const from = Math.max(0, Math.ceil(columnAt(cx - half)));
        const to = Math.min(volumeColumns, Math.floor(columnAt(cx + half)) + 1);
        this.#fill(start + from, start + to, paint);
      }
  }

  ellipsoid(centre: Point, radii: Point, paint: Paint): void {
    const [a, b, c] = radii;
    this.paint(
      centre,
      { y: b, z: c },
      (y, z) => a * Math.sqrt(1 - (y / b) ** 2 - (z / c) ** 2),
      paint,
    );
  }

  /** A rod through all points in turn, its radius going evenly from the first to the second given. */
  tube(
    points: readonly Point[],
    radii: readonly [number, number],
    paint: Paint,
  ): void {
    const steps = Math.max(1, points.length - 1);
    for (let index = 0; index + 1 < points.length; index += 1) {
      const from = points[index] ?? origin;
      const to = points[index + 1] ?? origin;
      const pieces = Math.max(1, Math.ceil(distance(from, to) / 1.5));
      for (let piece = 0; piece <= pieces; piece += 1) {
        const along = (index + piece / pieces) / steps;
        const radius = radii[0] + (radii[1] - radii[0]) * along;
        const at = between(from, to, piece / pieces);
        this.ellipsoid(at, [radius, radius, radius], paint);
      }
    }
  }

  #fill(from: number, to: number, paint: Paint): void {
    const { hu, onlyBelowHU } = paint;
    if (onlyBelowHU === undefined) this.voxels.fill(hu, from, to);
    else
      for (let index = from; index < to; index += 1)
        if ((this.voxels[index] ?? 0) < onlyBelowHU) this.voxels[index] = hu;
  }
}

const origin: Point = [0, 0, 0];

/** The point at `share` of the way. */
export function between(from: Point, to: Point, share: number): Point {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function columnAt(x: number): number {
  return x / voxelMm + (volumeColumns - 1) / 2;
}

function rowAt(y: number): number {
  return Math.round(y / voxelMm + (volumeColumns - 1) / 2);
}

/** Position along y (or x) of the middle of a row (or column). */
export function rowMm(row: number): number {
  return (row - (volumeColumns - 1) / 2) * voxelMm;
}

function sliceAt(z: number): number {
  return Math.round(z / sliceMm + (volumeSlices - 1) / 2);
}

/** Position along z of the middle of a slice. */
export function sliceCentreMm(slice: number): number {
  return (slice - (volumeSlices - 1) / 2) * sliceMm;
}
