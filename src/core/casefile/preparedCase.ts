// What preparation yielded, and whether it still matches what is selected now.
import type { RefusalReason } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { RefusedImage } from "../../shared/snapshot.ts";
import type { StackImage } from "../model/stack.ts";
import type {
  ImageTreatment,
  PreparedStack,
  StackToPrepare,
} from "../ports/preparer.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { ChosenStack } from "./caseImages.ts";
import {
  askedRecipe,
  shapesOn,
  wantedRecipe,
  type ImageRecipe,
} from "./imageRecipe.ts";

/** What came of one image, and by which recipe it was made. */
interface PreparedImage {
  readonly recipe: ImageRecipe;
  readonly outcome: Result<SpooledFile, RefusalReason>;
  /** What was done to it; null for a refused one. */
  readonly treatment: ImageTreatment | null;
}

/** Outcome per image. The map is keyed by identity of the scanned image, so that reordering needs no new preparation. */
export interface PreparedCase {
  readonly images: ReadonlyMap<StackImage, PreparedImage>;
}

/** Pairs what was asked for with what came back. */
export function collectPrepared(
  asked: readonly StackToPrepare[],
  answered: readonly PreparedStack[],
): PreparedCase {
  const images = new Map<StackImage, PreparedImage>();
  const answers = new Map(answered.map((stack) => [stack.stackId, stack]));
  for (const stack of asked) {
    const answer = answers.get(stack.stackId);
    if (answer === undefined) continue;
    stack.images.forEach((image, index) => {
      const outcome = answer.images[index];
      if (outcome !== undefined)
        images.set(image, {
          recipe: askedRecipe(stack, index),
          outcome,
          treatment: answer.treatments[index] ?? null,
        });
    });
  }
  return { images };
}

/** The outcomes for images that are selected, as they are wanted now. */
export function keptOutcomes(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
): PreparedCase {
  const images = new Map<StackImage, PreparedImage>();
  for (const chosen of stacks.filter(({ isSelected }) => isSelected))
    for (const index of chosen.keptIndexes) {
      const image = chosen.images[index];
      const made = image === undefined ? undefined : prepared.images.get(image);
      if (image !== undefined && made?.recipe === wantedRecipe(chosen, index))
        images.set(image, made);
    }
  return { images };
}

/** The outcome of the image at this place of the display order; undefined while there is none for what is wanted of it now. */
export function outcomeOf(
  prepared: PreparedCase | null,
  chosen: ChosenStack,
  index: number,
): PreparedImage["outcome"] | undefined {
  const image = chosen.images[index];
  const made = image === undefined ? undefined : prepared?.images.get(image);
  return made?.recipe === wantedRecipe(chosen, index)
    ? made.outcome
    : undefined;
}

/** Places in the display order of the images that leave: kept, and not refused. */
export function leavingIndexes(
  prepared: PreparedCase,
  chosen: ChosenStack,
): readonly number[] {
  return chosen.keptIndexes.filter(
    (index) => outcomeOf(prepared, chosen, index)?.ok !== false,
  );
}

/** What was done to the images of a stack that leave. */
export function treatmentsOf(
  prepared: PreparedCase,
  chosen: ChosenStack,
): readonly ImageTreatment[] {
  return leavingIndexes(prepared, chosen).flatMap((index) => {
    const image = chosen.images[index];
    const made = image === undefined ? null : prepared.images.get(image);
    return made?.treatment ?? [];
  });
}

/** What is to be prepared of a stack: its kept images, with what is done to each. */
export function stackToPrepare(chosen: ChosenStack): StackToPrepare {
  const { choices, keptIndexes, images, stack, acceptedFreeText } = chosen;
  const kept = keptIndexes.flatMap((index) => {
    const image = images[index];
    return image === undefined
      ? []
      : [{ image, shapes: shapesOn(choices.masks, index) }];
  });
  return {
    stackId: stack.id,
    images: kept.map(({ image }) => image),
    ...(choices.masks.length > 0 && {
      masks: kept.map(({ shapes }) => shapes),
    }),
    ...(choices.keptFreeText.length > 0 && {
      keptFreeText: choices.keptFreeText,
    }),
    ...(acceptedFreeText.length > 0 && { acceptedFreeText }),
  };
}

/** Selected stacks, each with what is to be prepared of it. */
export function stacksToPrepare(
  stacks: readonly ChosenStack[],
): readonly StackToPrepare[] {
  return stacks.filter((chosen) => chosen.isSelected).map(stackToPrepare);
}

/** True if every kept image of a stack has an outcome. */
export function coversStack(
  prepared: PreparedCase,
  chosen: ChosenStack,
): boolean {
  return chosen.keptIndexes.every(
    (index) => outcomeOf(prepared, chosen, index) !== undefined,
  );
}

/** True if every image that would be sent has an outcome. */
export function coversSelection(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
): boolean {
  return stacks.every(
    (chosen) => !chosen.isSelected || coversStack(prepared, chosen),
  );
}

/** Selected images that could not be made safe, by their place among the kept images of their stack. */
export function refusedImages(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
): readonly RefusedImage[] {
  return stacks
    .filter((chosen) => chosen.isSelected)
    .flatMap((chosen) =>
      chosen.keptIndexes.flatMap((index, position): RefusedImage[] => {
        const outcome = outcomeOf(prepared, chosen, index);
        return outcome === undefined || outcome.ok
          ? []
          : [
              {
                stackId: chosen.stack.id,
                imageNumber: position + 1,
                reason: outcome.failure,
              },
            ];
      }),
    );
}
