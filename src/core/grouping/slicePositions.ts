// Which images of a group lie at the same place across the slices.
import type { Vector3 } from "../model/instanceHeader.ts";
import { dot, isParallel, sliceGeometry } from "./geometry.ts";
import { isSliced } from "./objectTypes.ts";
import { orientationGroups } from "./orientationGroups.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** Slices nearer than this lie at the same place whatever their steps: far above rounding of decimal strings. */
const roundingMm = 0.01;
/** So do slices nearer than this share of the usual step: a table comes back to a place within hundredths of a millimetre. */
const samePlaceShare = 0.05;
/** Shorter steps are those of a table that came back, not those between slices. */
const shortestStepMm = 0.1;

/** The places of a group, in order along the normal of its first image; of angled blocks one block after the other. */
export interface SlicePlaces {
  /** One entry per place. */
  readonly places: readonly SlicePlace[];
  /** Images beyond the first at their place. */
  readonly repeats: number;
}

export interface SlicePlace {
  /** Along the normal, from the patient's origin; or a Slice Location. */
  readonly coordinateMm: number;
  /** Number of its block of parallel slices; 0 where all are parallel. */
  readonly block: number;
  /** Where it lies along the direction that angled blocks have in common; the coordinate where all are parallel. */
  readonly regionMm: number;
  readonly images: readonly SeriesImage[];
}

/** Places of parallel images; null if they are not parallel, or if any does not know where it lies. */
export function slicePlaces(
  images: readonly SeriesImage[],
): SlicePlaces | null {
  const [first] = images;
  const along = first === undefined ? null : sliceGeometry(first.header);
  if (along === null) return null;
  return placesAlong(images, ({ header }) => {
    const geometry = sliceGeometry(header);
    return geometry !== null && isParallel(along, geometry)
      ? dot(geometry.position, along.normal)
      : null;
  });
}

/** By group: a series that one criterion leaves whole is asked again by the next. */
const knownPlaces = new WeakMap<readonly SeriesImage[], SlicePlaces | null>();

/**
 * Places to split by: also those of blocks that are angled against each other, where a place is one of a block; and those
 * of slices that know no position in the patient, but all a Slice Location. That tells which lie at one place, but not in
 * which direction they run.
 */
export function splittingPlaces(
  images: readonly SeriesImage[],
): SlicePlaces | null {
  let places = knownPlaces.get(images);
  if (places === undefined) {
    places =
      slicePlaces(images) ??
      placesOfBlocks(images) ??
      placesAlong(images, ({ header }) =>
        isSliced(header) && sliceGeometry(header) === null
          ? header.sliceLocation
          : null,
      );
    knownPlaces.set(images, places);
  }
  return places;
}

/** True for an image of which nobody can say where it lies. */
export function liesNowhere({ header }: SeriesImage): boolean {
  return sliceGeometry(header) === null && header.sliceLocation === null;
}

/** Null if any image does not know where it lies. */
function placesOfBlocks(images: readonly SeriesImage[]): SlicePlaces | null {
  if (images.some(({ header }) => sliceGeometry(header) === null)) return null;
  const blocks = orientationGroups(images);
  const common = sumOf(
    blocks.flatMap(({ geometry }) => geometry?.normal ?? []),
  );
  const places: SlicePlace[] = [];
  for (const [block, group] of blocks.entries()) {
    const found = slicePlaces(group.images);
    if (found === null) return null;
    for (const place of found.places) {
      const regionMm = centreAlong(common, place.images);
      places.push({ ...place, block, regionMm });
    }
  }
  return { places, repeats: images.length - places.length };
}

/** A unit vector. */
function sumOf(components: readonly number[]): Vector3 {
  const sum: [number, number, number] = [0, 0, 0];
  for (const [index, value] of components.entries())
    sum[(index % 3) as 0 | 1 | 2] += value;
  const length = Math.hypot(...sum) || 1;
  return [sum[0] / length, sum[1] / length, sum[2] / length];
}

/** Of the middle of the first image: corners of angled slices are where nothing is shown. */
function centreAlong(
  direction: Vector3,
  [image]: readonly SeriesImage[],
): number {
  const header = image?.header;
  const { imagePositionPatient, imageOrientationPatient } = header ?? {};
  if (imagePositionPatient == null || imageOrientationPatient == null) return 0;
  const [rowMm = 0, columnMm = 0] = header?.pixelSpacingMm ?? [];
  const [row, column] = imageOrientationPatient;
  return (
    dot(imagePositionPatient, direction) +
    (dot(row, direction) * columnMm * (header?.pixels?.columns ?? 0)) / 2 +
    (dot(column, direction) * rowMm * (header?.pixels?.rows ?? 0)) / 2
  );
}

/** Null if `coordinateOf` gives none for any image. */
function placesAlong(
  images: readonly SeriesImage[],
  coordinateOf: (image: SeriesImage) => number | null,
): SlicePlaces | null {
  const located: { readonly image: SeriesImage; readonly at: number }[] = [];
  for (const image of images) {
    const at = coordinateOf(image);
    if (at === null || !Number.isFinite(at)) return null;
    located.push({ image, at });
  }
  located.sort((a, b) => a.at - b.at);
  const samePlaceMm = tolerance(located.map(({ at }) => at));
  const places: (SlicePlace & { readonly images: SeriesImage[] })[] = [];
  for (const { image, at } of located) {
    const last = places.at(-1);
    if (last !== undefined && at - last.coordinateMm < samePlaceMm)
      last.images.push(image);
    else
      places.push({
        coordinateMm: at,
        block: 0,
        regionMm: at,
        images: [image],
      });
  }
  return { places, repeats: images.length - places.length };
}

/** How far apart images of one place may lie, by the usual step between these ascending coordinates. */
function tolerance(coordinatesMm: readonly number[]): number {
  const steps: number[] = [];
  let last = NaN;
  for (const coordinate of coordinatesMm) {
    if (coordinate - last >= shortestStepMm) steps.push(coordinate - last);
    last = coordinate;
  }
  return Math.max(roundingMm, samePlaceShare * (lowerMedian(steps) ?? 0));
}

/** Null of none. */
export function lowerMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
