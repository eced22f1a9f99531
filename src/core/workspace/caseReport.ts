// The report of a case as it stands: for the screen before sending, and for the plan.
import type { CaseDraft } from "../casefile/caseDraft.ts";
import { deidReport } from "../casefile/deidReport.ts";
import { coversSelection } from "../casefile/preparedCase.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import type { DeidReport } from "../model/deidReport.ts";
import type { CaseRecord } from "./caseRecord.ts";
import type { CaseSending } from "./caseSending.ts";
import type { ImageChecks } from "./imageChecks.ts";
import type { Intake } from "./intake.ts";
import type { Preparation } from "./preparation.ts";

/** What a report is made of. */
export interface ReportParts {
  readonly deps: {
    readonly appVersion: string;
    readonly nowMs: () => number;
  };
  readonly sending: Pick<CaseSending, "case">;
  readonly record: CaseRecord;
  readonly draft: CaseDraft;
  readonly stacks: readonly ChosenStack[];
  readonly intake: Pick<Intake, "groups" | "patientWords">;
  readonly preparation: Pick<Preparation, "prepared">;
  readonly checks: Pick<ImageChecks, "searchOf" | "typedIn">;
}

/** As frozen at Send, before that as things stand; null while not everything that is selected was prepared. */
export function caseReport(parts: ReportParts): DeidReport | null {
  const sent = parts.sending.case;
  if (sent !== null) return sent.report();
  const { draft, stacks, checks } = parts;
  const { groups, patientWords } = parts.intake;
  const { prepared } = parts.preparation;
  if (prepared === null || !coversSelection(prepared, stacks)) return null;
  return deidReport({
    appVersion: parts.deps.appVersion,
    madeAtMs: parts.deps.nowMs(),
    groups,
    draft,
    prepared,
    acceptances: parts.record.acceptances,
    searchOf: checks.searchOf,
    typed: checks.typedIn(groups, draft, stacks),
    patientWords,
  });
}
