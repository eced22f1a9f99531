// The stacks of a case with the user's choices, worked out anew only when images or draft changed.
import type { CaseDraft } from "../casefile/caseDraft.ts";
import { allChosenStacks, type ChosenStack } from "../casefile/caseImages.ts";
import type { GroupedImages } from "../model/stack.ts";

/** Remembers the stacks of the last groups and draft. */
export class ChosenStacks {
  #last: {
    readonly groups: GroupedImages;
    readonly draft: CaseDraft;
    readonly stacks: readonly ChosenStack[];
  } | null = null;

  of(groups: GroupedImages, draft: CaseDraft): readonly ChosenStack[] {
    if (this.#last?.groups !== groups || this.#last.draft !== draft)
      this.#last = { groups, draft, stacks: allChosenStacks(groups, draft) };
    return this.#last.stacks;
  }
}
