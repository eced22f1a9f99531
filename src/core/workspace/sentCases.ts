// The cases that were sent, for the view of all of them: where each stack stands on the site.
import { addedNothing } from "../../shared/cancelledUpload.ts";
import { serviceOfPlan } from "../../shared/destination.ts";
import type { SentCaseView } from "../../shared/sentCases.ts";
import type { CaseSummary } from "../../shared/snapshot.ts";
import type { SendingCase } from "../ports/caseSender.ts";
import { caseUrlOf, stacksOf } from "./sendingLife.ts";

/** Null while the case has no draft on the site, and where it was cancelled before it added anything to one. */
export function sentCase(
  summary: CaseSummary,
  sending: Pick<SendingCase, "view" | "destination">,
): SentCaseView | null {
  const view = sending.view();
  const caseUrl = caseUrlOf(view);
  const isCancelled = view.kind === "cancelled";
  if (caseUrl === null || (isCancelled && addedNothing(view.left))) return null;
  const { serviceOrigin, login, draft } = sending.destination;
  const stacks = stacksOf(view);
  return {
    caseId: summary.caseId,
    title: summary.title,
    stage: summary.stage,
    changedAtMs: summary.changedAtMs,
    account:
      login === null ? null : { service: serviceOfPlan(serviceOrigin), login },
    isAppended: draft !== null,
    caseUrl,
    imageCount: stacks.reduce((sum, stack) => sum + stack.imageCount, 0),
    sizeBytes: stacks.reduce((sum, stack) => sum + stack.sizeBytes, 0),
    stacks,
    finishFailure: view.kind === "done" ? view.finishFailure : null,
  };
}
