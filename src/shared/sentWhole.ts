// Whether all that was sent came through: the only state of an upload that looks well.
import type { SendProgress, UploadView } from "./snapshot.ts";

/** True if the site failed to process a stack. */
export function hasFailedStack({ stacks }: SendProgress): boolean {
  return stacks.some(({ state }) => state.kind === "processingFailed");
}

/** False for a draft that is still open for uploads, or of which a stack failed: somebody must look at it. */
export function isSentWhole({
  progress,
  finishFailure,
}: UploadView & { readonly kind: "done" }): boolean {
  return finishFailure === null && !hasFailedStack(progress);
}
