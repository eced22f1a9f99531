// Tells whether a face can be rebuilt from what leaves of a stack, once slices were trimmed away or left out in between.
import type { StackWarning } from "../../shared/stackFacts.ts";
import { faceWarnings } from "../grouping/faces.ts";
import { seriesImageOf } from "../grouping/seriesImages.ts";
import { keptImages, type ChosenStack } from "./caseImages.ts";

/** True if the stack shows a face, and what is kept of it still does. */
export function faceRemains(chosen: ChosenStack): boolean {
  const { stack, keptIndexes, images } = chosen;
  if (!stack.warnings.some(isOfFace)) return false;
  return (
    keptIndexes.length === images.length ||
    faceWarnings(keptImages(chosen).map(seriesImageOf)).length > 0
  );
}

/** The warnings of a stack that are true of what is kept of it. */
export function remainingWarnings(
  chosen: ChosenStack,
): readonly StackWarning[] {
  const { warnings } = chosen.stack;
  return faceRemains(chosen)
    ? warnings
    : warnings.filter((warning) => !isOfFace(warning));
}

function isOfFace({ kind }: StackWarning): boolean {
  return kind === "faceCanBeRebuilt";
}
