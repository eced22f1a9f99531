// What the journal of one case says: the plan, then intents before effects that must not be repeated, and receipts after every effect.
import { z } from "zod";
import { stackIdSchema, studyKeySchema } from "../../shared/caseEdit.ts";
import {
  sha256HexSchema,
  spooledFileSchema,
  uploadPlanSchema,
} from "./uploadPlanSchema.ts";

const remoteId = z.number().int().positive();
/** Milliseconds since 1970 by this computer's clock, or by the service's where said so. */
const atMs = z.number();

/** Version of the journal. 2 added `paused`, `resumed`, `stackRetried` and `stackReplaced`; 3 login and appended drafts in the plan; 4 `imagesLeftOut` and `draftGivenUp`; 5 `accountBound`; 6 may seal the plan; 7 has room in its first line for what the user decides on a full disk; 8 added `studyGivenUp`, and existing studies in the plan; 9 free text in the report that was questioned and stays; 10 added `imageStoredOtherwise`; see src/adapters/journal/journalFile.ts for the way up. */
export const journalVersion = 10;

/**
 * An entry of a newer version fails to parse, which stops the upload rather than guessing. Of each effect that is
 * not idempotent there are three entries: intended (written before the call), receipt (it happened) and withdrawn (it is
 * certain that it did not). An intent that nothing follows is in doubt.
 */
export const journalEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("planFrozen"),
    version: z.literal(1),
    atMs,
    plan: uploadPlanSchema,
  }),
  /** Who was signed in when the first draft was about to be made: of a plan that was frozen before anybody was. */
  z.strictObject({
    kind: z.literal("accountBound"),
    atMs,
    login: z.string().min(1),
  }),
  /** `atMs` by the service's clock if it told one, since it is compared with the service's creation times. */
  z.strictObject({ kind: z.literal("caseIntended"), atMs }),
  z.strictObject({ kind: z.literal("caseWithdrawn"), atMs }),
  z.strictObject({
    kind: z.literal("caseCreated"),
    atMs,
    remoteCaseId: remoteId,
    /** `adopted`: found after a lost answer. `chosen`: the user named it. */
    how: z.enum(["answered", "adopted", "chosen"]),
  }),
  z.strictObject({
    kind: z.literal("studyIntended"),
    atMs,
    studyKey: studyKeySchema,
  }),
  z.strictObject({
    kind: z.literal("studyWithdrawn"),
    atMs,
    studyKey: studyKeySchema,
  }),
  z.strictObject({
    kind: z.literal("studyCreated"),
    atMs,
    studyKey: studyKeySchema,
    remoteStudyId: remoteId,
    how: z.enum(["answered", "chosen"]),
  }),
  /** The storage holds these bytes under this upload id. */
  z.strictObject({
    kind: z.literal("imageStored"),
    atMs,
    sha256Hex: sha256HexSchema,
    uploadId: remoteId,
  }),
  /** The storage took this file and confirmed something else: that the service says it holds it proves nothing any more. */
  z.strictObject({
    kind: z.literal("imageStoredOtherwise"),
    atMs,
    sha256Hex: sha256HexSchema,
  }),
  z.strictObject({
    kind: z.literal("stackIntended"),
    atMs,
    stackId: stackIdSchema,
  }),
  z.strictObject({
    kind: z.literal("stackWithdrawn"),
    atMs,
    stackId: stackIdSchema,
  }),
  z.strictObject({
    kind: z.literal("stackAttached"),
    atMs,
    stackId: stackIdSchema,
    jobId: z.string().min(1).nullable(),
    how: z.enum(["answered", "chosen"]),
  }),
  z.strictObject({ kind: z.literal("finished"), atMs }),
  /** Only final states are written. */
  z.strictObject({
    kind: z.literal("stackProcessed"),
    atMs,
    stackId: stackIdSchema,
    hasFailed: z.boolean(),
  }),
  /** The site failed to process the stack; the user wants it attached once more. */
  z.strictObject({
    kind: z.literal("stackRetried"),
    atMs,
    stackId: stackIdSchema,
  }),
  /** Other files take the place of the stack's, one for one: copies without an attribute that the site refuses. */
  z.strictObject({
    kind: z.literal("stackReplaced"),
    atMs,
    stackId: stackIdSchema,
    images: z.array(spooledFileSchema).min(1).readonly(),
  }),
  /** The site refused these images; the user wants the stack without them. */
  z.strictObject({
    kind: z.literal("imagesLeftOut"),
    atMs,
    stackId: stackIdSchema,
    images: z.array(sha256HexSchema).min(1).readonly(),
  }),
  /** The draft is gone from the site; the user wants a new one that gets everything. */
  z.strictObject({
    kind: z.literal("draftGivenUp"),
    atMs,
    remoteCaseId: remoteId,
  }),
  /** A study that was to take these stacks is gone from the site; the user wants a new one in its place. */
  z.strictObject({
    kind: z.literal("studyGivenUp"),
    atMs,
    studyKey: studyKeySchema,
    remoteStudyId: remoteId,
  }),
  /** The user's own pause: it outlives a restart. */
  z.strictObject({ kind: z.literal("paused"), atMs }),
  z.strictObject({ kind: z.literal("resumed"), atMs }),
  z.strictObject({ kind: z.literal("cancelled"), atMs }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** What the user decides, and what has to find room on any disk: nothing more may be sent. */
export type StoppingEntry = Extract<
  JournalEntry,
  { readonly kind: "paused" | "cancelled" }
>;

export function isStopping(entry: JournalEntry): entry is StoppingEntry {
  return entry.kind === "paused" || entry.kind === "cancelled";
}
