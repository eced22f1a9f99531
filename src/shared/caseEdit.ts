// Edits of a case draft as data: sent by the window, applied by the engine, undone by it.
import { z } from "zod";
import {
  caseFormSchema,
  confirmationsSchema,
  studyFormSchema,
} from "./caseForm.ts";
import { destinationSchema, existingStudySchema } from "./destination.ts";
import type { StackId, StudyKey } from "./identifiers.ts";
import { maskSchema } from "./mask.ts";

/** Study keys and stack ids are short lower-case digests. */
export const studyKeySchema = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .transform((text) => text as StudyKey);
export const stackIdSchema = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .transform((text) => text as StackId);

const index = z.number().int().nonnegative();

/** One undoable change. Indexes are 0-based positions in the stack's display order before trimming. */
export const caseEditSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("setCaseFields"),
    fields: caseFormSchema.partial(),
  }),
  z.strictObject({
    kind: z.literal("setStudyFields"),
    studyKey: studyKeySchema,
    fields: studyFormSchema.partial(),
  }),
  z.strictObject({
    kind: z.literal("selectStacks"),
    stackIds: z.array(stackIdSchema).min(1),
    isSelected: z.boolean(),
  }),
  /** Keep images from `first` to `last` inclusive, then every `keepEvery`-th of them starting with `first`. */
  z.strictObject({
    kind: z.literal("trimStack"),
    stackId: stackIdSchema,
    first: index,
    last: index,
    keepEvery: z.number().int().min(1).max(100),
  }),
  z.strictObject({
    kind: z.literal("setKeyImage"),
    stackId: stackIdSchema,
    index,
  }),
  z.strictObject({
    kind: z.literal("labelStack"),
    stackId: stackIdSchema,
    perspective: z.string().max(200).optional(),
    specifics: z.string().max(200).optional(),
  }),
  /** Moves a stack within its study, to this 0-based place among its siblings. */
  z.strictObject({
    kind: z.literal("moveStack"),
    stackId: stackIdSchema,
    toIndex: index,
  }),
  z.strictObject({
    kind: z.literal("reverseStack"),
    stackId: stackIdSchema,
  }),
  z.strictObject({
    kind: z.literal("setConfirmations"),
    confirmations: confirmationsSchema.partial(),
  }),
  /** Replaces the masks of these stacks; all of it is one step to undo. */
  z.strictObject({
    kind: z.literal("setMasks"),
    stacks: z
      .array(
        z.strictObject({
          stackId: stackIdSchema,
          masks: z.array(maskSchema).max(200),
        }),
      )
      .min(1),
  }),
  /** Lets findings of text in pixels or typed words pass for a reason; null withdraws that. */
  z.strictObject({
    kind: z.literal("acceptFindings"),
    findingIds: z.array(z.string().min(1).max(200)).min(1),
    reason: z.string().trim().min(1).max(500).nullable(),
  }),
  z.strictObject({
    kind: z.literal("setDestination"),
    destination: destinationSchema,
  }),
  /** Which study of the chosen draft takes the stacks of a study; null: a new one. */
  z.strictObject({
    kind: z.literal("setStudyDestination"),
    studyKey: studyKeySchema,
    study: existingStudySchema.nullable(),
  }),
  /** The free-text attributes of a stack that the user has read and keeps; all others are removed. */
  z.strictObject({
    kind: z.literal("keepFreeText"),
    stackId: stackIdSchema,
    tags: z.array(z.string().regex(/^[0-9A-F]{8}$/)),
  }),
]);
export type CaseEdit = z.infer<typeof caseEditSchema>;
