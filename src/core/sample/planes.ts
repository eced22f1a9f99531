// Cuts slices and projections out of the sample volume, with the softness and noise of a scanner.
import { seededRandom } from "./seededRandom.ts";
import { voxelMm, volumeColumns, volumeSlices, type Volume } from "./volume.ts";

/** An image of CT numbers or of attenuation. */
export interface SamplePlane {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

const sliceArea = volumeColumns * volumeColumns;

/** Mean of `count` slices from `first` on, seen from the feet. */
export function axialPlane(
  volume: Volume,
  first: number,
  count: number,
): SamplePlane {
  const values = new Float32Array(sliceArea);
  for (let slice = first; slice < first + count; slice += 1)
    for (let index = 0; index < sliceArea; index += 1)
      values[index] =
        (values[index] ?? 0) +
        (volume.voxels[slice * sliceArea + index] ?? 0) / count;
  return { rows: volumeColumns, columns: volumeColumns, values };
}

/** Mean of `count` rows from `first` on, seen from the front, head up. */
export function coronalPlane(
  volume: Volume,
  first: number,
  count: number,
): SamplePlane {
  return alongRows(volume, first, count, (hu) => hu / count);
}

/** Attenuation along y through the whole volume, as a radiograph or a localiser measures it. */
export function frontalProjection(volume: Volume): SamplePlane {
  const attenuationPerMm = 0.02;
  return alongRows(volume, 0, volumeColumns, (hu) =>
    hu <= -1000 ? 0 : (1 + hu / 1000) * attenuationPerMm * voxelMm,
  );
}

function alongRows(
  volume: Volume,
  first: number,
  count: number,
  weight: (hu: number) => number,
): SamplePlane {
  const values = new Float32Array(volumeSlices * volumeColumns);
  for (let slice = 0; slice < volumeSlices; slice += 1) {
    const into = (volumeSlices - 1 - slice) * volumeColumns;
    for (let row = first; row < first + count; row += 1) {
      const from = (slice * volumeColumns + row) * volumeColumns;
      for (let column = 0; column < volumeColumns; column += 1)
        values[into + column] =
          (values[into + column] ?? 0) +
          weight(volume.voxels[from + column] ?? 0);
    }
  }
  return { rows: volumeSlices, columns: volumeColumns, values };
}

/** The plane with its edges softened by a 3 x 3 filter and noise of the given size added. */
export function asScanned(
  plane: SamplePlane,
  noise: { readonly amount: number; readonly seed: number },
): SamplePlane {
  const { rows, columns } = plane;
  const across = smoothed(plane.values, 1, columns);
  const values = smoothed(across, columns, rows * columns);
  const random = seededRandom(noise.seed);
  for (let index = 0; index < values.length; index += 1) {
    // The sum of three even spreads is close to a normal one.
    const spread = random() + random() + random() - 1.5;
    values[index] = (values[index] ?? 0) + spread * 2 * noise.amount;
  }
  return { rows, columns, values };
}

/** Weights 1, 2, 1 along one direction; neighbours beyond the run count as the value itself. */
function smoothed(
  values: Float32Array,
  step: number,
  run: number,
): Float32Array {
  const result = new Float32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const own = values[index] ?? 0;
    const place = index % run;
    const before = place >= step ? (values[index - step] ?? own) : own;
    const after = place + step < run ? (values[index + step] ?? own) : own;
    result[index] = (before + 2 * own + after) / 4;
  }
  return result;
}

/** The plane at another size, with values between the old ones interpolated. */
export function resized(
  plane: SamplePlane,
  rows: number,
  columns: number,
): SamplePlane {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const y = ((row + 0.5) * plane.rows) / rows - 0.5;
    for (let column = 0; column < columns; column += 1) {
      const x = ((column + 0.5) * plane.columns) / columns - 0.5;
      values[row * columns + column] = interpolated(plane, x, y);
    }
  }
  return { rows, columns, values };
}

function interpolated(plane: SamplePlane, x: number, y: number): number {
  const left = Math.min(Math.max(Math.floor(x), 0), plane.columns - 2);
  const top = Math.min(Math.max(Math.floor(y), 0), plane.rows - 2);
  const fx = Math.min(Math.max(x - left, 0), 1);
  const fy = Math.min(Math.max(y - top, 0), 1);
  const at = top * plane.columns + left;
  const value = (offset: number) => plane.values[at + offset] ?? 0;
  const upper = value(0) * (1 - fx) + value(1) * fx;
  const lower = value(plane.columns) * (1 - fx) + value(plane.columns + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}
