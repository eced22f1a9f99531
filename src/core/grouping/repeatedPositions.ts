// The last resort of splitting: several images at each place and no attribute that says why.
import { byTime } from "./imageOrder.ts";
import type { Part } from "./parts.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { slicePlaces, type SlicePlace } from "./slicePositions.ts";

/** Phases of one heart beat lie within this time, and there are at least so many of them. */
const longestBeatMs = 3000;
const fewestPhases = 5;

/** So few places are watched over time rather than scrolled through, if there are many more images at each. */
const mostWatchedPlaces = 6;
const fewestTimePoints = 10;

/** Splits what is read place by place, scrolling through time: a cine of the heart, a perfusion of few slices. */
export function splitCine(images: readonly SeriesImage[]): readonly Part[] {
  const found = slicePlaces(images);
  const whole = [{ value: "", members: images }];
  if (found === null || found.places.length < 2) return whole;
  const { places } = found;
  const isWatched =
    places.length <= mostWatchedPlaces &&
    places.every(
      (place) =>
        place.images.length >= fewestTimePoints &&
        place.images.length > places.length,
    );
  if (!isWatched && !places.every(isBeat)) return whole;
  return places.map((place) => ({
    value: `at ${place.coordinateMm.toFixed(1)}`,
    members: place.images,
  }));
}

/**
 * Splits into passes over the region: the first image of each place, the second, and so on. Does not split images of a
 * single place (they scroll through time), nor a stack in which only some places happen to occur twice.
 */
export function splitRepeatedPositions(
  images: readonly SeriesImage[],
): readonly Part[] {
  const found = slicePlaces(images);
  const whole = [{ value: "", members: images }];
  if (found === null || found.places.length < 2) return whole;
  const { places } = found;
  const repeated = places.filter((place) => place.images.length > 1);
  const areRepeated =
    repeated.length > 0 && repeated.length >= places.length / 2;
  return areRepeated ? passes(places) : whole;
}

function passes(places: readonly SlicePlace[]): readonly Part[] {
  const parts: SeriesImage[][] = [];
  for (const place of places) {
    const ordered = [...place.images].sort(byTime);
    for (const [rank, image] of ordered.entries())
      (parts[rank] ??= []).push(image);
  }
  return parts.map((part, rank) => ({
    value: `pass ${rank + 1}`,
    members: part,
  }));
}

/** True for images of one place that differ in trigger time, within one beat. */
function isBeat(place: SlicePlace): boolean {
  const times = new Set<number>();
  for (const { header } of place.images)
    if (header.triggerTimeMs !== null) times.add(header.triggerTimeMs);
  return (
    times.size === place.images.length &&
    times.size >= fewestPhases &&
    Math.max(...times) - Math.min(...times) <= longestBeatMs
  );
}
