// From pointer, keys and wheel to a place in a stack.

/** 0-based index for a pointer at `offset` of `length` along the preview; every image gets an equal share. */
export function indexAt(offset: number, length: number, count: number): number {
  if (length <= 0 || count <= 0) return 0;
  return clampIndex(Math.floor((offset / length) * count), count);
}

/** `index` brought into 0 to `count` - 1. */
export function clampIndex(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

/** The index a key leads to, or null if the key does not scroll. */
export function indexAfterKey(
  key: string,
  index: number,
  count: number,
): number | null {
  const page = Math.max(2, Math.round(count / 10));
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return clampIndex(index + 1, count);
    case "ArrowLeft":
    case "ArrowUp":
      return clampIndex(index - 1, count);
    case "PageDown":
      return clampIndex(index + page, count);
    case "PageUp":
      return clampIndex(index - page, count);
    case "Home":
      return 0;
    case "End":
      return clampIndex(count - 1, count);
    default:
      return null;
  }
}

/** Pixels of wheel movement that make one image: a notch of a mouse is about 100, touch pads send many small ones. */
const pixelsPerImage = 40;

/** Adds up wheel movement. `rest` is carried to the next event; `images` may be negative. */
export function wheelSteps(
  rest: number,
  deltaPixels: number,
): { readonly images: number; readonly rest: number } {
  // A mouse's notch moves by exactly one image.
  if (Math.abs(deltaPixels) >= 80)
    return { images: Math.sign(deltaPixels), rest: 0 };
  const sum =
    Math.sign(rest) === -Math.sign(deltaPixels)
      ? deltaPixels
      : rest + deltaPixels;
  // Adding zero turns minus zero into zero.
  const images = Math.trunc(sum / pixelsPerImage) + 0;
  return { images, rest: sum - images * pixelsPerImage };
}

/** Indexes worth fetching ahead: nearest first, more in the direction of travel. */
export function neighbours(
  index: number,
  count: number,
  direction: 1 | -1,
): readonly number[] {
  return [1, 2, -1, 3, 4, 5]
    .map((step) => index + step * direction)
    .filter((candidate) => candidate >= 0 && candidate < count);
}
