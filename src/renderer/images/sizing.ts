// How large an image is asked for, and where it comes to lie.

/** Steps of size, so that a few pixels of resizing do not fetch everything again. */
const sideSteps = [192, 384, 640, 1024, 1536, 2048, 3072, 4096] as const;

/** The smallest step that is at least as sharp as the screen, never more than the image itself has. */
export function sideToRequest(
  shownCssPixels: number,
  devicePixelRatio: number,
  imageSide: number,
): number {
  const needed = Math.ceil(shownCssPixels * devicePixelRatio);
  const step = sideSteps.find((side) => side >= needed) ?? 4096;
  // The image's own size is asked for as the step above it: one cache entry for all views that show it whole.
  const enough = sideSteps.find((side) => side >= imageSide) ?? 4096;
  return Math.min(step, Math.max(enough, 192));
}

/** Changes whenever an index of a stack may come to mean another image. */
export function arrangementOf(stack: {
  readonly imageCount: number;
  readonly isReversed: boolean;
}): string {
  return `${stack.imageCount}${stack.isReversed ? "r" : ""}`;
}
