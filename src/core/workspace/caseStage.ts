// Where a case stands, in one word for the list of cases.
import { assertNever } from "../../shared/assertNever.ts";
import {
  hasFailedStack,
  isProcessingAwaited,
  isSentWhole,
} from "../../shared/sentWhole.ts";
import type {
  CaseStage,
  SendProgress,
  UploadView,
} from "../../shared/snapshot.ts";

/** Share of bytes sent, 0 to 1. */
export function sentFraction(progress: SendProgress): number {
  return progress.totalBytes === 0
    ? 0
    : Math.min(1, progress.sentBytes / progress.totalBytes);
}

/** Stage of a case that is being sent; null while it is still a draft. */
export function sendingStage(upload: UploadView): CaseStage | null {
  switch (upload.kind) {
    case "notStarted":
      return null;
    case "queued":
      return { kind: "queued" };
    case "running":
      if (upload.progress.phase !== "processing")
        return { kind: "uploading", fraction: sentFraction(upload.progress) };
      // Told at once, though others are still processed: and so not once more when the site is asked again.
      return hasFailedStack(upload.progress)
        ? { kind: "needsAttention" }
        : { kind: "sent" };
    case "paused":
      return { kind: "paused", fraction: sentFraction(upload.progress) };
    case "stopped":
    case "inDoubt":
      return { kind: "needsAttention" };
    case "done":
      if (!isSentWhole(upload)) return { kind: "needsAttention" };
      // The site may take longer than it is asked for, or name no job to ask for.
      return { kind: isProcessingAwaited(upload.progress) ? "sent" : "done" };
    case "cancelled":
      return { kind: "cancelled" };
    default:
      return assertNever(upload, "upload view");
  }
}
