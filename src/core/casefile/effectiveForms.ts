// The forms as shown and sent: what the user typed, over what the headers suggest.
import {
  emptyCaseForm,
  emptyStudyForm,
  type CaseForm,
  type StudyForm,
} from "../../shared/caseForm.ts";
import { holdsPictures, type GroupedImages } from "../model/stack.ts";
import type { CaseDraft } from "./caseDraft.ts";
import {
  suggestedAge,
  suggestedCaptions,
  suggestedGender,
  suggestedModality,
} from "./headerSuggestions.ts";
import { withoutUndefined } from "./withoutUndefined.ts";

/** The case form with suggestions for everything the user has not touched. */
export function effectiveCaseForm(
  draft: CaseDraft,
  groups: GroupedImages,
): CaseForm {
  return {
    ...emptyCaseForm,
    age: suggestedAge(groups),
    gender: suggestedGender(groups),
    ...withoutUndefined(draft.form),
  };
}

/** One form per study, in the order of `groups.studies`. */
export function effectiveStudyForms(
  draft: CaseDraft,
  groups: GroupedImages,
): readonly StudyForm[] {
  const captions = suggestedCaptions(groups.studies);
  return groups.studies.map((study, index) => ({
    ...emptyStudyForm,
    modality: holdsPictures(study)
      ? "Photograph"
      : suggestedModality(study.modality),
    caption: captions[index] ?? "",
    ...withoutUndefined(draft.studies[study.key] ?? {}),
  }));
}
