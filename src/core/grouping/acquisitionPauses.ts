// Splits a series at the pauses between its passes: the scanner waits for the contrast medium, or for the next breath.
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { Part } from "./parts.ts";
import { numberedPlaces } from "./numberedPlaces.ts";
import { arePasses, repeatsNone } from "./passes.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** Shorter ones lie between the slices of one pass. */
const shortestPauseSeconds = 5;

/** Pauses of at most so many lengths are tried, the longest first: those between passes are among them, or there are none. */
const mostLengths = 19;

/**
 * Parts between the longest pauses: as few as are passes that leave no place twice in any. One part if no pauses do that, or
 * if any image does not say when it was. `nameOf` names a part by its first image in time.
 */
export function splitAtPauses(
  images: readonly SeriesImage[],
  nameOf: (first: InstanceHeader) => string,
): readonly Part[] {
  const whole = [{ value: "", members: images }];
  const places = numberedPlaces(images);
  const inTime = timed(images);
  if (places === null || inTime === null) return whole;
  for (const shortest of longestPauses(inTime)) {
    const parts = cutAt(inTime, shortest).map((members) => ({
      value: nameOf(members[0].header),
      members,
    }));
    if (
      arePasses(parts, places, "maybePackages") &&
      parts.every((part) => repeatsNone(part, places))
    )
      return parts.map(({ value, members }) => ({
        value,
        members: inOrderOf(images, members),
      }));
  }
  return whole;
}

interface TimedImage {
  readonly image: SeriesImage;
  readonly seconds: number;
}

/** By time; null if any image has none. */
function timed(images: readonly SeriesImage[]): readonly TimedImage[] | null {
  const found: TimedImage[] = [];
  for (const image of images) {
    const seconds = image.acquiredAtSeconds;
    if (seconds === null) return null;
    found.push({ image, seconds });
  }
  return found.sort((a, b) => a.seconds - b.seconds);
}

/** Lengths in seconds, the longest first. */
function longestPauses(inTime: readonly TimedImage[]): ReadonlySet<number> {
  const pauses = inTime.map(
    ({ seconds }, index) => seconds - (inTime[index - 1]?.seconds ?? seconds),
  );
  return new Set(
    pauses
      .filter((pause) => pause >= shortestPauseSeconds)
      .sort((a, b) => b - a)
      .slice(0, mostLengths),
  );
}

type Pass = [SeriesImage, ...SeriesImage[]];

function cutAt(
  inTime: readonly TimedImage[],
  shortestPause: number,
): readonly Pass[] {
  const passes: Pass[] = [];
  let last = -Infinity;
  for (const { image, seconds } of inTime) {
    const pass = passes.at(-1);
    if (pass === undefined || seconds - last >= shortestPause)
      passes.push([image]);
    else pass.push(image);
    last = seconds;
  }
  return passes;
}

function inOrderOf(
  images: readonly SeriesImage[],
  chosen: readonly SeriesImage[],
): readonly SeriesImage[] {
  const wanted = new Set(chosen);
  return images.filter((image) => wanted.has(image));
}
