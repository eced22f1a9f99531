// Which images of a stack are kept.

/** Positions are 0-based and inclusive. */
export interface Trim {
  readonly first: number;
  readonly last: number;
  readonly keepEvery: number;
}

/** How many images a trim keeps. */
export function keptCount(trim: Trim): number {
  return Math.floor((trim.last - trim.first) / trim.keepEvery) + 1;
}

/** True if the image at `index` is kept. */
export function isKept(trim: Trim, index: number): boolean {
  return (
    index >= trim.first &&
    index <= trim.last &&
    (index - trim.first) % trim.keepEvery === 0
  );
}

/** True if nothing is left out. */
export function isWhole(trim: Trim, imageCount: number): boolean {
  return (
    trim.first === 0 && trim.last === imageCount - 1 && trim.keepEvery === 1
  );
}

/** The trim with a new first or last image; the other end moves along rather than cross. */
export function withFirst(trim: Trim, first: number): Trim {
  return { ...trim, first, last: Math.max(first, trim.last) };
}
export function withLast(trim: Trim, last: number): Trim {
  return { ...trim, last, first: Math.min(last, trim.first) };
}
