// Whether all that was sent came through: the only state of an upload that looks well.
import type { SendProgress, UploadView } from "./snapshot.ts";

/** True if the site failed to process a stack. */
export function hasFailedStack({ stacks }: SendProgress): boolean {
  return stacks.some(({ state }) => state.kind === "processingFailed");
}

/** True while the site has not said of every stack how its processing ended. */
export function isProcessingAwaited({ stacks }: SendProgress): boolean {
  return stacks.some(
    ({ state }) =>
      state.kind !== "processed" &&
      state.kind !== "processingFailed" &&
      !(state.kind === "attached" && state.isFinal === true),
  );
}

/** True once nothing is left to be paused or given up: the site has it all, and only processes it. */
export function isAllSent(upload: UploadView): boolean {
  return (
    upload.kind === "done" ||
    ("progress" in upload && upload.progress.phase === "processing")
  );
}

/** False for a draft that is still open for uploads, or of which a stack failed: somebody must look at it. */
export function isSentWhole({
  progress,
  finishFailure,
}: UploadView & { readonly kind: "done" }): boolean {
  return finishFailure === null && !hasFailedStack(progress);
}
