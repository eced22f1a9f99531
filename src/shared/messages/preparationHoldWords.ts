// Why no copy of a stack is made yet, and what to do about it.
import type { PreparationHold } from "../snapshot.ts";

/** Ends a line that begins with the name of the stack. */
export const preparationHoldWords: Readonly<Record<PreparationHold, string>> = {
  searching: "its pixels are still being looked through for text.",
  failed:
    "it could not be looked through for text. Look again under Images, or accept it with a reason.",
  unseen:
    "some of its images could not be looked through for text. Look at them yourself and say so under Images, or trim them away.",
  text: "text was found in its pixels. Mask each place under Images, or accept it with a reason.",
};
