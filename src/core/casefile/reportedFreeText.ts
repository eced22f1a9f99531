// What the report says of free text in one stack that was questioned and stays for a reason.
import { decidedFreeText, freeTextOfStack } from "../deid/freeTextOfStack.ts";
import type { ReportedFreeText } from "../model/deidReport.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import type { CaseDraft } from "./caseDraft.ts";
import type { ChosenStack } from "./caseImages.ts";
import { leavingIndexes, type PreparedCase } from "./preparedCase.ts";
import { reasonIn } from "./reportedText.ts";

/** Of the images that leave: different parts of equal attribute, kind and reason are counted together. */
export function reportedFreeText(
  chosen: ChosenStack,
  decisions: {
    readonly accepted: CaseDraft["acceptedFindings"];
    readonly prepared: PreparedCase;
    readonly words: WordMatcher;
  },
): readonly ReportedFreeText[] {
  // Headers are looked through only where anything was accepted.
  if (chosen.acceptedFreeText.length === 0) return [];
  const { stack, choices } = chosen;
  const { accepted, prepared, words } = decisions;
  const leaving = leavingIndexes(prepared, chosen).flatMap(
    (index) => chosen.images[index] ?? [],
  );
  const attributes = decidedFreeText(
    freeTextOfStack(stack.id, leaving, words),
    { kept: choices.keptFreeText, accepted },
  );
  const parts = new Set<string>();
  const rows = new Map<string, ReportedFreeText>();
  for (const { tag, isKept, questions } of attributes) {
    if (!isKept) continue;
    for (const { findingId, kind, status } of questions) {
      const reason = reasonIn(status, words);
      if (reason === null || parts.has(findingId)) continue;
      parts.add(findingId);
      const key = JSON.stringify([tag, kind, reason]);
      const count = (rows.get(key)?.count ?? 0) + 1;
      rows.set(key, { tag, kind, reason, count });
    }
  }
  return [...rows.values()];
}
