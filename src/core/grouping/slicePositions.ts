// Which images of a group lie at the same place across the slices.
import { dot, isParallel, sliceGeometry } from "./geometry.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** Slices nearer than this along the normal lie at the same place: far above rounding of decimal strings, far below any slice spacing. */
const samePlaceMm = 0.01;

/** The places of a group, in order along the normal of its first image. */
export interface SlicePlaces {
  /** One entry per place. */
  readonly places: readonly SlicePlace[];
  /** Images beyond the first at their place. */
  readonly repeats: number;
}

export interface SlicePlace {
  /** Along the normal, from the patient's origin. */
  readonly coordinateMm: number;
  readonly images: readonly SeriesImage[];
}

/** Places of parallel images; null if they are not parallel, or if any does not know where it lies. */
export function slicePlaces(
  images: readonly SeriesImage[],
): SlicePlaces | null {
  const [first] = images;
  const along = first === undefined ? null : sliceGeometry(first.header);
  if (along === null) return null;
  const located: {
    readonly image: SeriesImage;
    readonly at: number;
  }[] = [];
  for (const image of images) {
    const geometry = sliceGeometry(image.header);
    if (geometry === null || !isParallel(along, geometry)) return null;
    located.push({ image, at: dot(geometry.position, along.normal) });
  }
  located.sort((a, b) => a.at - b.at);
  const places: {
    readonly coordinateMm: number;
    readonly images: SeriesImage[];
  }[] = [];
  for (const { image, at } of located) {
    const last = places.at(-1);
    if (last !== undefined && at - last.coordinateMm < samePlaceMm)
      last.images.push(image);
    else places.push({ coordinateMm: at, images: [image] });
  }
  return { places, repeats: images.length - places.length };
}
