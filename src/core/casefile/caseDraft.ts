// A case as the user edits it: only what the user typed or chose; everything derived from the files is added when it is shown.
import { z } from "zod";
import {
  caseFormSchema,
  confirmationsSchema,
  noConfirmations,
  studyFormSchema,
} from "../../shared/caseForm.ts";
import {
  defaultDestination,
  destinationSchema,
} from "../../shared/destination.ts";
import { maskSchema } from "../../shared/mask.ts";

/** Choices for one stack; null means "as suggested". Indexes are 0-based in the current display order (after reversal). */
export const stackChoicesSchema = z.strictObject({
  isSelected: z.boolean().nullable(),
  trim: z
    .strictObject({
      first: z.number().int().nonnegative(),
      last: z.number().int().nonnegative(),
      keepEvery: z.number().int().min(1),
    })
    .nullable(),
  keyImage: z.number().int().nonnegative().nullable(),
  perspective: z.string().nullable(),
  specifics: z.string().nullable(),
  isReversed: z.boolean(),
  masks: z.array(maskSchema).default([]),
  /** Free-text attributes that stay, as eight hexadecimal digits. */
  keptFreeText: z.array(z.string()).default([]),
});
export type StackChoices = z.infer<typeof stackChoicesSchema>;

/** A draft as it is kept on disk (sealed). Records are keyed by study key and stack id. */
export const caseDraftSchema = z.strictObject({
  form: caseFormSchema.partial(),
  studies: z.record(z.string(), studyFormSchema.partial()),
  stacks: z.record(z.string(), stackChoicesSchema),
  /** Order of stacks inside a study where the user moved any; ids that are missing follow in scan order. */
  stackOrder: z.record(z.string(), z.array(z.string())),
  confirmations: confirmationsSchema,
  destination: destinationSchema.default(defaultDestination),
  /** Reasons by the id of the finding they let pass. */
  acceptedFindings: z.record(z.string(), z.string()).default({}),
});
export type CaseDraft = z.infer<typeof caseDraftSchema>;

/** A draft nobody has touched. */
export const emptyDraft: CaseDraft = {
  form: {},
  studies: {},
  stacks: {},
  stackOrder: {},
  confirmations: noConfirmations,
  destination: defaultDestination,
  acceptedFindings: {},
};

/** Choices of a stack nobody has touched. */
export const untouchedStack: StackChoices = {
  isSelected: null,
  trim: null,
  keyImage: null,
  perspective: null,
  specifics: null,
  isReversed: false,
  masks: [],
  keptFreeText: [],
};
