// Makes a plane of samples smaller by averaging the pixels that fall into each pixel of the result.
import type { Samples } from "./decodedFrame.ts";

/** Size of an image. */
export interface ImageSize {
  readonly rows: number;
  readonly columns: number;
}

/** The size that fits into a square of `maxSidePixels`, in the same proportion, never larger than the original. */
export function fittedSize(size: ImageSize, maxSidePixels: number): ImageSize {
  const scale = Math.max(1, Math.max(size.rows, size.columns) / maxSidePixels);
  return {
    rows: Math.max(1, Math.round(size.rows / scale)),
    columns: Math.max(1, Math.round(size.columns / scale)),
  };
}

/** One of the samples of every pixel, averaged over boxes. */
export function averagedPlane(
  image: ImageSize & { readonly samples: Samples },
  plane: { readonly first: number; readonly step: number },
  target: ImageSize,
): Float32Array {
  const { samples } = image;
  const { first, step } = plane;
  const isSameSize =
    target.rows === image.rows && target.columns === image.columns;
  if (isSameSize) {
    const copied = new Float32Array(target.rows * target.columns);
    for (let index = 0; index < copied.length; index += 1)
      copied[index] = samples[first + index * step] ?? 0;
    return copied;
  }
  const sums = new Float64Array(target.rows * target.columns);
  const counts = new Uint32Array(sums.length);
  const targetColumns = Uint32Array.from({ length: image.columns }, (_, x) =>
    Math.floor((x * target.columns) / image.columns),
  );
  let at = first;
  for (let y = 0; y < image.rows; y += 1) {
    const targetRow =
      Math.floor((y * target.rows) / image.rows) * target.columns;
    for (let x = 0; x < image.columns; x += 1, at += step) {
      const into = targetRow + (targetColumns[x] ?? 0);
      sums[into] = (sums[into] ?? 0) + (samples[at] ?? 0);
      counts[into] = (counts[into] ?? 0) + 1;
    }
  }
  return Float32Array.from(sums, (sum, index) => sum / (counts[index] ?? 1));
}
