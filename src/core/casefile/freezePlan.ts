// Freezes a draft into what will be sent. Only called when nothing blocks; it checks that again rather than sending a short stack.
import type { CaseForm } from "../../shared/caseForm.ts";
import type { CaseId, StudyKey } from "../../shared/identifiers.ts";
import type { GroupedImages } from "../model/stack.ts";
import type {
  CasePayload,
  PlannedStack,
  PlannedStudy,
  UploadPlan,
} from "../model/uploadPlan.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { contractHtml } from "../../shared/richText.ts";
import type { Acceptances, Blocker } from "../../shared/snapshot.ts";
import type { TypedFieldView } from "../../shared/typedWords.ts";
import { findBlockers } from "./blockers.ts";
import type { CaseDraft } from "./caseDraft.ts";
import {
  allChosenStacks,
  chosenStacksOf,
  middleIndex,
  type ChosenStack,
} from "./caseImages.ts";
import { effectiveCaseForm, effectiveStudyForms } from "./effectiveForms.ts";
import { outcomeOf, type PreparedCase } from "./preparedCase.ts";
import { fileFates, refusedPlaces, sendAccount } from "./sendAccount.ts";
import { stackLabel } from "./stackLabel.ts";
import type { SearchOf } from "./textFindings.ts";

/** The site counts the discussion as item 1, so studies start at 2 (contract section 5). */
const firstStudyPosition = 2;

/** The case as the contract wants it: empty fields absent, discussion as HTML. `systemId` must be chosen. */
export function casePayload(form: CaseForm, systemId: number): CasePayload {
  const bodyHtml = contractHtml(form.body);
  const presentation = form.presentation.trim();
  return {
    title: form.title.trim(),
    systemId,
    suitableForQuiz: form.suitableForQuiz,
    ...(form.certaintyId !== null && {
      diagnosticCertaintyId: form.certaintyId,
    }),
    ...(presentation !== "" && { presentation }),
    ...(form.age !== "" && { age: form.age }),
    ...(form.gender !== "" && { gender: form.gender }),
    ...(bodyHtml !== "" && { bodyHtml }),
  };
}

/** A stack with the images that were prepared; null if none was. The key image moves to its closest prepared neighbour. */
function plannedStack(
  chosen: ChosenStack,
  prepared: PreparedCase,
): PlannedStack | null {
  const sent = chosen.keptIndexes.flatMap((index) => {
    const outcome = outcomeOf(prepared, chosen, index);
    return outcome?.ok === true ? [{ index, file: outcome.value }] : [];
  });
  if (sent.length === 0) return null;
  const isKeyChosen = chosen.choices.keyImage !== null;
  let rootIndex = middleIndex(sent.length);
  if (isKeyChosen) {
    const distances = sent.map((entry) =>
      Math.abs(entry.index - chosen.keyImage),
    );
    rootIndex = distances.indexOf(Math.min(...distances));
  }
  return {
    stackId: chosen.stack.id,
    label: stackLabel(chosen),
    perspective: chosen.perspective.trim(),
    specifics: chosen.specifics.trim(),
    rootIndex,
    images: sent.map((entry) => entry.file),
    ...(chosen.stack.picture !== undefined && {
      picture: chosen.stack.picture,
    }),
  };
}

/** What is needed to freeze a case. */
export interface FreezeInput {
  readonly caseId: CaseId;
  readonly serviceOrigin: string;
  /** The account's name on the site; absent where nobody knows it. */
  readonly login?: string | undefined;
  readonly groups: GroupedImages;
  readonly draft: CaseDraft;
  readonly prepared: PreparedCase | null;
  readonly acceptances: Acceptances;
  readonly searchOf: SearchOf;
  readonly typed: readonly TypedFieldView[];
}

function plannedStudies(
  input: FreezeInput,
  prepared: PreparedCase,
): readonly PlannedStudy[] {
  const forms = effectiveStudyForms(input.draft, input.groups);
  const studies = input.groups.studies.flatMap((study, index) => {
    const form = forms[index];
    const stacks = chosenStacksOf(study, input.draft)
      .filter((chosen) => chosen.isSelected)
      .map((chosen) => plannedStack(chosen, prepared))
      .filter((stack) => stack !== null);
    return form === undefined || stacks.length === 0
      ? []
      : [{ study, form, stacks }];
  });
  return studies.map(({ study, form, stacks }, index) => ({
    studyKey: study.key,
    position:
      input.draft.destination.draft === null
        ? firstStudyPosition + index
        : null,
    modality: form.modality,
    caption: form.caption.trim(),
    findingsHtml: contractHtml(form.findings),
    ...existingStudyOf(study.key, input.draft),
    stacks,
  }));
}

/** The study of the chosen draft that takes the stacks, if one does. */
function existingStudyOf(
  studyKey: StudyKey,
  { destination }: CaseDraft,
): Pick<PlannedStudy, "existing"> {
  const existing = destination.draft?.studies?.[studyKey];
  return existing === undefined ? {} : { existing };
}

/** A new case with its words, or the draft that was chosen. Null without a system. */
function targetOf({ draft, groups }: FreezeInput): UploadPlan["target"] | null {
  const existing = draft.destination.draft;
  if (existing !== null) {
    const { remoteCaseId, title } = existing;
    return { kind: "existingCase", remoteCaseId, title };
  }
  const form = effectiveCaseForm(draft, groups);
  return form.systemId === null
    ? null
    : { kind: "newCase", payload: casePayload(form, form.systemId) };
}

/** The frozen plan, or what still blocks it. */
export function freezePlan(
  input: FreezeInput,
): Result<UploadPlan, readonly Blocker[]> {
  const { groups, draft, prepared, acceptances, searchOf, typed } = input;
  const blockers = findBlockers({
    groups,
    draft,
    isScanning: false,
    prepared,
    acceptances,
    searchOf,
    typed,
  });
  if (blockers.length > 0 || prepared === null) return failed(blockers);
  const target = targetOf(input);
  if (target === null)
    return failed([{ kind: "missingField", field: "systemId" }]);
  const studies = plannedStudies(input, prepared);
  const sent = studies.flatMap((study) => study.stacks);
  const imageCount = sent.reduce((sum, stack) => sum + stack.images.length, 0);
  const chosen = allChosenStacks(groups, draft);
  const fates = fileFates(chosen, groups.skipped, prepared);
  const refused = refusedPlaces(
    chosen,
    prepared,
    sent.map(({ stackId }) => stackId),
  );
  return success({
    version: 1,
    caseId: input.caseId,
    serviceOrigin: input.serviceOrigin,
    ...(input.login !== undefined && { login: input.login }),
    target,
    studies,
    account: sendAccount(fates, imageCount, refused),
  });
}
