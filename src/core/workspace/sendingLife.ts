// What the queue of cases asks of one that is being sent.
import type { UploadView } from "../../shared/snapshot.ts";
import type { SendingCase } from "../ports/caseSender.ts";

/** True while bytes or calls are under way; a case that only waits, for its next try or for the site's processing, does not hold up the next. */
export function isOnTheWire(view: UploadView | undefined): boolean {
  return (
    view?.kind === "running" &&
    view.progress.phase !== "processing" &&
    view.waiting === null
  );
}

/** True for a case that stopped because nobody is signed in. */
export function needsSignIn(view: UploadView | undefined): boolean {
  return view?.kind === "stopped" && view.failure.kind === "signInNeeded";
}

/** True for a case of an earlier run that was neither done nor given up, and that the user did not pause. */
export function isUnfinished(sending: SendingCase | null): boolean {
  return (
    sending !== null &&
    !sending.isHeld &&
    ["notStarted", "queued", "paused", "stopped"].includes(sending.view().kind)
  );
}

/** True for a case that sends nothing any more: all arrived and was processed, or the user gave it up. */
export function isOver(view: UploadView | undefined): boolean {
  return (
    view?.kind === "cancelled" ||
    (view?.kind === "done" &&
      view.finishFailure === null &&
      // A stack that failed can be sent once more.
      view.progress.stacks.every(
        ({ state }) => state.kind !== "processingFailed",
      ))
  );
}
