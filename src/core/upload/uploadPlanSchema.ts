// Schema of a frozen plan, as it comes back from the journal.
import { z } from "zod";
import { studyKeySchema, stackIdSchema } from "../../shared/caseEdit.ts";
import { genders, modalities } from "../../shared/contractLists.ts";
import { existingStudySchema } from "../../shared/destination.ts";
import type { CaseId, Sha256Hex } from "../../shared/identifiers.ts";
import { pictureFormats } from "../../shared/pictureFormat.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import { deidReportSchema } from "./deidReportSchema.ts";
import { sendAccountSchema } from "./sendAccountSchema.ts";

const index = z.number().int().nonnegative();

export const sha256HexSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((text) => text as Sha256Hex);

export const spooledFileSchema = z.strictObject({
  sha256Hex: sha256HexSchema,
  sizeBytes: index,
  picture: z.enum(pictureFormats).exactOptional(),
});

const stackSchema = z
  .strictObject({
    stackId: stackIdSchema,
    label: z.string(),
    perspective: z.string(),
    specifics: z.string(),
    rootIndex: index,
    images: z.array(spooledFileSchema).min(1),
    picture: z.enum(pictureFormats).exactOptional(),
  })
  .refine((stack) => stack.rootIndex < stack.images.length);

const studySchema = z.strictObject({
  studyKey: studyKeySchema,
  position: z.number().int().min(2).nullable(),
  modality: z.enum(["", ...modalities]),
  caption: z.string(),
  findingsHtml: z.string(),
  existing: existingStudySchema.exactOptional(),
  stacks: z.array(stackSchema),
});

const payloadSchema = z.strictObject({
  title: z.string().min(1),
  systemId: z.number().int(),
  diagnosticCertaintyId: z.number().int().exactOptional(),
  suitableForQuiz: z.boolean(),
  presentation: z.string().exactOptional(),
  age: z.string().exactOptional(),
  gender: z.enum(genders).exactOptional(),
  bodyHtml: z.string().exactOptional(),
});

/** Version 1 of the plan. Stack ids and study keys are each unique: they are what receipts refer to. */
export const uploadPlanSchema: z.ZodType<UploadPlan> = z
  .strictObject({
    version: z.literal(1),
    caseId: z.uuid().transform((text) => text as CaseId),
    serviceOrigin: z.string().min(1),
    login: z.string().min(1).exactOptional(),
    target: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("newCase"), payload: payloadSchema }),
      z.strictObject({
        kind: z.literal("existingCase"),
        remoteCaseId: z.number().int().positive(),
        title: z.string().exactOptional(),
      }),
    ]),
    studies: z.array(studySchema).min(1),
    account: sendAccountSchema,
    report: deidReportSchema.exactOptional(),
  })
  // Only a draft that exists has studies already.
  .refine(
    ({ target, studies }) =>
      target.kind === "existingCase" ||
      studies.every(({ existing }) => existing === undefined),
  )
  .refine(({ studies }) => {
    const stacks = studies.flatMap((study) => study.stacks);
    return (
      stacks.length > 0 &&
      new Set(stacks.map((stack) => stack.stackId)).size === stacks.length &&
      new Set(studies.map((study) => study.studyKey)).size === studies.length
    );
  });
