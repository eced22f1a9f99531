// A series as it was written to a file by this program.
import { z } from "zod";

export const archiveSeriesSchema = z.object({
  source: z.enum(["nbia", "nlst", "idc"]),
  seriesInstanceUID: z.string().regex(/^[\d.]{1,64}$/),
  studyInstanceUID: z.string(),
  collection: z.string(),
  patientId: z.string(),
  modality: z.string(),
  bodyPart: z.string(),
  description: z.string(),
  manufacturer: z.string(),
  date: z.object({ raw: z.string(), iso: z.string().nullable() }),
  imageCount: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  licence: z.object({ name: z.string(), uri: z.string() }),
  licenceElsewhere: z.object({ name: z.string(), uri: z.string() }).optional(),
  isLicenceFromElsewhere: z.boolean().optional(),
  citedAs: z.string().optional(),
  doi: z.string().nullable(),
  descriptionUri: z.string(),
  isThirdParty: z.boolean(),
  storageUrl: z.string().nullable(),
});
