// One clock for the images of a series, some of which may know the time of day but not the day.
import type { SeriesImage } from "./seriesImages.ts";

const secondsOfDay = 86_400;
/** The images of a series lie within this time; what seems longer has midnight in it. */
const longestSeriesSeconds = secondsOfDay / 2;

/**
 * The images with times that can be compared. Those that know their day keep it, and the others are on the same day, or the one
 * before or after, whichever is nearest. Where none knows its day, those of small hours are after those of the late evening.
 */
export function byOneClock(
  images: readonly SeriesImage[],
): readonly SeriesImage[] {
  const undated = timesOf(images, (image) => !knowsDay(image));
  if (undated === null) return images;
  const dated = timesOf(images, knowsDay);
  if (dated === null && undated.last - undated.first <= longestSeriesSeconds)
    return images;
  const timeOf =
    dated === null
      ? afterMidnight(images)
      : (seconds: number) => nearest(seconds, dated);
  return images.map((image) =>
    image.acquiredAtSeconds === null || knowsDay(image)
      ? image
      : { ...image, acquiredAtSeconds: timeOf(image.acquiredAtSeconds) },
  );
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/** Times without a day are less than a day. No image is of the day on which computers began to count. */
function knowsDay({ acquiredAtSeconds }: SeriesImage): boolean {
  return acquiredAtSeconds !== null && acquiredAtSeconds >= secondsOfDay;
}

function timesOf(
  images: readonly SeriesImage[],
  isWanted: (image: SeriesImage) => boolean,
): Span | null {
  let [first, last] = [Infinity, -Infinity];
  for (const image of images) {
    const seconds = image.acquiredAtSeconds;
    if (seconds === null || !isWanted(image)) continue;
    first = Math.min(first, seconds);
    last = Math.max(last, seconds);
  }
  return first === Infinity ? null : { first, last };
}

/** Of three days, and of equals the first. */
function nearest(seconds: number, { first, last }: Span): number {
  const midnight = Math.floor(first / secondsOfDay) * secondsOfDay;
  const away = (time: number) => Math.max(first - time, time - last, 0);
  return [0, -secondsOfDay, secondsOfDay]
    .map((days) => midnight + days + seconds)
    .reduce((best, time) => (away(time) < away(best) ? time : best));
}

/** Cuts the day where nothing was acquired for longest. */
function afterMidnight(
  images: readonly SeriesImage[],
): (seconds: number) => number {
  const times = images
    .flatMap(({ acquiredAtSeconds }) => acquiredAtSeconds ?? [])
    .sort((a, b) => a - b);
  let longest = 0;
  let cut = 0;
  for (const [index, time] of times.entries()) {
    const pause = time - (times[index - 1] ?? time);
    if (pause > longest) {
      longest = pause;
      cut = time;
    }
  }
  return (seconds) =>
    longest > longestSeriesSeconds && seconds < cut
      ? seconds + secondsOfDay
      : seconds;
}
