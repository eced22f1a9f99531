// The life of one line of the download queue, as a pure function of what happened.
import type {
  ArchiveFailure,
  DownloadState,
  DownloadWarning,
} from "../../../shared/archive.ts";
import { assertNever } from "../../../shared/assertNever.ts";

export type DownloadEvent =
  | {
      readonly kind: "received";
      readonly attempt: number;
      readonly receivedBytes: number;
      readonly expectedBytes: number | null;
    }
  | { readonly kind: "arrived" }
  | {
      readonly kind: "tryFailed";
      readonly nextAttempt: number;
      readonly atMs: number;
      readonly failure: ArchiveFailure;
    }
  | { readonly kind: "gaveUp"; readonly failure: ArchiveFailure }
  | {
      readonly kind: "stored";
      readonly imageCount: number;
      readonly warnings: readonly DownloadWarning[];
    }
  | { readonly kind: "pauseAsked" }
  | { readonly kind: "resumeAsked" };

/** The state after an event. What the transfer says after the user paused it changes nothing; a stored series stays stored. */
export function downloadTransition(
  state: DownloadState,
  event: DownloadEvent,
): DownloadState {
  if (state.kind === "stored") return state;
  switch (event.kind) {
    case "pauseAsked":
      return state.kind === "failed" ? state : { kind: "paused" };
    case "resumeAsked":
      return state.kind === "paused" ||
        (state.kind === "failed" && !asksForDecision(state.failure))
        ? { kind: "waiting" }
        : state;
    case "stored":
      // It was whole before the pause could take effect.
      return {
        kind: "stored",
        imageCount: event.imageCount,
        warnings: event.warnings,
      };
    case "received":
      return unlessPaused(state, {
        kind: "fetching",
        attempt: event.attempt,
        receivedBytes: event.receivedBytes,
        expectedBytes: event.expectedBytes,
      });
    case "arrived":
      return unlessPaused(state, { kind: "checking" });
    case "tryFailed":
      return unlessPaused(state, {
        kind: "retrying",
        attempt: event.nextAttempt,
        atMs: event.atMs,
        failure: event.failure,
      });
    case "gaveUp":
      return unlessPaused(state, { kind: "failed", failure: event.failure });
    default:
      return assertNever(event, "download event");
  }
}

/** A licence that changed, or is stricter than the user found out, is for the user to judge: only a new decision goes on with it. */
function asksForDecision(failure: ArchiveFailure): boolean {
  return failure.kind === "listChanged"
    ? failure.change.kind !== "images"
    : failure.kind === "stricterLicenceElsewhere";
}

function unlessPaused(
  state: DownloadState,
  next: DownloadState,
): DownloadState {
  return state.kind === "paused" ? state : next;
}
