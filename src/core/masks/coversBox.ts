// Whether what was found in the pixels is under masks, wherever it was found.
import type { ImageRange, Mask, PixelBox } from "../../shared/mask.ts";
import { shapesOn } from "../casefile/imageRecipe.ts";
import { coveredRuns, type Run } from "./maskRuns.ts";

/** True if the masks of a stack together cover every pixel of the box on every image of the range. */
export function coversBox(
  masks: readonly Mask[],
  box: PixelBox,
  images: ImageRange,
): boolean {
  return changesWithin(masks, images).every((index) => {
    const shapes = shapesOn(masks, index);
    const across: Run = { from: box.left, to: box.left + box.width };
    for (let row = box.top; row < box.top + box.height; row += 1) {
      const [run] = coveredRuns(shapes, row, across);
      if (run?.from !== across.from || run.to !== across.to) return false;
    }
    return true;
  });
}

/** The images of a range from which on other masks hold; between them nothing changes, so these stand for all. */
function changesWithin(
  masks: readonly Mask[],
  { first, last }: ImageRange,
): readonly number[] {
  const starts = masks.flatMap(({ images }) =>
    images === null ? [] : [images.first, images.last + 1],
  );
  const inside = starts.filter((index) => index > first && index <= last);
  return [...new Set([first, ...inside])];
}
