// Why no copy of a stack is made yet: what is written into its pixels would lie readable in the spool.
import type { RefusalReason } from "../../shared/failure.ts";
import type { PreparationHold } from "../../shared/snapshot.ts";
import type { ChosenStack } from "./caseImages.ts";
import { isAway } from "./missingSources.ts";
import {
  textObstacles,
  type StackSearch,
  type TextDecisions,
} from "./textFindings.ts";

/**
 * Null once the stack was looked through for text and each place of it is masked or accepted. Images that could not be looked
 * through count as text until the user answers for them, unless there is nothing of them that could be copied.
 */
export function preparationHold(
  chosen: ChosenStack,
  search: StackSearch,
  decisions: TextDecisions,
): PreparationHold | null {
  const { isUnsearched, unseenImages, findingIds } = textObstacles(
    chosen,
    search,
    decisions,
  );
  if (isUnsearched) return search.kind === "failed" ? "failed" : "searching";
  if (findingIds.length > 0) return "text";
  return unseenImages > 0 && couldBeCopied(search) ? "unseen" : null;
}

/** True if pixels that could not be decoded may be copied as they are. */
function couldBeCopied(search: StackSearch): boolean {
  return (
    search.kind === "looked" &&
    search.outcome.unseen.some(({ reason }) => !isUncopiable(reason))
  );
}

/** For these reasons preparation refuses an image too, and the user need not answer for it twice. */
function isUncopiable(reason: RefusalReason): boolean {
  return (
    isAway(reason) ||
    reason.kind === "noPixelData" ||
    reason.kind === "pixelDataTruncated" ||
    reason.kind === "header"
  );
}
