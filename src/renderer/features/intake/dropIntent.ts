// What a drop at a place will do.
import { assertNever } from "../../../shared/assertNever.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { caseTitle } from "../caseList/caseStage.ts";

export type DropIntent =
  | { readonly kind: "newCase" }
  /** A list of series of a public archive; other files still make a case. */
  | { readonly kind: "openList" }
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

/** The same while public archives are shown: there a list of series is what is dropped. */
export function archiveDropIntent(isOverCaseList: boolean): DropIntent {
  return { kind: isOverCaseList ? "newCase" : "openList" };
}

/** True for names that lists of series have. A manifest is one wherever it is dropped. */
export function isSeriesList(name: string, isOverArchive: boolean): boolean {
  return isOverArchive
    ? /\.(?:tcia|csv|tsv|txt)$/i.test(name)
    : /\.tcia$/i.test(name);
}

/** The intent in words. */
export function dropWords(intent: DropIntent): string {
  switch (intent.kind) {
    case "newCase":
      return "Make a new case";
    case "openList":
      return "Put a list of series into the cart";
    case "addToCase":
      return `Add to “${intent.title}”`;
    default:
      return assertNever(intent, "drop intent");
  }
}
