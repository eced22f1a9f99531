// Whether a stack that was attached may have to be sent once more.
import type { AttachState } from "./uploadState.ts";

/**
 * True for a stack that the site failed to process, and for one of which it may still say so. Never for a stack without a
 * job: nobody is ever told how its processing ended. `keptSinceMs`: copies of stacks attached before are let go without an answer.
 */
export function mayBeSentAgain(
  attach: AttachState,
  keptSinceMs: number,
): boolean {
  if (attach.kind !== "attached") return true;
  const isAwaited = attach.processing === "unknown" && attach.jobId !== null;
  return (
    attach.processing === "failed" || (isAwaited && attach.atMs >= keptSinceMs)
  );
}
