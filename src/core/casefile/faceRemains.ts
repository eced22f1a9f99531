// Tells whether a face can be rebuilt from what leaves of a stack, once slices were trimmed away or left out in between.
import { faceWarnings } from "../grouping/faces.ts";
import { seriesImageOf } from "../grouping/seriesImages.ts";
import { keptImages, type ChosenStack } from "./caseImages.ts";

/** True if the stack shows a face, and what is kept of it still does. */
export function faceRemains(chosen: ChosenStack): boolean {
  const { stack, keptIndexes, images } = chosen;
  const warning = stack.warnings.find(
    ({ kind }) => kind === "faceCanBeRebuilt",
  );
  if (warning === undefined) return false;
  return (
    keptIndexes.length === images.length ||
    faceWarnings(keptImages(chosen).map(seriesImageOf)).length > 0
  );
}
