// Which written stacks still show a face: a batch has no window in which somebody would be warned.
import { faceWarnings } from "../core/grouping/faces.ts";
import { seriesImageOf } from "../core/grouping/seriesImages.ts";
import type { ChosenStack } from "../core/casefile/caseImages.ts";
import type { StackImage } from "../core/model/stack.ts";
import type { StackId } from "../shared/identifiers.ts";

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

/** A line for each selected stack from whose kept images a face can be rebuilt. */
export function facesThatLeave(
  stacks: readonly (Pick<
    ChosenStack,
    "images" | "keptIndexes" | "isSelected"
  > & { readonly stack: { readonly id: StackId } })[],
): readonly string[] {
  return stacks
    .filter(({ isSelected, images, keptIndexes }) => {
      const kept = images.filter((_, index) => keptIndexes.includes(index));
      return isSelected && faceWarnings(kept.map(seriesImageOf)).length > 0;
    })
    .map(
      ({ stack }) =>
        `A face can be rebuilt from the thin slices of stack ${stack.id}: give fewer of them, or every fifth only.`,
    );
}
