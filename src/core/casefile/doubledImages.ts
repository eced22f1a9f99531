// Images of which two versions are selected: each would get a UID of its own, and the reader would see one slice twice.
import type { StackImage } from "../model/stack.ts";
import { keptImages, type ChosenStack } from "./caseImages.ts";

/** How many images would be sent in more than one version. */
export function countDoubledImages(stacks: readonly ChosenStack[]): number {
  const counts = new Map<string, number>();
  for (const chosen of stacks.filter(mayHoldDoubles))
    for (const image of keptImages(chosen)) {
      const key = nameOf(image);
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return [...counts.values()].filter((count) => count > 1).length;
}

/** Grouping says which stacks hold images that others claim to be too; only those need counting. */
function mayHoldDoubles({ isSelected, stack }: ChosenStack): boolean {
  return (
    isSelected &&
    stack.warnings.some(({ kind }) => kind === "conflictingDuplicates")
  );
}

/** What an image claims to be. */
function nameOf({ instance, frame, shared }: StackImage): string | null {
  const uid = instance.header.sopInstanceUID;
  return uid === "" ? null : `${uid} ${shared?.imageKey ?? ""} ${frame ?? ""}`;
}
