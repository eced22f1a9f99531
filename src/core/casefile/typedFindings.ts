// What was found in the texts of a case that people typed: of everything that would be sent, suggestions included.
import type { TypedFieldView } from "../../shared/typedWords.ts";
import type { GroupedImages } from "../model/stack.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import { checkTypedTexts } from "../typedWords/checkTypedText.ts";
import { typedTexts } from "../typedWords/typedTexts.ts";
import type { CaseDraft } from "./caseDraft.ts";
import type { ChosenStack } from "./caseImages.ts";
import { effectiveCaseForm, effectiveStudyForms } from "./effectiveForms.ts";

/** Fields with findings: of the case, of studies with a selected stack, and of those stacks. */
export function typedFindings(
  groups: GroupedImages,
  draft: CaseDraft,
  stacks: readonly ChosenStack[],
  words: WordMatcher,
): readonly TypedFieldView[] {
  const selected = stacks.filter(({ isSelected }) => isSelected);
  const sent = new Set(selected.map(({ study }) => study.key));
  const forms = effectiveStudyForms(draft, groups);
  const texts = typedTexts({
    form: effectiveCaseForm(draft, groups),
    studies: groups.studies.flatMap(({ key }, index) => {
      const form = forms[index];
      return form === undefined || !sent.has(key)
        ? []
        : [{ studyKey: key, form }];
    }),
    stacks: selected.map(({ stack, perspective, specifics }) => ({
      stackId: stack.id,
      perspective,
      specifics,
    })),
  });
  return checkTypedTexts(texts, words, draft.acceptedFindings);
}
