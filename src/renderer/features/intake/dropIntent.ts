// What a drop at a place will do.
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { caseTitle } from "../caseList/caseStage.ts";

export type DropIntent =
  | { readonly kind: "newCase" }
  | {
      readonly kind: "addToCase";
      readonly caseId: CaseSnapshot["caseId"];
      readonly title: string;
    };

/** Over the list of cases a drop always makes a new one; elsewhere it adds to the open case, unless that is on its way. */
export function dropIntent(
  isOverCaseList: boolean,
  openCase: CaseSnapshot | null,
): DropIntent {
  if (isOverCaseList || openCase === null || openCase.isFrozen)
    return { kind: "newCase" };
  return {
    kind: "addToCase",
    caseId: openCase.caseId,
    title: caseTitle(openCase.form),
  };
}

/** The intent in words. */
export function dropWords(intent: DropIntent): string {
  return intent.kind === "newCase"
    ? "Make a new case"
    : `Add to “${intent.title}”`;
}
