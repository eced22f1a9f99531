// The places of a series by number, and which of them a part of it has.
import type { Part } from "./parts.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { splittingPlaces, type SlicePlace } from "./slicePositions.ts";

/** Number of each image's place along the slices, and how many images are there beyond the first. */
export interface Places {
  readonly places: readonly SlicePlace[];
  readonly placeOf: ReadonlyMap<SeriesImage, number>;
  readonly repeats: number;
}

/** By group, as places are. */
const knownNumbers = new WeakMap<readonly SeriesImage[], Places | null>();

/** Places by number; null for images that do not lie at several known places. */
export function numberedPlaces(images: readonly SeriesImage[]): Places | null {
  let numbered = knownNumbers.get(images);
  if (numbered === undefined) {
    numbered = numberPlaces(images);
    knownNumbers.set(images, numbered);
  }
  return numbered;
}

function numberPlaces(images: readonly SeriesImage[]): Places | null {
  const found = splittingPlaces(images);
  if (found === null || found.places.length < 2) return null;
  const placeOf = new Map<SeriesImage, number>();
  for (const [number, place] of found.places.entries())
    for (const image of place.images) placeOf.set(image, number);
  return { places: found.places, placeOf, repeats: found.repeats };
}

/** Numbers of the places at which the part has an image. */
export function distinctPlaces(
  { members }: Part,
  { placeOf }: Places,
): ReadonlySet<number> {
  return new Set(members.map((member) => placeOf.get(member) ?? -1));
}
