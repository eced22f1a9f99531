// Display order of images within a stack.
//
// Slices are ordered by position along the slice normal (PS3.3 C.7.6.2.1.1). Which end comes first: the scanner's own
// direction where instance numbers run steadily with position, since that is how the radiologist saw them; otherwise
// axial from head to feet, coronal from front to back, sagittal from right to left. Without geometry: instance number,
// then place in the disc's DICOMDIR, then file name as a person would count.
import type { Vector3 } from "../model/instanceHeader.ts";
import { mainAxis, sliceGeometry } from "./geometry.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { orientationGroups } from "./orientationGroups.ts";
import { slicePlaces, type SlicePlace } from "./slicePositions.ts";

/** Share of steps that must agree before instance numbers decide on the direction. */
const steadyShare = 0.9;

const naturalNames = new Intl.Collator("en", { numeric: true });

/** Images in display order. */
export function inDisplayOrder(
  images: readonly SeriesImage[],
): readonly SeriesImage[] {
  const places = slicePlaces(images);
  const [first] = images;
  const geometry = first === undefined ? null : sliceGeometry(first.header);
  if (places === null || geometry === null) return blocksInOrder(images);
  const inTimeOrder = places.places.map((place) => ({
    ...place,
    images: [...place.images].sort(byTime),
  }));
  const direction =
    directionOfNumbers(inTimeOrder) ?? defaultDirection(geometry.normal);
  if (direction < 0) inTimeOrder.reverse();
  return inTimeOrder.flatMap((place) => place.images);
}

/** Blocks that are angled against each other in the scanner's order, and the slices of each by place; all by number where a place is unknown. */
function blocksInOrder(images: readonly SeriesImage[]): readonly SeriesImage[] {
  const byNumber = [...images].sort(byNumberAndName);
  const isPlaced = images.every(({ header }) => sliceGeometry(header) !== null);
  // Of images sorted by number, so that a block comes where its first number does.
  return isPlaced
    ? orientationGroups(byNumber).flatMap((group) =>
        inDisplayOrder(group.images),
      )
    : byNumber;
}

/** Order of images at the same place, or of passes over the same places. */
export function byTime(a: SeriesImage, b: SeriesImage): number {
  return (
    compareNumbers(a.header.temporalPosition, b.header.temporalPosition) ||
    compareNumbers(a.header.triggerTimeMs, b.header.triggerTimeMs) ||
    compareNumbers(
      a.header.cardiacPhasePercent,
      b.header.cardiacPhasePercent,
    ) ||
    compareNumbers(a.header.acquisitionNumber, b.header.acquisitionNumber) ||
    compareNumbers(a.acquiredAtSeconds, b.acquiredAtSeconds) ||
    byNumberAndName(a, b)
  );
}

/** Order by what the scanner and the export called the images. Total, since no two are the same frame of the same path. */
export function byNumberAndName(a: SeriesImage, b: SeriesImage): number {
  return (
    compareNumbers(a.header.instanceNumber, b.header.instanceNumber) ||
    compareNumbers(directoryPlace(a), directoryPlace(b)) ||
    naturalNames.compare(a.instance.source.path, b.instance.source.path) ||
    compareTexts(a.header.sopInstanceUID, b.header.sopInstanceUID) ||
    compareTexts(a.instance.source.path, b.instance.source.path) ||
    compareNumbers(a.frame, b.frame)
  );
}

function directoryPlace({ instance }: SeriesImage): number | null {
  return instance.directoryPlace ?? null;
}

/** Ascending, null last. */
export function compareNumbers(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a - b;
}

/** By UTF-16 code unit: fast, and the same everywhere. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** 1 if instance numbers rise along the normal, -1 if they fall, null if they do neither steadily. */
function directionOfNumbers(places: readonly SlicePlace[]): 1 | -1 | null {
  let rising = 0;
  let falling = 0;
  for (const [index, place] of places.entries()) {
    const number = place.images[0]?.header.instanceNumber ?? null;
    const next = places[index + 1]?.images[0]?.header.instanceNumber ?? null;
    if (number === null || next === null) continue;
    if (next > number) rising += 1;
    if (next < number) falling += 1;
  }
  const steps = places.length - 1;
  if (steps < 1) return null;
  if (rising >= steps * steadyShare) return 1;
  return falling >= steps * steadyShare ? -1 : null;
}

/** See the head of this file. Patient coordinates grow to the left, the back and the head. */
function defaultDirection(normal: Vector3): 1 | -1 {
  const axis = mainAxis(normal);
  const wanted = axis === 2 ? -1 : 1;
  return Math.sign(normal[axis]) === wanted ? 1 : -1;
}
