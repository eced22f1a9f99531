// Refused images gathered by stack and reason, so that a thousand of a kind are one line.
import type { RefusedImage, RefusedPlace } from "../snapshot.ts";

interface Gathered<T> {
  readonly first: T;
  /** 1-based, ascending. */
  readonly imageNumbers: readonly number[];
}

/** Groups of the same stack and the same reason in every detail, in the order they first appear. */
export function groupRefused(
  refused: readonly RefusedImage[],
): readonly Gathered<RefusedImage>[] {
  return gather(refused, ({ stackId, reason }) => [stackId, reason]);
}

/** The same for places. */
export function groupPlaces(
  refused: readonly RefusedPlace[],
): readonly Gathered<RefusedPlace>[] {
  return gather(refused, ({ stackNumber, stackLabel, reason }) => [
    stackNumber,
    stackLabel,
    reason,
  ]);
}

function gather<T extends { readonly imageNumber: number }>(
  refused: readonly T[],
  sameOf: (image: T) => unknown,
): readonly Gathered<T>[] {
  const groups = new Map<
    string,
    { readonly first: T; readonly numbers: number[] }
  >();
  for (const image of refused) {
    const key = JSON.stringify(sameOf(image));
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, { first: image, numbers: [image.imageNumber] });
    else group.numbers.push(image.imageNumber);
  }
  return [...groups.values()].map(({ first, numbers }) => ({
    first,
    imageNumbers: numbers.sort((one, other) => one - other),
  }));
}

/** `image 4`, `images 1 to 12 and 40`, `images 1, 3, 5 and 90 more`: so many runs, then how many more. */
export function numbersInWords(
  numbers: readonly number[],
  mostRuns = 4,
): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  const shown = runs.slice(0, mostRuns);
  const shownCount = shown.reduce(
    (sum, run) => sum + run.last - run.first + 1,
    0,
  );
  const hidden = numbers.length - shownCount;
  const parts = shown.map((run) =>
    run.first === run.last ? `${run.first}` : `${run.first} to ${run.last}`,
  );
  if (hidden > 0) parts.push(`${hidden} more`);
  const last = parts.at(-1) ?? "";
  const list =
    parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
  return `${numbers.length === 1 ? "image" : "images"} ${list}`;
}
