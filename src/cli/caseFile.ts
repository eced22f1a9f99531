// The case file of `casedrop upload`: YAML or JSON, in the words of the site.
import { parse } from "yaml";
import { z } from "zod";
import type { CaseDraft } from "../core/casefile/caseDraft.ts";
import { caseFormSchema, studyFormSchema } from "../shared/caseForm.ts";
import { certainties, systems } from "../shared/contractLists.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** What the file says; everything absent is taken from the images. Studies are those that are sent, oldest first. */
export interface CaseFile {
  readonly form: CaseDraft["form"];
  readonly studies: readonly CaseDraft["studies"][string][];
}

/** A number, or a name as the site shows it, in any case. */
function listed(
  entries: readonly { readonly id: number; readonly name: string }[],
  what: string,
) {
  const names = entries.map((entry) => entry.name).join(", ");
  return z.union([z.number(), z.string()]).transform((given, context) => {
    const found = entries.find(
      (entry) =>
        entry.id === given ||
        entry.name.toLowerCase() === String(given).trim().toLowerCase(),
    );
    if (found !== undefined) return found.id;
    context.addIssue({
      code: "custom",
      message: `not a ${what} of the site. Known: ${names}`,
    });
    return z.NEVER;
  });
}

const { title, presentation, age, gender, body, suitableForQuiz } =
  caseFormSchema.shape;

const caseFileSchema = z.strictObject({
  title: title.refine((text) => text.trim() !== "", "is empty"),
  system: listed(systems, "system"),
  certainty: listed(certainties, "certainty").optional(),
  presentation: presentation.optional(),
  /** A bare number of years is taken as such. */
  age: z
    .preprocess(
      (given) =>
        typeof given === "number"
          ? `${given} ${given === 1 ? "year" : "years"}`
          : given,
      age,
    )
    .optional(),
  gender: gender.optional(),
  body: body.optional(),
  suitableForQuiz: suitableForQuiz.optional(),
  studies: z.array(studyFormSchema.partial()).optional(),
});

/** A draft on the site has its title and system already. */
const addedFileSchema = caseFileSchema.partial({ title: true, system: true });

/**
 * Reads the text of a case file, of a new case or one whose images are added to a draft. The failure is a sentence per problem;
 * it names fields and never repeats what they hold.
 */
export function parseCaseFile(
  text: string,
  isAdded = false,
): Result<CaseFile, string> {
  let value: unknown;
  try {
    // YAML 1.2 includes JSON.
    value = parse(text);
  } catch {
    return failed("The case file is neither YAML nor JSON.");
  }
  const parsed = (isAdded ? addedFileSchema : caseFileSchema).safeParse(value);
  if (!parsed.success) return failed(problems(parsed.error));
  const { system, certainty, studies, ...words } = parsed.data;
  return success({
    form: {
      ...words,
      ...(system !== undefined && { systemId: system }),
      ...(certainty !== undefined && { certaintyId: certainty }),
    },
    studies: studies ?? [],
  });
}

function problems(error: z.ZodError): string {
  const lines = error.issues.map((issue) => {
    const field = issue.path.join(".");
    return `  ${field === "" ? "the whole file" : field}: ${issue.message}`;
  });
  return `The case file is not valid:\n${lines.join("\n")}`;
}
