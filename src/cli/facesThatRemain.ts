// Which written stacks still show a face: a batch has no window in which somebody would be warned.
import { faceWarnings } from "../core/grouping/faces.ts";
import { seriesImageOf } from "../core/grouping/seriesImages.ts";
import type { StackImage } from "../core/model/stack.ts";

/** Folders of the stacks from whose written images a face can be rebuilt. */
export function facesThatRemain(
  placed: readonly {
    readonly images: readonly {
      readonly image: StackImage;
      readonly path: string;
    }[];
  }[],
): readonly string[] {
  return placed.flatMap(({ images }) => {
    const [first] = images;
    const shown = images.map(({ image }) => seriesImageOf(image));
    return first !== undefined && faceWarnings(shown).length > 0
      ? [first.path.slice(0, first.path.lastIndexOf("/"))]
      : [];
  });
}
