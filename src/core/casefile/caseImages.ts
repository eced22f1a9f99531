// The images of a case together with the user's choices: which stacks go, which images of them, in which order.
import type { StackId, StudyKey } from "../../shared/identifiers.ts";
import type { HeldBackReason } from "../../shared/stackFacts.ts";
import { acceptedFreeTextKeys } from "../deid/freeTextOfStack.ts";
import { suggestPerspective } from "../grouping/perspectives.ts";
import type {
  GroupedImages,
  SeriesGroup,
  Stack,
  StackImage,
  StudyGroup,
} from "../model/stack.ts";
import {
  untouchedStack,
  type CaseDraft,
  type StackChoices,
} from "./caseDraft.ts";

/** A stack as the user sees it: in display order, with choices resolved. */
export interface ChosenStack {
  readonly stack: Stack;
  readonly series: SeriesGroup;
  readonly study: StudyGroup;
  readonly choices: StackChoices;
  readonly canBeSelected: boolean;
  readonly isSelected: boolean;
  /** All images in display order (reversed if the user said so). */
  readonly images: readonly StackImage[];
  readonly first: number;
  readonly last: number;
  readonly keepEvery: number;
  /** Indexes into `images` that remain after trimming, ascending. */
  readonly keptIndexes: readonly number[];
  /** Index into `images`; always one of `keptIndexes`. */
  readonly keyImage: number;
  readonly perspective: string;
  readonly specifics: string;
  /** Keys of the questions about kept free text that the user answered with a reason, ascending; none while none is kept. */
  readonly acceptedFreeText: readonly string[];
}

/** Kinds of objects that hold no image a reader could scroll; they are listed and can never be selected. */
const neverSelectable: ReadonlySet<HeldBackReason> = new Set([
  "structuredReport",
  "presentationState",
  "encapsulatedDocument",
  "waveform",
  "radiotherapy",
  "rawData",
  "segmentation",
  "wholeSlide",
  "noPixels",
  "video",
  "missingIdentity",
] satisfies HeldBackReason[]);

/** True if a stack may be selected at all. */
export function canBeSelected(stack: Stack): boolean {
  return stack.heldBack === null || !neverSelectable.has(stack.heldBack);
}

/** Indexes from `first` to `last` inclusive, every `keepEvery`-th. */
function everyNth(first: number, last: number, keepEvery: number): number[] {
  const indexes: number[] = [];
  for (let index = first; index <= last; index += keepEvery)
    indexes.push(index);
  return indexes;
}

/** The kept index closest to `wanted`; the lower of two equally close ones. `kept` is never empty. */
function closestKept(kept: readonly number[], wanted: number): number {
  let best = kept[0] ?? 0;
  for (const index of kept)
    if (Math.abs(index - wanted) < Math.abs(best - wanted)) best = index;
  return best;
}

/** The site's word for the middle of n things: index floor(n/2) (contract section 6.3). */
export function middleIndex(count: number): number {
  return Math.floor(count / 2);
}

/** Resolves the user's choices for one stack. Choices that no longer fit (the stack shrank since) are clamped. */
export function chooseStack(
  study: StudyGroup,
  series: SeriesGroup,
  stack: Stack,
  draft: CaseDraft,
): ChosenStack {
  const choices = draft.stacks[stack.id] ?? untouchedStack;
  const images = choices.isReversed ? stack.images.toReversed() : stack.images;
  const end = Math.max(0, images.length - 1);
  const last = Math.min(choices.trim?.last ?? end, end);
  const first = Math.min(choices.trim?.first ?? 0, last);
  const keepEvery = choices.trim?.keepEvery ?? 1;
  const keptIndexes =
    images.length === 0 ? [] : everyNth(first, last, keepEvery);
  const wantedKey =
    choices.keyImage ?? keptIndexes[middleIndex(keptIndexes.length)] ?? 0;
  const selectable = canBeSelected(stack) && images.length > 0;
  return {
    stack,
    series,
    study,
    choices,
    canBeSelected: selectable,
    isSelected: selectable && (choices.isSelected ?? stack.selectedByDefault),
    images,
    first,
    last,
    keepEvery,
    keptIndexes,
    keyImage: closestKept(keptIndexes, wantedKey),
    perspective: choices.perspective ?? suggestPerspective(stack),
    specifics: choices.specifics ?? stack.specifics,
    acceptedFreeText:
      choices.keptFreeText.length === 0
        ? []
        : acceptedFreeTextKeys(stack.id, draft.acceptedFindings),
  };
}

/** Stacks of a study in the order the user gave them; untouched ones follow in scan order. */
export function chosenStacksOf(
  study: StudyGroup,
  draft: CaseDraft,
): readonly ChosenStack[] {
  const scanned = study.series.flatMap((series) =>
    series.stacks.map((stack) => chooseStack(study, series, stack, draft)),
  );
  const order = draft.stackOrder[study.key];
  if (order === undefined) return scanned;
  const place = new Map(order.map((id, index) => [id, index]));
  return scanned
    .map((chosen, index) => ({
      chosen,
      place: place.get(chosen.stack.id) ?? order.length + index,
    }))
    .sort((a, b) => a.place - b.place)
    .map((entry) => entry.chosen);
}

/** Every stack of the case, studies oldest first. */
export function allChosenStacks(
  groups: GroupedImages,
  draft: CaseDraft,
): readonly ChosenStack[] {
  return groups.studies.flatMap((study) => chosenStacksOf(study, draft));
}

/** One stack by its id, or null. */
export function findChosenStack(
  groups: GroupedImages,
  draft: CaseDraft,
  stackId: StackId,
): ChosenStack | null {
  for (const study of groups.studies)
    for (const series of study.series)
      for (const stack of series.stacks)
        if (stack.id === stackId)
          return chooseStack(study, series, stack, draft);
  return null;
}

/** One study by its key, or null. */
export function findStudy(
  groups: GroupedImages,
  studyKey: StudyKey,
): StudyGroup | null {
  return groups.studies.find((study) => study.key === studyKey) ?? null;
}

/** The images of a stack that would be sent, in display order. */
export function keptImages(chosen: ChosenStack): readonly StackImage[] {
  return chosen.keptIndexes.flatMap((index) => {
    const image = chosen.images[index];
    return image === undefined ? [] : [image];
  });
}
