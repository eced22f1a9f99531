// The plan of a case at the moment Send was pressed, or the first thing that stands in its way.
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { Acceptances } from "../../shared/snapshot.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { freezePlan } from "../casefile/freezePlan.ts";
import type { PreparedCase } from "../casefile/preparedCase.ts";
import type { GroupedImages } from "../model/stack.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import { notReady } from "./caseAnswers.ts";
import type { ImageChecks } from "./imageChecks.ts";
import { sentBeforeBlockers } from "./sentBefore.ts";

/** What a plan is bound to. */
export interface PlanAccount {
  /** Name of the service. */
  readonly serviceOrigin: string;
  /** Absent where it is not known. */
  readonly login?: string | undefined;
}

/** What a plan is made of. */
export interface PlanParts {
  readonly caseId: CaseId;
  readonly account: PlanAccount;
  readonly groups: GroupedImages;
  readonly draft: CaseDraft;
  readonly stacks: readonly ChosenStack[];
  readonly prepared: PreparedCase | null;
  readonly acceptances: Acceptances;
  readonly checks: ImageChecks;
}

/** Everything the checks look for must have been looked for. Fails with `invalidInput` that names what blocks. */
export function casePlan(parts: PlanParts): Result<UploadPlan, Failure> {
  const { account, stacks, checks, ...facts } = parts;
  const [sentBefore] = sentBeforeBlockers(checks.sentBefore.view(parts.draft));
  if (sentBefore !== undefined) return notReady(sentBefore.kind);
  const plan = freezePlan({
    ...facts,
    ...account,
    searchOf: checks.searchOf,
    typed: checks.typedIn(parts.groups, parts.draft, stacks),
  });
  return plan.ok ? plan : notReady(plan.failure[0]?.kind ?? "case");
}
