// Which b-values count as one: scanners write 995, 1000 and 1005 for the directions of one shell.
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** Prescribed b-values are further apart than this share, noise of one is not. */
const noiseShare = 0.015;
/** Philips counts its images without diffusion weighting as 0, 0.001, 0.002, and so on. */
const noise = 0.5;

/** Scanners whose images without diffusion weighting leave the b-value out. */
const silentAtZero = /^(TOSHIBA|CANON)/i;

/** Gives the b-value of each of these images the least of its class, so that one name stands for all of them. */
export function bValueClasses(
  images: readonly SeriesImage[],
): (header: InstanceHeader) => number | null {
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
  return (header) => {
    const bValue = statedBValue(header);
    return bValue === null ? null : (classes.get(bValue) ?? bValue);
  };
}

function ascendingBValues(images: readonly SeriesImage[]): readonly number[] {
  const found = new Set<number>();
  for (const { header } of images) {
    const bValue = statedBValue(header);
    if (bValue !== null) found.add(bValue);
  }
  return [...found].sort((a, b) => a - b);
}

/** In words or by silence. Maps made of the images have no b-value, not one of 0. */
function statedBValue(header: InstanceHeader): number | null {
  const isOriginal = header.imageType[0]?.toUpperCase() === "ORIGINAL";
  return (
    header.diffusionBValue ??
    (isOriginal && silentAtZero.test(header.manufacturer) ? 0 : null)
  );
}
