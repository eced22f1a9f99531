// What preparation yielded, and whether it still matches what is selected now.
import type { RefusalReason } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { RefusedImage, TagActionCount } from "../../shared/snapshot.ts";
import type { StackImage } from "../model/stack.ts";
import type { PreparedStack, StackToPrepare } from "../ports/preparer.ts";
import type { SpooledFile } from "../ports/spool.ts";
import { keptImages, type ChosenStack } from "./caseImages.ts";

/** Outcome per image and per stack. The map is keyed by identity of the scanned image, so that reordering needs no new preparation. */
export interface PreparedCase {
  readonly images: ReadonlyMap<StackImage, Result<SpooledFile, RefusalReason>>;
  readonly actions: ReadonlyMap<StackId, readonly TagActionCount[]>;
}

/** Pairs what was asked for with what came back. */
export function collectPrepared(
  asked: readonly StackToPrepare[],
  answered: readonly PreparedStack[],
): PreparedCase {
  const images = new Map<StackImage, Result<SpooledFile, RefusalReason>>();
  const actions = new Map<StackId, readonly TagActionCount[]>();
  const answers = new Map(answered.map((stack) => [stack.stackId, stack]));
  for (const stack of asked) {
    const answer = answers.get(stack.stackId);
    if (answer === undefined) continue;
    actions.set(stack.stackId, answer.actions);
    stack.images.forEach((image, index) => {
      const outcome = answer.images[index];
      if (outcome !== undefined) images.set(image, outcome);
    });
  }
  return { images, actions };
}

/** Selected stacks with their kept images. */
export function stacksToPrepare(
  stacks: readonly ChosenStack[],
): readonly StackToPrepare[] {
  return stacks
    .filter((chosen) => chosen.isSelected)
    .map((chosen) => ({
      stackId: chosen.stack.id,
      images: keptImages(chosen),
    }));
}

/** True if every image that would be sent has an outcome. */
export function coversSelection(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
): boolean {
  return stacksToPrepare(stacks).every((stack) =>
    stack.images.every((image) => prepared.images.has(image)),
  );
}

/** Selected images that could not be made safe, by their place among the kept images of their stack. */
export function refusedImages(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
): readonly RefusedImage[] {
  return stacksToPrepare(stacks).flatMap((stack) =>
    stack.images.flatMap((image, index): RefusedImage[] => {
      const outcome = prepared.images.get(image);
      return outcome === undefined || outcome.ok
        ? []
        : [
            {
              stackId: stack.stackId,
              imageNumber: index + 1,
              reason: outcome.failure,
            },
          ];
    }),
  );
}
