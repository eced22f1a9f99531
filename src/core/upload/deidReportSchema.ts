// Schema of the report inside a frozen plan, as it comes back from the journal.
import { z } from "zod";
import { pixelTreatments } from "../../shared/stackFacts.ts";
import { confirmationsSchema } from "../../shared/caseForm.ts";
import { deidRules } from "../../shared/deidRule.ts";
import {
  imageRangeSchema,
  maskShapeSchema,
  pixelBoxSchema,
} from "../../shared/mask.ts";
import type { DeidReport } from "../model/deidReport.ts";
import { refusalReasonSchema, sendAccountSchema } from "./sendAccountSchema.ts";

const count = z.number().int().nonnegative();
const tag = z.string().regex(/^[0-9A-Fa-f]{8}$/);

const typedKind = z.enum([
  ...(["patientWord", "date", "ageOver89", "recordNumber"] as const),
  ...(["phone", "email", "address", "initials", "staffName"] as const),
]);

const findingSchema = z.strictObject({
  rank: z.enum(["patientWord", "text", "technical"]),
  box: pixelBoxSchema,
  images: imageRangeSchema,
  matches: z.array(
    z.enum([
      ...(["name", "id", "birthDate", "date", "accession"] as const),
      ...(["institution", "physician", "address", "phone"] as const),
      ...(["station", "comment"] as const),
    ]),
  ),
  status: z.enum(["open", "masked", "accepted"]),
  reason: z.string().nullable(),
});

const textSchema = z.strictObject({
  wasSearched: z.boolean(),
  lookedImages: count,
  readImages: count.nullable(),
  unseenImages: count,
  unseenReason: z.string().nullable(),
  findings: z.array(findingSchema),
});

const stackSchema = z.strictObject({
  study: count,
  label: z.string(),
  preparedImages: count,
  refused: z.array(z.strictObject({ reason: refusalReasonSchema, count })),
  pixels: z.array(
    z.strictObject({
      treatment: z.enum(pixelTreatments),
      count,
    }),
  ),
  masks: z.array(
    z.strictObject({
      shape: maskShapeSchema,
      images: imageRangeSchema.nullable(),
    }),
  ),
  text: textSchema,
  keptFreeText: z.array(tag),
  // Plans of journals before version 9 say nothing of it.
  acceptedFreeText: z
    .array(z.strictObject({ tag, kind: typedKind, reason: z.string(), count }))
    .default([]),
  faceWarning: z.boolean(),
  tags: z.array(
    z.strictObject({
      tag,
      keyword: z.string(),
      action: z.enum(["kept", "emptied", "replaced", "removed", "added"]),
      rule: z.enum(deidRules),
      count,
    }),
  ),
});

const typedWordSchema = z.strictObject({
  field: z.enum([
    ...(["title", "systemId", "certaintyId", "presentation"] as const),
    ...(["age", "gender", "body", "suitableForQuiz"] as const),
    ...(["modality", "caption", "findings"] as const),
    ...(["perspective", "specifics"] as const),
  ]),
  kind: typedKind,
  reason: z.string(),
});

/** Version 1 of the report. */
export const deidReportSchema: z.ZodType<DeidReport> = z.strictObject({
  casedropReport: z.literal(1),
  appVersion: z.string(),
  policyVersion: z.string(),
  madeAt: z.iso.datetime(),
  account: sendAccountSchema,
  stacks: z.array(stackSchema),
  acceptances: z.strictObject({
    refusedImages: z.boolean(),
    severalPatients: z.boolean(),
  }),
  confirmations: confirmationsSchema,
  typedWords: z.array(typedWordSchema),
});
