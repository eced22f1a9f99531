// Which b-values count as one: scanners write 995, 1000 and 1005 for the directions of one shell.
import type { SeriesImage } from "./seriesImages.ts";

/** Prescribed b-values are further apart than this share, noise of one is not. */
const noiseShare = 0.015;
/** Philips counts its images without diffusion weighting as 0, 0.001, 0.002, and so on. */
const noise = 0.5;

/** Gives each b-value of these images the least of its class, so that one name stands for all of them. */
export function bValueClasses(
  images: readonly SeriesImage[],
): (bValue: number | null) => number | null {
  const classes = new Map<number, number>();
  let previous: number | null = null;
  for (const bValue of ascendingBValues(images)) {
    const isNear: boolean =
      previous !== null &&
      bValue - previous <= Math.max(noise, bValue * noiseShare);
    const least = isNear && previous !== null ? classes.get(previous) : bValue;
    classes.set(bValue, least ?? bValue);
    previous = bValue;
  }
  return (bValue) => (bValue === null ? null : (classes.get(bValue) ?? bValue));
}

function ascendingBValues(images: readonly SeriesImage[]): readonly number[] {
  const found = new Set<number>();
  for (const { header } of images)
    if (header.diffusionBValue !== null) found.add(header.diffusionBValue);
  return [...found].sort((a, b) => a - b);
}
