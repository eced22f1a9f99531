// What stands between a draft and sending, in the order the user should mend it.
import type { CaseForm } from "../../shared/caseForm.ts";
import type { Acceptances, Blocker } from "../../shared/snapshot.ts";
import type { TypedFieldView } from "../../shared/typedWords.ts";
import { openPatientWords } from "../typedWords/checkTypedText.ts";
import type { GroupedImages } from "../model/stack.ts";
import type { CaseDraft } from "./caseDraft.ts";
import { allChosenStacks } from "./caseImages.ts";
import { countDoubledImages } from "./doubledImages.ts";
import { effectiveCaseForm } from "./effectiveForms.ts";
import { countPatients } from "./patients.ts";
import {
  coversSelection,
  outcomeOf,
  refusedImages,
  type PreparedCase,
} from "./preparedCase.ts";
import { textBlockers, type SearchOf } from "./textFindings.ts";

/** Fields the contract requires (section 4); certainty is optional there. */
const requiredFields = [
  "title",
  "systemId",
] as const satisfies readonly (keyof CaseForm)[];

function isMissing(value: CaseForm[keyof CaseForm]): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}

/** Patients among the selected stacks only: what is not sent mixes nobody up. */
export function selectedPatients(
  groups: GroupedImages,
  draft: CaseDraft,
): number {
  const selected = allChosenStacks(groups, draft).filter(
    (chosen) => chosen.isSelected,
  );
  return countPatients([...new Set(selected.map((chosen) => chosen.study))]);
}

function preparationBlockers(
  prepared: PreparedCase | null,
  draft: CaseDraft,
  groups: GroupedImages,
  acceptances: Acceptances,
): Blocker[] {
  const stacks = allChosenStacks(groups, draft);
  if (prepared === null || !coversSelection(prepared, stacks))
    return [{ kind: "notPrepared" }];
  const refused = refusedImages(prepared, stacks).length;
  const sendable = stacks.some(
    (chosen) =>
      chosen.isSelected &&
      chosen.keptIndexes.some(
        (index) => outcomeOf(prepared, chosen, index)?.ok === true,
      ),
  );
  if (!sendable) return [{ kind: "noImages" }];
  return refused > 0 && !acceptances.refusedImages
    ? [{ kind: "imagesRefused", count: refused }]
    : [];
}

/** Everything that must still be done; empty means the case may be sent. */
export function findBlockers(input: {
  readonly groups: GroupedImages;
  readonly draft: CaseDraft;
  readonly isScanning: boolean;
  readonly prepared: PreparedCase | null;
  readonly acceptances: Acceptances;
  readonly searchOf: SearchOf;
  /** What was found in typed texts. */
  readonly typed: readonly TypedFieldView[];
}): readonly Blocker[] {
  const { groups, draft, isScanning, prepared, acceptances, searchOf, typed } =
    input;
  // A draft on the site has its words already.
  const required = draft.destination.draft === null ? requiredFields : [];
  if (isScanning) return [{ kind: "scanning" }];
  const stacks = allChosenStacks(groups, draft);
  if (!stacks.some((chosen) => chosen.canBeSelected))
    return [{ kind: "noImages" }];
  if (!stacks.some((chosen) => chosen.isSelected))
    return [{ kind: "nothingSelected" }];
  const form = effectiveCaseForm(draft, groups);
  const doubled = countDoubledImages(stacks);
  const typedWords = openPatientWords(typed);
  const patients = selectedPatients(groups, draft);
  return [
    ...(patients > 1 && !acceptances.severalPatients
      ? [{ kind: "severalPatients", count: patients } as const]
      : []),
    ...(doubled > 0
      ? [{ kind: "sameImageTwice", count: doubled } as const]
      : []),
    ...required
      .filter((field) => isMissing(form[field]))
      .map((field) => ({ kind: "missingField", field }) as const),
    ...textBlockers(stacks, searchOf, {
      accepted: draft.acceptedFindings,
      prepared,
    }),
    ...(typedWords > 0
      ? [{ kind: "patientWordsTyped", count: typedWords } as const]
      : []),
    ...preparationBlockers(prepared, draft, groups, acceptances),
    ...(["permission", "imagesChecked", "licence"] as const)
      .filter((which) => !draft.confirmations[which])
      .map((which) => ({ kind: "notConfirmed", which }) as const),
  ];
}
