// What the queue of cases asks of one that is being sent.
import type {
  CaseStage,
  StackSendView,
  UploadView,
} from "../../shared/snapshot.ts";
import type { SendingCase } from "../ports/caseSender.ts";
import type { CaseSession } from "./caseSession.ts";
import { sendingStage } from "./caseStage.ts";

/** On the way, or in the queue for it. */
export function isMoving({ kind }: CaseStage): boolean {
  return kind === "uploading" || kind === "queued";
}

/** True while bytes or calls are under way; a case that only waits, for its next try or for the site's processing, does not hold up the next. */
export function isOnTheWire(view: UploadView | undefined): boolean {
  return (
    view?.kind === "running" &&
    view.progress.phase !== "processing" &&
    view.waiting === null
  );
}

/** True for a case that stopped, or could not be marked as finished, because nobody is signed in, somebody else, or at another site. */
export function needsSignIn(view: UploadView | undefined): boolean {
  const stage = view === undefined ? null : sendingStage(view);
  return stage?.kind === "needsAttention" && stage.signIn !== undefined;
}

/** The draft's address; null before there is one. */
export function caseUrlOf(view: UploadView): string | null {
  if (view.kind === "cancelled") return view.caseUrl;
  return "progress" in view ? view.progress.caseUrl : null;
}

/** Its stacks; of a cancelled case those that it attached. None before the case was begun. */
export function stacksOf(view: UploadView): readonly StackSendView[] {
  if (view.kind === "cancelled") return view.stacks;
  return "progress" in view ? view.progress.stacks : [];
}

/** The number at the end of the draft's address; null before there is one. */
export function remoteCaseIdOf(view: UploadView): number | null {
  const caseUrl = caseUrlOf(view);
  const id = /\/(\d+)$/.exec(caseUrl ?? "")?.[1];
  return id === undefined ? null : Number(id);
}

/** True for a case of an earlier run that was neither done nor given up, and that the user did not pause. */
export function isUnfinished(sending: SendingCase | null): boolean {
  return (
    sending !== null &&
    !sending.isHeld &&
    ["notStarted", "queued", "paused", "stopped"].includes(sending.view().kind)
  );
}

/** As the user ordered them; those that were never ordered follow as they were made. */
export function inSendOrder<Session extends Pick<CaseSession, "record">>(
  sessions: readonly Session[],
): readonly Session[] {
  const key = ({ record }: Session) =>
    [record.sendOrder ?? Infinity, record.createdAtMs] as const;
  return [...sessions].sort((a, b) => {
    const [orderA, madeA] = key(a);
    const [orderB, madeB] = key(b);
    return orderA === orderB ? madeA - madeB : orderA - orderB;
  });
}
