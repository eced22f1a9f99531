// Whether parts of a series are passes over its region: the arterial one over the liver, the venous one over the whole abdomen.
import {
  isOneGridOfPackages,
  isRegular,
  stepsOf,
  type PlacedPart,
} from "./grids.ts";
import { distinctPlaces, type Places } from "./numberedPlaces.ts";
import type { Part } from "./parts.ts";
import type { SlicePlace } from "./slicePositions.ts";

/** Two slices are a pass if they repeat those of another: a retake. Fewer are a slice too many. */
const shortestRun = 2;

/** Share of the places between its first and its last that a pass must have: noise takes a slice here and there. */
const runShare = 0.7;

/** Share of the smaller of two passes that must lie where the other one lies: two regions one after the other overlap less. */
const overlapShare = 0.5;

/** Share of the whole length that the longest pass runs through: without one like it the parts are pieces of passes, such as turns of the tube. */
const longestShare = 0.4;

/** Share of the places that the parts must cover on average: a pass may lack slices, but noise covers only some. */
const fullCoverage = 0.7;

/**
 * What the values say that tell parts apart. `passes`: they name different images of one region, such as time points.
 * `maybePackages`: also one volume whose slices are acquired in turns, such as the odd ones and then the even ones.
 */
export type PassEvidence = "passes" | "maybePackages";

/** True if the parts repeat fewer places than the whole, and each still covers the region rather than a slice here and there. */
export function repeatPlaces(parts: readonly Part[], places: Places): boolean {
  if (places.repeats === 0) return false;
  let repeats = 0;
  let covered = 0;
  for (const part of parts) {
    const own = distinctPlaces(part, places).size;
    repeats += part.members.length - own;
    covered += own;
  }
  return (
    repeats < places.repeats &&
    covered >= fullCoverage * parts.length * places.places.length
  );
}

/**
 * True if each part runs through a region without leaving many slices out, over the region of another part: at its places,
 * or between them, if both have regular steps of their own. The packages of one volume are no passes.
 */
export function arePasses(
  parts: readonly Part[],
  places: Places,
  evidence: PassEvidence,
): boolean {
  // Most parts by a value of every image's own, and regions one after the other, are seen through at once.
  if (parts.length < 2 || !lieOverEachOther(parts, places)) return false;
  const tracks: Track[] = [];
  for (const part of parts) {
    const track = trackOf(part, places);
    if (!track.isRun && !track.isRegular) return false;
    tracks.push(track);
  }
  const repeats = (own: Track) =>
    own.isRun && tracks.some((other) => other !== own && overlap(own, other));
  if (tracks.every(repeats)) return true;
  return (
    tracks.every(
      (own) =>
        repeats(own) ||
        tracks.some((other) => other !== own && runThrough(own, other)),
    ) && !(evidence === "maybePackages" && isOneGridOfPackages(tracks, places))
  );
}

/** True if each part has enough images and meets the region of another, and one of them runs through much of the whole. */
function lieOverEachOther(parts: readonly Part[], places: Places): boolean {
  const spans: { readonly first: number; readonly last: number }[] = [];
  for (const part of parts) {
    if (part.members.length < shortestRun) return false;
    spans.push(regionOf(part, places));
  }
  spans.sort((a, b) => a.first - b.first);
  const first = spans[0]?.first ?? 0;
  let last = -Infinity;
  let longest = 0;
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1]?.first ?? Infinity;
    if (span.first > last && next > span.last) return false;
    last = Math.max(last, span.last);
    longest = Math.max(longest, span.last - span.first);
  }
  return longest >= longestShare * (last - first);
}

/** From the first to the last of its places, in millimetres. */
function regionOf({ members }: Part, { places, placeOf }: Places) {
  let [first, last] = [Infinity, -Infinity];
  for (const member of members) {
    const { regionMm = 0 } = places[placeOf.get(member) ?? -1] ?? {};
    first = Math.min(first, regionMm);
    last = Math.max(last, regionMm);
  }
  return { first, last };
}

/** True if two images or more of one part lie in the region of another, at its places or between them. */
export function shareRegion(parts: readonly Part[], places: Places): boolean {
  const found = parts.map((part) =>
    [...distinctPlaces(part, places)].sort(ascending),
  );
  return found.some((own, index) =>
    found
      .slice(index + 1)
      .some((other) => within(own, other) >= 2 && within(other, own) >= 2),
  );
}

/** True if no two images of the part lie at one place. */
export function repeatsNone(part: Part, places: Places): boolean {
  return distinctPlaces(part, places).size === part.members.length;
}

/** A part as it runs through the places. */
interface Track extends PlacedPart {
  /** Where its places lie in the region, ascending. */
  readonly regionMm: readonly number[];
  /** Few places between its first and its last, of each block, are not its own. */
  readonly isRun: boolean;
  readonly isRegular: boolean;
}

function trackOf(part: Part, { places, placeOf }: Places): Track {
  const own = distinctPlaces(part, { places, placeOf, repeats: 0 });
  const numbers = [...own].sort(ascending);
  const found = numbers.flatMap((number) => places[number] ?? []);
  return {
    part,
    own,
    regionMm: found.map(({ regionMm }) => regionMm).sort(ascending),
    isRun:
      own.size >= shortestRun && own.size >= runShare * spanOf(numbers, places),
    isRegular: isRegular(stepsOf(found)),
  };
}

/** Number of places between the first and the last of these ascending ones, of each block. */
function spanOf(
  numbers: readonly number[],
  places: readonly SlicePlace[],
): number {
  let span = 0;
  let previous: number | null = null;
  for (const number of numbers) {
    const isNext =
      previous !== null && places[previous]?.block === places[number]?.block;
    span += isNext && previous !== null ? number - previous : 1;
    previous = number;
  }
  return span;
}

function overlap({ own }: Track, { own: other }: Track): boolean {
  let shared = 0;
  for (const place of own) if (other.has(place)) shared += 1;
  const smaller = Math.min(own.size, other.size);
  // Two slices may meet the next region by chance, but not the middle of another pass with both.
  return smaller <= shortestRun
    ? shared === smaller && own.size !== other.size
    : shared >= overlapShare * smaller;
}

/** True if each of two grids runs through much of the other's region. */
function runThrough(own: Track, other: Track): boolean {
  const least = overlapShare * Math.min(own.own.size, other.own.size);
  return (
    own.isRegular &&
    other.isRegular &&
    within(own.regionMm, other.regionMm) >= least &&
    within(other.regionMm, own.regionMm) >= least
  );
}

/** How many of these ascending numbers lie between the first and the last of the others. */
function within(own: readonly number[], other: readonly number[]): number {
  const [first = Infinity] = other;
  const last = other.at(-1) ?? -Infinity;
  return own.filter((place) => place >= first && place <= last).length;
}

function ascending(a: number, b: number): number {
  return a - b;
}
