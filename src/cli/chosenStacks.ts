// Which stacks of a scan `casedrop deidentify` takes.
import type { Stack, StudyGroup } from "../core/model/stack.ts";

/** In display order. */
export function stacksOf(studies: readonly StudyGroup[]): readonly Stack[] {
  return studies.flatMap((study) =>
    study.series.flatMap((series) => series.stacks),
  );
}

/** Selected by default; with --all every stack that has pixels. */
export function isChosen(stack: Stack, all: boolean): boolean {
  return all
    ? stack.images.some(({ instance }) => instance.header.pixelData !== null)
    : stack.selectedByDefault;
}

/** Chosen stacks by study; studies without any are left out. */
export function chosenStudies(
  studies: readonly StudyGroup[],
  all: boolean,
): readonly (readonly Stack[])[] {
  return studies
    .map((study) => stacksOf([study]).filter((stack) => isChosen(stack, all)))
    .filter((stacks) => stacks.length > 0);
}
