// Originals that could not be read when their images were to be prepared: they may be back a moment later.
import type { RefusalReason } from "../../shared/failure.ts";
import type { StackImage } from "../model/stack.ts";
import type { StackToPrepare } from "../ports/preparer.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { ChosenStack } from "./caseImages.ts";
import {
  outcomeOf,
  stackToPrepare,
  type PreparedCase,
} from "./preparedCase.ts";

/** True if the disc, stick or share is the trouble, and not the image. */
export function isAway(reason: RefusalReason): boolean {
  return reason.kind === "sourceVanished" || reason.kind === "unreadable";
}

/** True if a kept image of the stack was refused only because its original was away. */
export function hasMissingSource(
  prepared: PreparedCase,
  chosen: ChosenStack,
): boolean {
  return chosen.keptIndexes.some((index) => isMissing(prepared, chosen, index));
}

function isMissing(
  prepared: PreparedCase,
  chosen: ChosenStack,
  index: number,
): boolean {
  const outcome = outcomeOf(prepared, chosen, index);
  return outcome?.ok === false && isAway(outcome.failure);
}

/** Paths of the originals of selected images that were away, each once. */
export function missingSources(
  prepared: PreparedCase,
  stacks: readonly ChosenStack[],
): readonly string[] {
  const paths = new Set<string>();
  for (const chosen of stacks.filter(({ isSelected }) => isSelected))
    for (const index of chosen.keptIndexes)
      if (isMissing(prepared, chosen, index))
        paths.add(chosen.images[index]?.instance.source.path ?? "");
  return [...paths];
}

/**
 * What is to be prepared of a stack. After an attempt with the same images, all that is in the spool counts as done; with
 * others everything is made anew, since the window of a stack depends on which images are in it.
 */
export function unpreparedPart(
  chosen: ChosenStack,
  prepared: PreparedCase | null,
  askedBefore: readonly StackImage[] | undefined,
): StackToPrepare {
  const stack = stackToPrepare(chosen);
  const isSame =
    askedBefore?.length === stack.images.length &&
    askedBefore.every((image, index) => image === stack.images[index]);
  if (!isSame) return stack;
  const known = chosen.keptIndexes.map((index): SpooledFile | null => {
    const outcome = outcomeOf(prepared, chosen, index);
    return outcome?.ok === true ? outcome.value : null;
  });
  return known.includes(null) && known.some((file) => file !== null)
    ? { ...stack, known }
    : stack;
}
