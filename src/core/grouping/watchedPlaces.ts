// Tells images that watch one place over time from the volume in whose series they lie: the scanner waits there for the bolus.
import { byNumberAndName, compareNumbers } from "./imageOrder.ts";
import type { Part } from "./parts.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { splittingPlaces, type SlicePlaces } from "./slicePositions.ts";

/** Of a stack that watches for the bolus. */
export const bolusTracking = "bolusTracking";

/** Fewer images in a row at one place are a coincidence: the end of one pass and the start of the next. */
const fewestWatched = 4;

/** Fewer places beside the watched ones are no volume. */
const fewestVolumePlaces = 5;

/** More are a perfusion. */
const mostWatchedPlaces = 2;

/** Steps of one pass differ by no more than this share. */
const unevenShare = 0.1;

/** What makers call it: CARE Bolus, SmartPrep, Bolus Pro, SureStart. */
const trackingWords =
  /(^|[^a-z])((pre)?monitoring|bolus ?track\w*|care ?bolus|smart ?prep|sure ?start|test ?bolus|tracker)([^a-z]|$)/i;

/** Bolus tracking, from a series with contrast medium. A series of nothing else is it by its words. */
export function splitBolusTracking(
  images: readonly SeriesImage[],
): readonly Part[] {
  if (!images.every(isCT)) return [{ value: "", members: images }];
  if (images.every(isCalledTracking) && lieAtOnePlace(images))
    return [{ value: bolusTracking, members: images }];
  return images.some(knowsOfContrast)
    ? splitWatched(images, () => bolusTracking)
    : [{ value: "", members: images }];
}

/** The same where nothing is known of contrast medium: a puncture is watched too. Named by the place, like `at -120.0`. */
export function splitWatchedPlace(
  images: readonly SeriesImage[],
): readonly Part[] {
  return images.every(isCT)
    ? splitWatched(images, (coordinateMm) => `at ${coordinateMm.toFixed(1)}`)
    : [{ value: "", members: images }];
}

function isCT({ header }: SeriesImage): boolean {
  return header.modality === "CT";
}

function isCalledTracking({ header }: SeriesImage): boolean {
  return [header.seriesDescription, header.protocolName].some((text) =>
    trackingWords.test(text.replaceAll("_", " ")),
  );
}

function knowsOfContrast(image: SeriesImage): boolean {
  const { isGiven, bolusStartTime } = image.header.contrast;
  return isGiven === true || bolusStartTime !== "" || isCalledTracking(image);
}

function lieAtOnePlace(images: readonly SeriesImage[]): boolean {
  return splittingPlaces(images)?.places.length === 1;
}

/** The watched images, and the volume. `nameOf` names the watched ones by where they lie. */
function splitWatched(
  images: readonly SeriesImage[],
  nameOf: (coordinateMm: number) => string,
): readonly Part[] {
  const whole = [{ value: "", members: images }];
  const found = splittingPlaces(images);
  if (found === null || found.repeats < fewestWatched - 1) return whole;
  const watched = watchedImages(images, found);
  const isWatched = (image: SeriesImage) => watched.has(image);
  const parts = found.places
    .filter((place) => place.images.some(isWatched))
    .map((place) => ({
      value: nameOf(place.coordinateMm),
      members: place.images.filter(isWatched),
    }));
  const volume = images.filter((image) => !isWatched(image));
  const volumePlaces = found.places.filter(
    (place) => !place.images.every(isWatched),
  );
  return parts.length >= 1 &&
    parts.length <= mostWatchedPlaces &&
    volumePlaces.length >= fewestVolumePlaces
    ? [...parts, { value: "", members: volume }]
    : whole;
}

/** Images in a row at one place, by the clock or by the numbers of their acquisitions, each later than the one before. */
function watchedImages(
  images: readonly SeriesImage[],
  { places }: SlicePlaces,
): ReadonlySet<SeriesImage> {
  const coordinates: Coordinates = new Map(
    places.flatMap((place) =>
      place.images.map((image) => [image, place.coordinateMm] as const),
    ),
  );
  const isLaterThere = (image: SeriesImage, previous: SeriesImage) =>
    coordinates.get(image) === coordinates.get(previous) &&
    isLater(image, previous);
  const runs: Run[] = [];
  for (const image of [...images].sort(inOrderOfAcquisition)) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (previous !== undefined && isLaterThere(image, previous))
      run?.push(image);
    else runs.push([image]);
  }
  const watched = new Set(
    runs.filter((run) => run.length >= fewestWatched).flat(),
  );
  for (const image of endsOfPasses(runs, { watched, coordinates }))
    watched.delete(image);
  return watched;
}

/** Watched images that a pass before or after them needs, which begins or ends there and has no other slice at that place. */
function endsOfPasses(
  runs: readonly Run[],
  { watched, coordinates }: Watched,
): readonly SeriesImage[] {
  const ofVolume = new Set(
    [...coordinates].flatMap(([image, mm]) => (watched.has(image) ? [] : [mm])),
  );
  const coordinatesOf = (images: readonly (SeriesImage | undefined)[]) =>
    images.map((image) =>
      image === undefined ? NaN : (coordinates.get(image) ?? NaN),
    );
  return runs.flatMap((run, index) => {
    const [first] = run;
    const last = run.at(-1) ?? first;
    const [own = NaN] = coordinatesOf([first]);
    if (!watched.has(first) || ofVolume.has(own)) return [];
    const [after, later] = [runs[index + 1]?.[0], runs[index + 2]?.[0]];
    const [before, earlier] = [runs[index - 1]?.[0], runs[index - 2]?.[0]];
    return [
      ...(isEvenStep(coordinatesOf([first, before, earlier])) ? [first] : []),
      ...(isEvenStep(coordinatesOf([last, after, later])) ? [last] : []),
    ];
  });
}

type Run = [SeriesImage, ...SeriesImage[]];

/** Along the slices, in millimetres. */
type Coordinates = ReadonlyMap<SeriesImage, number>;

interface Watched {
  readonly watched: ReadonlySet<SeriesImage>;
  readonly coordinates: Coordinates;
}

/** True if the first of three places is as far from the second as that is from the third. */
function isEvenStep([a = NaN, b = NaN, c = NaN]: readonly number[]): boolean {
  return Math.abs(b - a - (c - b)) <= unevenShare * Math.abs(c - b);
}

function inOrderOfAcquisition(a: SeriesImage, b: SeriesImage): number {
  return (
    compareNumbers(a.acquiredAtSeconds, b.acquiredAtSeconds) ||
    compareNumbers(a.header.acquisitionNumber, b.header.acquisitionNumber) ||
    byNumberAndName(a, b)
  );
}

function isLater(own: SeriesImage, previous: SeriesImage): boolean {
  const steps = [
    stepOf(own.acquiredAtSeconds, previous.acquiredAtSeconds),
    stepOf(own.header.acquisitionNumber, previous.header.acquisitionNumber),
  ];
  return steps.some((step) => step > 0);
}

function stepOf(own: number | null, previous: number | null): number {
  return own === null || previous === null ? 0 : own - previous;
}
