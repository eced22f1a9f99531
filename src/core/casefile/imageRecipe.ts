// How each image of a stack is to be made from its original: what is painted over and which free text stays. A new recipe needs a new copy.
import type { Mask, MaskShape } from "../../shared/mask.ts";
import type { StackToPrepare } from "../ports/preparer.ts";
import type { ChosenStack } from "./caseImages.ts";

/** Shapes that cover the image at this place of the display order, in the order they were drawn. */
export function shapesOn(
  masks: readonly Mask[],
  index: number,
): readonly MaskShape[] {
  return masks
    .filter(
      ({ images }) =>
        images === null || (images.first <= index && index <= images.last),
    )
    .map(({ shape }) => shape);
}

/** Equal texts mean equal copies; empty for an image that nothing is done to. */
export type ImageRecipe = string;

function recipe(
  shapes: readonly MaskShape[],
  keptFreeText: readonly string[],
  acceptedFreeText: readonly string[],
): ImageRecipe {
  const kept = [...keptFreeText].sort();
  if (acceptedFreeText.length > 0)
    return JSON.stringify([shapes, kept, acceptedFreeText]);
  return shapes.length === 0 && kept.length === 0
    ? ""
    : JSON.stringify([shapes, kept]);
}

/** The recipe of an image as the user wants it now. */
export function wantedRecipe(
  { choices, acceptedFreeText }: ChosenStack,
  index: number,
): ImageRecipe {
  const shapes = shapesOn(choices.masks, index);
  return recipe(shapes, choices.keptFreeText, acceptedFreeText);
}

/** The recipe by which an image of a stack was asked to be prepared. */
export function askedRecipe(
  { masks, keptFreeText = [], acceptedFreeText = [] }: StackToPrepare,
  position: number,
): ImageRecipe {
  return recipe(masks?.[position] ?? [], keptFreeText, acceptedFreeText);
}
