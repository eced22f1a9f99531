// Looks through a case file for words of the patient before anything is prepared or sent.
import { assertNever } from "../shared/assertNever.ts";
import type { StudyKey } from "../shared/identifiers.ts";
import { typedWordWords } from "../shared/messages/typedWordWords.ts";
import type { TypedField } from "../shared/typedWords.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher } from "../core/patientWords/wordMatcher.ts";
import { checkTypedTexts } from "../core/typedWords/checkTypedText.ts";
import { typedTexts } from "../core/typedWords/typedTexts.ts";
import type { CaseFile } from "./caseFile.ts";

/** What was found: words of this patient, which hold back the case, and what only looks like somebody. Fields are named, words never. */
export interface CaseFileWords {
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** One sentence a field and kind. */
export function caseFileWords(
  { form, studies }: CaseFile,
  words: PatientWords,
): CaseFileWords {
  const texts = typedTexts({
    form,
    // The keys only carry the place in the file.
    studies: studies.map((study, index) => ({
      studyKey: String(index + 1) as StudyKey,
      form: study,
    })),
    stacks: [],
  });
  const refusals = new Set<string>();
  const warnings = new Set<string>();
  for (const { field, findings } of checkTypedTexts(
    texts,
    new WordMatcher(words),
  ))
    for (const { kind } of findings) {
      const { title, why, whatNext } = typedWordWords(kind);
      if (kind === "patientWord")
        refusals.add(
          `${fieldName(field)}: a word of it stands in the headers of these images. Take it out, or send it all the same with --accept-words and a reason.`,
        );
      else warnings.add(`${fieldName(field)}: ${title}. ${why} ${whatNext}`);
    }
  return { refusals: [...refusals], warnings: [...warnings] };
}

/** As it is written in the case file; studies are counted from 1. */
function fieldName(field: TypedField): string {
  switch (field.kind) {
    case "case":
      return field.field;
    case "study":
      return `study ${field.studyKey}, ${field.field}`;
    case "stack":
      return field.field;
    default:
      return assertNever(field, "typed field");
  }
}
