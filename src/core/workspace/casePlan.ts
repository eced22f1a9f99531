// The plan of a case at the moment Send was pressed, or the first thing that stands in its way.
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { success, type Result } from "../../shared/result.ts";
import { freezePlan } from "../casefile/freezePlan.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import { notReady } from "./caseAnswers.ts";
import { caseReport, type ReportParts } from "./caseReport.ts";
import type { ImageChecks } from "./imageChecks.ts";
import type { Intake } from "./intake.ts";
import type { Preparation } from "./preparation.ts";
import { creditBlockers, publicDataBlockers } from "./publicCredit.ts";
import { sentBeforeBlockers } from "./sentBefore.ts";

/** What a plan is bound to. */
export interface PlanAccount {
  /** Name of the service. */
  readonly serviceOrigin: string;
  /** Absent where it is not known. */
  readonly login?: string | undefined;
}

/** What a plan is made of. */
export interface PlanParts extends ReportParts {
  readonly caseId: CaseId;
  readonly account: PlanAccount;
  readonly checks: ImageChecks;
  readonly intake: Intake;
  readonly preparation: Preparation;
}

/**
 * Waits until everything the checks look for was looked for; `partsNow` is asked again then. Fails with `invalidInput` that
 * names what blocks.
 */
export async function casePlan(
  partsNow: () => PlanParts,
): Promise<Result<UploadPlan, Failure>> {
  const { intake, preparation, checks } = partsNow();
  if (intake.isScanning) return notReady("scanning");
  // Of stacks that were deselected since: their copies are not sent.
  preparation.cancel();
  await preparation.settled();
  await checks.sentBefore.settled();
  return planNow(partsNow());
}

function planNow(parts: PlanParts): Result<UploadPlan, Failure> {
  const { account, stacks, draft, checks } = parts;
  const { groups } = parts.intake;
  const [sentBefore] = sentBeforeBlockers(checks.sentBefore.view(draft));
  if (sentBefore !== undefined) return notReady(sentBefore.kind);
  const [forbidden] = [...creditBlockers(parts), ...publicDataBlockers(parts)];
  if (forbidden !== undefined) return notReady(forbidden.kind);
  const plan = freezePlan({
    caseId: parts.caseId,
    ...account,
    groups,
    draft,
    prepared: parts.preparation.prepared,
    acceptances: parts.record.acceptances,
    searchOf: checks.searchOf,
    typed: checks.typedIn(groups, draft, stacks),
  });
  if (!plan.ok) return notReady(plan.failure[0]?.kind ?? "case");
  const report = caseReport(parts);
  return success({ ...plan.value, ...(report !== null && { report }) });
}
