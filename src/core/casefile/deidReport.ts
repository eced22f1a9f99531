// Makes the report of a case from what was decided and what came of it. Pure.
//
// Invariants: 1. nothing that a header says goes in, but counts, places and what the standard defines; 2. words the user
// typed go in only where the check of typed words finds nothing in them.
import { modalities } from "../../shared/contractLists.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { Acceptances } from "../../shared/snapshot.ts";
import type { TypedFieldView } from "../../shared/typedWords.ts";
import { policyVersion } from "../deid/policy/radiopaediaPolicy052.ts";
import type {
  DeidReport,
  ReportedStack,
  ReportedTypedWord,
} from "../model/deidReport.ts";
import type { GroupedImages } from "../model/stack.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import type { CaseDraft } from "./caseDraft.ts";
import { allChosenStacks, type ChosenStack } from "./caseImages.ts";
import { faceRemains } from "./faceRemains.ts";
import {
  leavingIndexes,
  outcomeOf,
  treatmentsOf,
  type PreparedCase,
} from "./preparedCase.ts";
import { mayBeShown } from "./reasonToShow.ts";
import { reportedFreeText } from "./reportedFreeText.ts";
import { placesAmong, reasonIn, reportedText } from "./reportedText.ts";
import { fileFates, sendAccount } from "./sendAccount.ts";
import { stackLabel } from "./stackLabel.ts";
import { summedActions } from "./tagActions.ts";
import type { SearchOf } from "./textFindings.ts";

/** What a report is made of. */
export interface ReportInput {
  readonly appVersion: string;
  readonly madeAtMs: number;
  readonly groups: GroupedImages;
  readonly draft: CaseDraft;
  readonly prepared: PreparedCase;
  readonly acceptances: Acceptances;
  readonly searchOf: SearchOf;
  readonly typed: readonly TypedFieldView[];
  readonly patientWords: PatientWords;
}

/** The report of what is selected, as things stand. */
export function deidReport(input: ReportInput): DeidReport {
  const { groups, draft, prepared } = input;
  const words = new WordMatcher(input.patientWords);
  const stacks = allChosenStacks(groups, draft);
  const selected = stacks.filter(({ isSelected }) => isSelected);
  const reported = selected.map((chosen) =>
    reportedStack(chosen, { ...input, words }),
  );
  const images = reported.reduce((sum, stack) => sum + stack.preparedImages, 0);
  const account = sendAccount(
    fileFates(stacks, groups.skipped, prepared),
    images,
  );
  return {
    casedropReport: 1,
    appVersion: input.appVersion,
    policyVersion,
    madeAt: new Date(input.madeAtMs).toISOString(),
    account,
    stacks: reported,
    acceptances: input.acceptances,
    confirmations: draft.confirmations,
    typedWords: acceptedWords(input.typed, words),
  };
}

interface StackDeps extends ReportInput {
  readonly words: WordMatcher;
}

function reportedStack(chosen: ChosenStack, deps: StackDeps): ReportedStack {
  const { groups, draft, prepared, searchOf, words } = deps;
  const { stack, study, keptIndexes } = chosen;
  const refusals: RefusalReason[] = [];
  let preparedImages = 0;
  for (const index of keptIndexes) {
    const outcome = outcomeOf(prepared, chosen, index);
    if (outcome?.ok === false) refusals.push(outcome.failure);
    if (outcome?.ok !== true) continue;
    preparedImages += 1;
  }
  const treatments = treatmentsOf(prepared, chosen);
  const tags = summedActions(treatments);
  return {
    study: groups.studies.indexOf(study) + 1,
    label: labelToShow(chosen, words),
    preparedImages,
    refused: counted(refusals).map(([reason, count]) => ({ reason, count })),
    pixels: counted(treatments.map(({ pixels }) => pixels)).map(
      ([treatment, count]) => ({ treatment, count }),
    ),
    masks: reportedMasks(chosen, prepared),
    text: reportedText(chosen, searchOf(stack), {
      accepted: draft.acceptedFindings,
      prepared,
      words,
    }),
    keptFreeText: [
      ...new Set(
        tags
          .filter(
            ({ rule }) =>
              rule === "freeTextKept" || rule === "freeTextAccepted",
          )
          .map(({ tag }) => tag.toUpperCase()),
      ),
    ],
    acceptedFreeText: reportedFreeText(chosen, {
      accepted: draft.acceptedFindings,
      prepared,
      words,
    }),
    faceWarning: faceRemains(chosen),
    tags,
  };
}

type Masks = ReportedStack["masks"];

/** The masks on images that leave, by their places among those. */
function reportedMasks(chosen: ChosenStack, prepared: PreparedCase): Masks {
  const leaving = leavingIndexes(prepared, chosen);
  return chosen.choices.masks.flatMap(({ shape, images }): Masks => {
    if (images === null) return [{ shape, images }];
    const places = placesAmong(leaving, images);
    return places === null ? [] : [{ shape, images: places }];
  });
}

/** The label of the plan, unless something in it should not leave. */
function labelToShow(chosen: ChosenStack, words: WordMatcher): string {
  const label = stackLabel(chosen);
  const { modality } = chosen.series;
  const isFromHeader =
    label === modality && !modalities.some((known) => known === modality);
  return !isFromHeader && mayBeShown(label, words) ? label : "";
}

function acceptedWords(
  typed: readonly TypedFieldView[],
  words: WordMatcher,
): readonly ReportedTypedWord[] {
  return typed.flatMap(({ field, findings }) =>
    findings.flatMap(({ kind, status }) => {
      const reason = reasonIn(status, words);
      return reason === null ? [] : [{ field: field.field, kind, reason }];
    }),
  );
}

/** Equal values counted, most frequent first. */
function counted<Value>(
  values: readonly Value[],
): readonly (readonly [Value, number])[] {
  const counts = new Map<string, { readonly value: Value; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { value, count: 1 });
    else entry.count += 1;
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ value, count }) => [value, count]);
}
