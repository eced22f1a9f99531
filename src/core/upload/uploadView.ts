// Where a case stands, in the words of the snapshot; pure.
import { assertNever } from "../../shared/assertNever.ts";
import type { Failure } from "../../shared/failure.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import { leftOnSite } from "./leftOnSite.ts";
import type { NetworkGap, Wait } from "./retrier.ts";
import { sendProgress, type LiveNumbers } from "./sendProgress.ts";
import type { Doubt } from "./stepContext.ts";
import type { UploadState } from "./uploadState.ts";

/** What the engine is doing, or why it rests. */
export type RestState =
  | { readonly kind: "queued" }
  | { readonly kind: "running" }
  | { readonly kind: "paused" }
  | { readonly kind: "stopped"; readonly failure: Failure }
  | { readonly kind: "asking"; readonly doubt: Doubt }
  | { readonly kind: "done" }
  /** The app is quitting. */
  | { readonly kind: "closed" };

export interface LiveState extends LiveNumbers {
  readonly rest: RestState;
  readonly finishFailure: Failure | null;
  readonly waiting: Wait | null;
  readonly gap: NetworkGap | null;
}

/** A snapshot. Everything is sent and the finish failed: done, though the processing is still followed. */
export function uploadView(state: UploadState, live: LiveState): UploadView {
  const progress = sendProgress(state, live);
  // A cancellation that the disk refused is told first.
  if (state.isCancelled && live.rest.kind !== "stopped")
    return {
      kind: "cancelled",
      caseUrl: progress.caseUrl,
      left: leftOnSite(state),
      stacks: progress.stacks.filter(
        (_, index) => state.stacks[index]?.attach.kind === "attached",
      ),
    };
  const { rest, finishFailure } = live;
  const { account } = state.plan;
  switch (rest.kind) {
    case "queued":
      return { kind: "queued" };
    case "running":
      return finishFailure === null
        ? {
            kind: "running",
            progress,
            waiting: live.waiting,
            ...(progress.phase === "processing" && { account }),
            ...(live.gap !== null && { networkGap: live.gap.kind }),
          }
        : { kind: "done", progress, account, finishFailure };
    case "paused":
    case "closed":
      return { kind: "paused", progress };
    case "stopped":
      return { kind: "stopped", failure: rest.failure, progress };
    case "asking":
      return {
        kind: "inDoubt",
        call: rest.doubt.call,
        progress,
        candidates: rest.doubt.candidates.map(({ remoteCaseId, title }) => ({
          remoteCaseId,
          title,
          url: live.caseUrlOf(remoteCaseId),
        })),
      };
    case "done":
      return { kind: "done", progress, account, finishFailure };
    default:
      return assertNever(rest, "rest state");
  }
}
