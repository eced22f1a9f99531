// Masks of the mask file in the draft of an upload.
import { allChosenStacks } from "../core/casefile/caseImages.ts";
import { untouchedStack, type CaseDraft } from "../core/casefile/caseDraft.ts";
import type { GroupedImages } from "../core/model/stack.ts";
import { success, type Result } from "../shared/result.ts";
import { assignMasks, idleMaskLines } from "./maskAssignment.ts";
import type { MaskEntry } from "./maskFile.ts";

/** The draft with the masks of the mask file, and a line for each of them that paints nothing. */
export function withMasks(
  draft: CaseDraft,
  entries: readonly MaskEntry[],
  grouped: GroupedImages,
): Result<
  { readonly draft: CaseDraft; readonly idleMasks: readonly string[] },
  string
> {
  const selected = new Set(
    allChosenStacks(grouped, draft).flatMap(({ isSelected, stack }) =>
      isSelected ? [stack.id] : [],
    ),
  );
  const assigned = assignMasks(entries, grouped.studies, (stack) =>
    selected.has(stack.id),
  );
  if (!assigned.ok) return assigned;
  const stacks = { ...draft.stacks };
  for (const [id, masks] of assigned.value.byStack)
    stacks[id] = { ...(stacks[id] ?? untouchedStack), masks: [...masks] };
  return success({
    draft: { ...draft, stacks },
    idleMasks: idleMaskLines(assigned.value),
  });
}
