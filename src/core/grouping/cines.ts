// Tells what is read place by place, scrolling through time, from volumes that are read one time point after another.
import type { Part } from "./parts.ts";
import {
  lowerMedian,
  splittingPlaces,
  type SlicePlace,
} from "./slicePositions.ts";
import { stepsOf } from "./grids.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** Phases of one heart beat lie within this time, and there are at least so many of them. */
const longestBeatMs = 3000;
const fewestPhases = 5;

/** So few places are watched over time rather than scrolled through, if there are many more images at each. */
const mostWatchedPlaces = 6;
const fewestTimePoints = 10;

/** Slices nearer than this are those of a volume: the short axis of the heart is cut every 8 mm, 4D flow every 2. */
const shortestStepMm = 4;
/** So is what has many more places than phases. */
const mostPlacesPerPhase = 3;

/** Share of the places, or of the phases of a place, that shows a cine: some images may be lost, or share a rounded time. */
const mostOf = 0.75;

/** Modalities whose gated images are volumes, one for each phase. */
const volumeModalities: ReadonlySet<string> = new Set(["CT", "PT", "NM"]);

/**
 * Splits into one stack for each place, which scrolls through time: where few places are watched over many times, by any
 * modality; and a cine of the heart, whose places are some thick slices with a beat at each. Everything else that has several
 * times is left for splitting into one stack for each time, which scrolls through the places: by CT, PET and scintigraphy
 * always, by MR where the slices lie close or are many more than the times (a gated volume, 4D flow).
 */
export function splitCine(images: readonly SeriesImage[]): readonly Part[] {
  const places = splittingPlaces(images)?.places ?? [];
  if (places.length < 2 || !(areWatched(places) || areBeating(places)))
    return [{ value: "", members: images }];
  return places.map((place) => ({
    value: `at ${place.coordinateMm.toFixed(1)}`,
    members: place.images,
  }));
}

function areWatched(places: readonly SlicePlace[]): boolean {
  return (
    places.length <= mostWatchedPlaces &&
    places.every(
      ({ images }) =>
        images.length >= fewestTimePoints && images.length > places.length,
    )
  );
}

function areBeating(places: readonly SlicePlace[]): boolean {
  const phases = lowerMedian(places.map(({ images }) => images.length)) ?? 0;
  return (
    phases >= fewestPhases &&
    areThickSlices(places, phases) &&
    (areMostOf(places, isBeat) || areReadInTurn(places, phases))
  );
}

function areThickSlices(
  places: readonly SlicePlace[],
  phases: number,
): boolean {
  const modality = places[0]?.images[0]?.header.modality ?? "";
  const step = lowerMedian(stepsOf(places).flat());
  return (
    !volumeModalities.has(modality) &&
    places.length <= mostPlacesPerPhase * phases &&
    // Views that are each at an angle of their own have no steps.
    (step === null ||
      step >= shortestStepMm ||
      places.length <= mostWatchedPlaces)
  );
}

function areMostOf<Item>(
  items: readonly Item[],
  isOne: (item: Item, index: number) => boolean,
): boolean {
  return items.filter(isOne).length >= mostOf * items.length;
}

/** True for images of one place that differ in trigger time, within one beat. */
function isBeat({ images }: SlicePlace): boolean {
  const times = new Set<number>();
  for (const { header } of images)
    if (header.triggerTimeMs !== null) times.add(header.triggerTimeMs);
  return (
    times.size >= Math.max(fewestPhases, mostOf * images.length) &&
    Math.max(...times) - Math.min(...times) <= longestBeatMs
  );
}

/**
 * True if one place was finished before the next was begun, by the clock. By the numbers alone only of many images at each
 * place: a volume over time may be numbered slice by slice too.
 */
function areReadInTurn(places: readonly SlicePlace[], phases: number): boolean {
  const byClock = areInTurn(
    places,
    ({ acquiredAtSeconds }) => acquiredAtSeconds,
  );
  return (
    byClock ??
    (phases >= Math.max(fewestTimePoints, places.length) &&
      areInTurn(places, ({ header }) => header.instanceNumber) === true)
  );
}

/** Null if any image has no place in this order. */
function areInTurn(
  places: readonly SlicePlace[],
  orderOf: (image: SeriesImage) => number | null,
): boolean | null {
  const turns: { readonly first: number; readonly last: number }[] = [];
  for (const { images } of places) {
    const orders = images.flatMap((image) => orderOf(image) ?? []);
    if (orders.length < images.length) return null;
    turns.push({ first: Math.min(...orders), last: Math.max(...orders) });
  }
  turns.sort((a, b) => a.first - b.first);
  return areMostOf(
    turns.slice(1),
    ({ first }, index) => first > (turns[index]?.last ?? first),
  );
}
