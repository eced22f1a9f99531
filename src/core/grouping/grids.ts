// Grids of slices: whether steps are regular, and whether several grids are the packages of one volume or passes over it.
import type { Places } from "./numberedPlaces.ts";
import type { Part } from "./parts.ts";
import { lowerMedian, type SlicePlace } from "./slicePositions.ts";

/** A step that differs by more than this share from the one before it is irregular. */
const sameStepShare = 0.2;
/** Share of the steps that must be like the one before: a slice may be missing, but not one here and there. */
const regularShare = 0.7;
/** Slices of one volume nearer than this share of their thickness would be imaged twice. */
const volumeStepShare = 0.75;
/** Share of the instance numbers that differ, up to which they are those of several passes. */
const repeatedNumbersShare = 0.75;

/** A part, and the numbers of its places. */
export interface PlacedPart {
  readonly part: Part;
  readonly own: ReadonlySet<number>;
}

/** Steps in millimetres between ascending places, block by block. */
export function stepsOf(
  places: readonly SlicePlace[],
): readonly (readonly number[])[] {
  const blocks = new Map<number, number[]>();
  let previous: SlicePlace | null = null;
  for (const place of places) {
    if (previous?.block === place.block) {
      const step = place.coordinateMm - previous.coordinateMm;
      const steps = blocks.get(place.block);
      if (steps === undefined) blocks.set(place.block, [step]);
      else steps.push(step);
    }
    previous = place;
  }
  return [...blocks.values()];
}

/** True if most steps are as long as the one before. Where the steps change once, as from the base of the brain up, each part is regular. */
export function isRegular(steps: readonly (readonly number[])[]): boolean {
  let pairs = 0;
  let regular = 0;
  for (const block of steps) {
    let last: number | null = null;
    for (const step of block) {
      if (last !== null) {
        pairs += 1;
        if (Math.abs(step - last) <= sameStepShare * Math.max(step, last))
          regular += 1;
      }
      last = step;
    }
  }
  return pairs > 0 && regular >= regularShare * pairs;
}

/**
 * True if the slices of these parts are together the regular slices of one volume, acquired in turns: the odd ones, then the
 * even ones. That shows where they lie as far apart as they are thick; nearer, and each part is a volume of its own whose
 * slices fall between the other's. Where no thickness is known, the scanner numbered a volume through, and passes one after
 * the other, or each from the start.
 */
export function isOneGridOfPackages(
  tracks: readonly PlacedPart[],
  { places }: Places,
): boolean {
  const shared = placesOfSharedBlocks(tracks, places);
  const steps = stepsOf(shared);
  const step = lowerMedian(steps.flat());
  if (step === null || !isRegular(steps)) return false;
  const thickness = lowerMedian(
    shared.flatMap(({ images }) => images[0]?.header.sliceThicknessMm ?? []),
  );
  return thickness !== null && thickness > 0
    ? step >= volumeStepShare * thickness
    : !areNumberedApart(tracks);
}

/** Places of the blocks through which several of the tracks run. Whole passes at other angles share none. */
function placesOfSharedBlocks(
  tracks: readonly PlacedPart[],
  places: readonly SlicePlace[],
): readonly SlicePlace[] {
  const tracksOf = new Map<number, number>();
  for (const { own } of tracks) {
    const blocks = new Set(
      [...own].map((number) => places[number]?.block ?? 0),
    );
    for (const block of blocks)
      tracksOf.set(block, (tracksOf.get(block) ?? 0) + 1);
  }
  return places.filter(({ block }) => (tracksOf.get(block) ?? 0) > 1);
}

function areNumberedApart(tracks: readonly PlacedPart[]): boolean {
  const members = tracks.flatMap(({ part }) => part.members);
  const numbers = members.flatMap(({ header }) => header.instanceNumber ?? []);
  if (numbers.length < members.length) return false;
  if (new Set(numbers).size <= repeatedNumbersShare * numbers.length)
    return true;
  const ranges = tracks
    .map(({ part }) =>
      extremesOf(part.members.map(({ header }) => header.instanceNumber ?? 0)),
    )
    .sort((a, b) => a.first - b.first);
  return ranges.every(
    ({ first }, index) => first > (ranges[index - 1]?.last ?? -Infinity),
  );
}

/** Without a call of one argument each: there may be tens of thousands. */
function extremesOf(numbers: readonly number[]): {
  readonly first: number;
  readonly last: number;
} {
  let [first, last] = [Infinity, -Infinity];
  for (const number of numbers) {
    first = Math.min(first, number);
    last = Math.max(last, number);
  }
  return { first, last };
}
