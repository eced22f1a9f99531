// Which masks of the mask file go on which stacks.
import { shapesOn } from "../core/casefile/imageRecipe.ts";
import { isEmpty, maskedRows } from "../core/masks/maskRuns.ts";
import type { Stack, StackImage, StudyGroup } from "../core/model/stack.ts";
import type { StackToPrepare } from "../core/ports/preparer.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { ImageRange, Mask } from "../shared/mask.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { MaskEntry } from "./maskFile.ts";

/** Masks by stack, and the entries (from 1) that paint nothing. */
export interface AssignedMasks {
  readonly byStack: ReadonlyMap<StackId, readonly Mask[]>;
  readonly idle: readonly number[];
}

/** Gives the chosen stacks their masks. Fails with a sentence if the file names a stack that is not there. */
export function assignMasks(
  entries: readonly MaskEntry[],
  studies: readonly StudyGroup[],
  isChosen: (stack: Stack) => boolean,
): Result<AssignedMasks, string> {
  const series = studies.flatMap((study) => study.series);
  const ids = new Set<string>(
    series.flatMap(({ stacks }) => stacks.map(({ id }) => id)),
  );
  const unknown = entries.flatMap(({ match }, index) =>
    match === "all" || match.stack === undefined || ids.has(match.stack)
      ? []
      : [index + 1],
  );
  if (unknown.length > 0)
    return failed(
      `Mask ${unknown.join(" and ")} of the mask file: there is no such stack. casedrop scan --json lists them.`,
    );
  const byStack = new Map<StackId, Mask[]>();
  const used = new Set<number>();
  for (const { number, stacks } of series)
    for (const stack of stacks.filter(isChosen))
      for (const [index, entry] of entries.entries()) {
        const masks = masksOn(stack, number, { entry, index });
        if (masks.some((mask) => paints(mask, stack))) used.add(index);
        byStack.set(stack.id, [...(byStack.get(stack.id) ?? []), ...masks]);
      }
  return success({
    byStack,
    idle: entries.flatMap((_, index) => (used.has(index) ? [] : [index + 1])),
  });
}

/** A line for each mask that paints nothing, which is seldom what was meant. */
export function idleMaskLines({ idle }: AssignedMasks): readonly string[] {
  return idle.map(
    (entry) => `Mask ${entry} of the mask file matches no image that is taken.`,
  );
}

/** A stack with its masks, as the preparer takes it. */
export function maskedStack(
  { id, images }: Stack,
  { byStack }: AssignedMasks,
): StackToPrepare {
  const masks = byStack.get(id) ?? [];
  return {
    stackId: id,
    images,
    ...(masks.length > 0 && {
      masks: images.map((_, index) => shapesOn(masks, index)),
    }),
  };
}

/** An entry as masks of one stack: one for each run of images that it matches. */
function masksOn(
  stack: Stack,
  seriesNumber: number | null,
  { entry, index }: { readonly entry: MaskEntry; readonly index: number },
): readonly Mask[] {
  const { match, shape, images } = entry;
  if (match !== "all") {
    if (match.stack !== undefined && match.stack !== stack.id) return [];
    if (match.series !== undefined && match.series !== seriesNumber) return [];
  }
  const isMatched = (image: StackImage, place: number) =>
    isOfKind(image, match) &&
    (images === undefined ||
      (images.first <= place + 1 && place + 1 <= images.last));
  return runsOf(stack.images.map(isMatched)).map((range, run) => ({
    maskId: `${index + 1}.${run + 1}`,
    shape,
    images:
      range.first === 0 && range.last === stack.images.length - 1
        ? null
        : range,
  }));
}

function isOfKind(
  { instance }: StackImage,
  match: MaskEntry["match"],
): boolean {
  if (match === "all") return true;
  const { modality, pixels } = instance.header;
  const matrix = pixels === null ? "" : `${pixels.columns}x${pixels.rows}`;
  return (
    (match.modality === undefined ||
      match.modality.toUpperCase() === modality.toUpperCase()) &&
    (match.matrix === undefined || match.matrix === matrix)
  );
}

/** Runs of true, as places from 0. */
function runsOf(flags: readonly boolean[]): readonly ImageRange[] {
  const runs: { first: number; last: number }[] = [];
  for (const [index, flag] of flags.entries()) {
    if (!flag) continue;
    const last = runs.at(-1);
    if (last?.last === index - 1) last.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}

/** True if a mask touches an image of the stack. Images of one stack are mostly of one size, so one of each is tried. */
function paints({ shape, images }: Mask, stack: Stack): boolean {
  const sizes = new Map<string, { rows: number; columns: number }>();
  const range = images ?? { first: 0, last: stack.images.length - 1 };
  for (const { instance } of stack.images.slice(range.first, range.last + 1)) {
    const { rows = 0, columns = 0 } = instance.header.pixels ?? {};
    sizes.set(`${columns}x${rows}`, { rows, columns });
  }
  return [...sizes.values()].some(
    (size) => !isEmpty(maskedRows([shape], size)),
  );
}
