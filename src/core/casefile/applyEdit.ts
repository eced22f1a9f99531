// applyEdit: one command of the user to a new draft. Pure; refuses what does not fit the images.
import { assertNever } from "../../shared/assertNever.ts";
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { Failure } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { GroupedImages } from "../model/stack.ts";
import {
  untouchedStack,
  type CaseDraft,
  type StackChoices,
} from "./caseDraft.ts";
import {
  chosenStacksOf,
  findChosenStack,
  findStudy,
  type ChosenStack,
} from "./caseImages.ts";
import { withoutUndefined } from "./withoutUndefined.ts";

type EditOutcome = Result<CaseDraft, Failure>;

const stackNotFound: EditOutcome = failed({ kind: "notFound", what: "stack" });

function invalid(field: string, problem: string): EditOutcome {
  return failed({ kind: "invalidInput", field, problem });
}

/** A draft whose choices for one stack are changed. What the user said about the images no longer holds, so that statement is withdrawn. */
function withChoices(
  draft: CaseDraft,
  stackId: StackId,
  change: Partial<StackChoices>,
): CaseDraft {
  const before = draft.stacks[stackId] ?? untouchedStack;
  return {
    ...draft,
    stacks: { ...draft.stacks, [stackId]: { ...before, ...change } },
  };
}

function imagesNotChecked(draft: CaseDraft): CaseDraft {
  return {
    ...draft,
    confirmations: { ...draft.confirmations, imagesChecked: false },
  };
}

/** What is selected may be of another data set than those whose licence was read. */
function publicDataUnread(draft: CaseDraft): CaseDraft {
  return draft.confirmations.publicData === true
    ? {
        ...draft,
        confirmations: { ...draft.confirmations, publicData: false },
      }
    : draft;
}

function selectStacks(
  draft: CaseDraft,
  edit: Extract<CaseEdit, { kind: "selectStacks" }>,
  groups: GroupedImages,
): EditOutcome {
  let next = edit.isSelected ? publicDataUnread(draft) : draft;
  for (const stackId of edit.stackIds) {
    const chosen = findChosenStack(groups, draft, stackId);
    if (chosen === null) return stackNotFound;
    if (edit.isSelected && !chosen.canBeSelected)
      return invalid("stackIds", "a stack that is held back for good");
    next = withChoices(next, stackId, { isSelected: edit.isSelected });
  }
  return success(imagesNotChecked(next));
}

function trimStack(
  draft: CaseDraft,
  edit: Extract<CaseEdit, { kind: "trimStack" }>,
  chosen: ChosenStack,
): EditOutcome {
  if (edit.first > edit.last || edit.last >= chosen.images.length)
    return invalid("last", "outside the stack");
  const { first, last, keepEvery } = edit;
  return success(
    imagesNotChecked(
      withChoices(draft, edit.stackId, { trim: { first, last, keepEvery } }),
    ),
  );
}

/** Reversal keeps the same images trimmed and the same key image: indexes are mirrored. */
function reverseStack(draft: CaseDraft, chosen: ChosenStack): EditOutcome {
  const end = chosen.images.length - 1;
  const { trim, keyImage, isReversed, masks } = chosen.choices;
  const lastKept = chosen.keptIndexes.at(-1) ?? end;
  return success(
    withChoices(draft, chosen.stack.id, {
      isReversed: !isReversed,
      // Mirrors the last image kept, not the end of the range, so that every n-th still meets the same images.
      trim:
        trim === null
          ? null
          : {
              first: end - lastKept,
              last: end - trim.first,
              keepEvery: trim.keepEvery,
            },
      keyImage: keyImage === null ? null : end - keyImage,
      masks: masks.map((mask) => ({
        ...mask,
        images:
          mask.images === null
            ? null
            : { first: end - mask.images.last, last: end - mask.images.first },
      })),
    }),
  );
}

function setMasks(
  draft: CaseDraft,
  edit: Extract<CaseEdit, { kind: "setMasks" }>,
  groups: GroupedImages,
): EditOutcome {
  let next = draft;
  for (const { stackId, masks } of edit.stacks) {
    const chosen = findChosenStack(groups, draft, stackId);
    if (chosen === null) return stackNotFound;
    const outside = masks.some(
      ({ images }) =>
        images !== null &&
        (images.first > images.last || images.last >= chosen.images.length),
    );
    if (outside) return invalid("masks", "outside the stack");
    next = withChoices(next, stackId, { masks });
  }
  return success(imagesNotChecked(next));
}

function withReasons(
  before: CaseDraft["acceptedFindings"],
  { findingIds, reason }: Extract<CaseEdit, { kind: "acceptFindings" }>,
): CaseDraft["acceptedFindings"] {
  const ids = new Set(findingIds);
  const others = Object.entries(before).filter(([id]) => !ids.has(id));
  const accepted =
    reason === null ? [] : findingIds.map((id) => [id, reason] as const);
  return Object.fromEntries([...others, ...accepted]);
}

function moveStack(
  draft: CaseDraft,
  chosen: ChosenStack,
  toIndex: number,
): EditOutcome {
  const siblings = chosenStacksOf(chosen.study, draft).map(
    (sibling) => sibling.stack.id,
  );
  if (toIndex >= siblings.length)
    return invalid("toIndex", "outside the study");
  const others = siblings.filter((id) => id !== chosen.stack.id);
  const order = others.toSpliced(toIndex, 0, chosen.stack.id);
  return success({
    ...draft,
    stackOrder: { ...draft.stackOrder, [chosen.study.key]: order },
  });
}

function labelStack(
  draft: CaseDraft,
  edit: Extract<CaseEdit, { kind: "labelStack" }>,
): CaseDraft {
  const { perspective, specifics } = edit;
  return withChoices(
    draft,
    edit.stackId,
    withoutUndefined({ perspective, specifics }),
  );
}

/** Only a draft that exists has studies to add to. */
function setStudyDestination(
  draft: CaseDraft,
  { studyKey, study }: Extract<CaseEdit, { kind: "setStudyDestination" }>,
  groups: GroupedImages,
): EditOutcome {
  const { destination } = draft;
  if (findStudy(groups, studyKey) === null)
    return failed({ kind: "notFound", what: "case" });
  if (destination.draft === null) return invalid("study", "needs a draft");
  const others = Object.entries(destination.draft.studies ?? {}).filter(
    ([key]) => key !== studyKey,
  );
  const studies = Object.fromEntries(
    study === null ? others : [...others, [studyKey, study]],
  );
  return success({
    ...draft,
    destination: { ...destination, draft: { ...destination.draft, studies } },
  });
}

/** Applies one edit. Fails with `notFound` or `invalidInput`, leaving the draft as it was. */
export function applyEdit(
  draft: CaseDraft,
  edit: CaseEdit,
  groups: GroupedImages,
): EditOutcome {
  switch (edit.kind) {
    case "setCaseFields":
      return success({
        ...draft,
        form: { ...draft.form, ...withoutUndefined(edit.fields) },
      });
    case "setStudyFields": {
      if (findStudy(groups, edit.studyKey) === null)
        return failed({ kind: "notFound", what: "case" });
      const before = draft.studies[edit.studyKey] ?? {};
      const fields = withoutUndefined(edit.fields);
      return success({
        ...draft,
        studies: {
          ...draft.studies,
          [edit.studyKey]: { ...before, ...fields },
        },
      });
    }
    case "setConfirmations":
      return success({
        ...draft,
        confirmations: {
          ...draft.confirmations,
          ...withoutUndefined(edit.confirmations),
        },
      });
    case "selectStacks":
      return selectStacks(draft, edit, groups);
    case "setMasks":
      return setMasks(draft, edit, groups);
    case "setDestination":
      return success({ ...draft, destination: edit.destination });
    case "setStudyDestination":
      return setStudyDestination(draft, edit, groups);
    case "acceptFindings":
      return success({
        ...draft,
        acceptedFindings: withReasons(draft.acceptedFindings, edit),
      });
    case "keepFreeText":
    case "trimStack":
    case "setKeyImage":
    case "labelStack":
    case "moveStack":
    case "reverseStack": {
      const chosen = findChosenStack(groups, draft, edit.stackId);
      return chosen === null ? stackNotFound : editStack(draft, edit, chosen);
    }
    default:
      return assertNever(edit, "edit");
  }
}

function editStack(
  draft: CaseDraft,
  edit: Extract<
    CaseEdit,
    {
      kind:
        | "keepFreeText"
        | "trimStack"
        | "setKeyImage"
        | "labelStack"
        | "moveStack"
        | "reverseStack";
    }
  >,
  chosen: ChosenStack,
): EditOutcome {
  switch (edit.kind) {
    case "trimStack":
      return trimStack(draft, edit, chosen);
    case "setKeyImage":
      return chosen.keptIndexes.includes(edit.index)
        ? success(withChoices(draft, edit.stackId, { keyImage: edit.index }))
        : invalid("index", "not among the kept images");
    case "keepFreeText":
      return success(
        withChoices(draft, edit.stackId, { keptFreeText: edit.tags }),
      );
    case "labelStack":
      return success(labelStack(draft, edit));
    case "moveStack":
      return moveStack(draft, chosen, edit.toIndex);
    case "reverseStack":
      return reverseStack(draft, chosen);
    default:
      return assertNever(edit, "stack edit");
  }
}
