// Where a case stands, in one word for the list of cases.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import {
  hasFailedStack,
  isProcessingAwaited,
  isSentWhole,
} from "../../shared/sentWhole.ts";
import type { SendWait } from "../../shared/sendWait.ts";
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
        return {
          kind: "uploading",
          fraction: sentFraction(upload.progress),
          ...waitOf(upload),
        };
      // Told at once, though others are still processed: and so not once more when the site is asked again.
      return hasFailedStack(upload.progress)
        ? { kind: "needsAttention" }
        : { kind: "sent" };
    case "paused":
      return { kind: "paused", fraction: sentFraction(upload.progress) };
    case "stopped":
      return { kind: "needsAttention", ...signInOf(upload.failure) };
    case "inDoubt":
      return { kind: "needsAttention" };
    case "done":
      if (!isSentWhole(upload))
        return {
          kind: "needsAttention",
          ...signInOf(upload.finishFailure),
        };
      // The site may take longer than it is asked for, or name no job to ask for.
      return { kind: isProcessingAwaited(upload.progress) ? "sent" : "done" };
    case "cancelled":
      return { kind: "cancelled" };
    default:
      return assertNever(upload, "upload view");
  }
}

/** A gap of the network stands before the next try, which waits for its end. */
function waitOf({
  networkGap,
  waiting,
}: UploadView & { readonly kind: "running" }): {
  readonly waitsFor?: SendWait;
} {
  if (networkGap !== undefined)
    return { waitsFor: { kind: "network", gap: networkGap } };
  return waiting === null ? {} : { waitsFor: { kind: "nextTry", ...waiting } };
}

/** After these a case goes on by itself once somebody has signed in. */
const signInFailures: readonly Failure["kind"][] = [
  "signInNeeded",
  "otherAccount",
  "otherSite",
];

function signInOf(failure: Failure | null): { readonly signIn?: Failure } {
  return failure !== null && signInFailures.includes(failure.kind)
    ? { signIn: failure }
    : {};
}
