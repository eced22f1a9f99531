// The texts of a case that people type and the site shows, each with the field it stands in.
import type { CaseForm, StudyForm } from "../../shared/caseForm.ts";
import type { StackId, StudyKey } from "../../shared/identifiers.ts";
import type { TextToCheck } from "./checkTypedText.ts";

type Typed<Form, Field extends keyof Form> = {
  readonly [Name in Field]?: Form[Name] | undefined;
};

/** What was typed; anything may be missing. */
export interface TypedForms {
  readonly form: Typed<CaseForm, (typeof caseFields)[number]>;
  readonly studies: readonly {
    readonly studyKey: StudyKey;
    readonly form: Typed<StudyForm, (typeof studyFields)[number]>;
  }[];
  readonly stacks: readonly {
    readonly stackId: StackId;
    readonly perspective: string;
    readonly specifics: string;
  }[];
}

const caseFields = ["title", "presentation", "body"] as const;
const studyFields = ["caption", "findings"] as const;
const stackFields = ["perspective", "specifics"] as const;

/** Every text that is not empty, in the order in which the site shows them. */
export function typedTexts({
  form,
  studies,
  stacks,
}: TypedForms): readonly TextToCheck[] {
  const texts: readonly TextToCheck[] = [
    ...caseFields.map((field) => ({
      field: { kind: "case" as const, field },
      stored: form[field] ?? "",
    })),
    ...studies.flatMap(({ studyKey, form: study }) =>
      studyFields.map((field) => ({
        field: { kind: "study" as const, studyKey, field },
        stored: study[field] ?? "",
      })),
    ),
    ...stacks.flatMap(({ stackId, ...labels }) =>
      stackFields.map((field) => ({
        field: { kind: "stack" as const, stackId, field },
        stored: labels[field],
      })),
    ),
  ];
  return texts.filter(({ stored }) => stored !== "");
}
