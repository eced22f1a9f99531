// Schema of the account of files inside a frozen plan, as it comes back from the journal.
import { z } from "zod";
import {
  foreignPictureFormats,
  pictureFormats,
  pictureProblems,
} from "../../shared/pictureFormat.ts";
import { selfTestProblems } from "../../shared/selfTestProblem.ts";
import type { SendAccount } from "../../shared/snapshot.ts";

const count = z.number().int().nonnegative();

const headerProblemSchema = z.enum([
  "truncated",
  "lengthPastEnd",
  "badStructure",
  "nestedTooDeep",
  "tooLarge",
  "inflateFailed",
  "unpackFailed",
  "unsupportedTransferSyntax",
]);

const skipReasonSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("notDicom") }),
  z.strictObject({ kind: z.literal("picture") }),
  z.strictObject({
    kind: z.literal("foreignPicture"),
    format: z.enum(foreignPictureFormats),
  }),
  z.strictObject({ kind: z.literal("empty") }),
  z.strictObject({ kind: z.literal("unreadable"), code: z.string() }),
  z.strictObject({ kind: z.literal("systemFile") }),
  z.strictObject({ kind: z.literal("dicomdir") }),
  z.strictObject({ kind: z.literal("acrNema") }),
  z.strictObject({ kind: z.literal("damaged"), problem: headerProblemSchema }),
  z.strictObject({ kind: z.literal("duplicate") }),
  z.strictObject({ kind: z.literal("otherPatient") }),
  z.strictObject({ kind: z.literal("link") }),
  z.strictObject({ kind: z.literal("device") }),
  z.strictObject({ kind: z.literal("archive") }),
  z.strictObject({ kind: z.literal("archivePart") }),
  z.strictObject({
    kind: z.literal("passwordNeeded"),
    wasWrong: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("archiveDamaged") }),
  z.strictObject({
    kind: z.literal("archiveTooLarge"),
    limit: z.enum(["entries", "unpackedBytes", "ratio", "depth", "freeBytes"]),
    allowed: z.number(),
  }),
  z.strictObject({ kind: z.literal("unsafeName") }),
  z.strictObject({
    kind: z.literal("unsupportedPacking"),
    method: z.string(),
  }),
  z.strictObject({ kind: z.literal("cancelled") }),
]);

/** A refusal as it is written down. */
export const refusalReasonSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("picture"),
    format: z.enum(pictureFormats),
    problem: z.enum(pictureProblems),
  }),
  z.strictObject({ kind: z.literal("noPixelData") }),
  z.strictObject({
    kind: z.literal("pixelDataTruncated"),
    expectedBytes: z.number(),
    foundBytes: z.number(),
  }),
  z.strictObject({
    kind: z.literal("missingAttribute"),
    keyword: z.string(),
  }),
  z.strictObject({ kind: z.literal("header"), problem: headerProblemSchema }),
  z.strictObject({
    kind: z.literal("unsupportedTransferSyntax"),
    transferSyntaxUID: z.string(),
  }),
  z.strictObject({
    kind: z.literal("videoPixelData"),
    coding: z.enum(["MPEG-2", "H.264", "H.265"]),
  }),
  z.strictObject({
    kind: z.literal("decodeFailed"),
    codec: z.enum(["RLE", "JPEG", "JPEG-LS", "JPEG 2000", "HTJ2K", "Deflate"]),
  }),
  z.strictObject({
    kind: z.literal("framesNotFound"),
    expectedFrames: z.number(),
    foundFrames: z.number(),
  }),
  z.strictObject({
    kind: z.literal("unsupportedPixelLayout"),
    keyword: z.string(),
  }),
  z.strictObject({
    kind: z.literal("attributeTooLong"),
    keyword: z.string(),
  }),
  z.strictObject({ kind: z.literal("recognizableVisualFeatures") }),
  z.strictObject({ kind: z.literal("unknownClass") }),
  z.strictObject({
    kind: z.literal("selfTestFailed"),
    problem: z.enum(selfTestProblems),
  }),
  z.strictObject({ kind: z.literal("deidentificationRefusedBySource") }),
  z.strictObject({ kind: z.literal("residue"), tags: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal("patientWordLeft"),
    place: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("attribute"),
        tag: z.string(),
        keyword: z.string(),
      }),
      z.strictObject({ kind: z.literal("betweenAttributes") }),
      z.strictObject({ kind: z.literal("compressedPixels") }),
      z.strictObject({ kind: z.literal("picture") }),
    ]),
    wordKind: z.enum([
      ...(["name", "id", "birthDate", "date", "accession"] as const),
      ...(["institution", "physician", "address", "phone"] as const),
      ...(["station", "comment"] as const),
    ]),
  }),
  z.strictObject({ kind: z.literal("sourceVanished") }),
  z.strictObject({ kind: z.literal("sourceChanged") }),
  z.strictObject({ kind: z.literal("unreadable"), code: z.string() }),
]);

const heldBackReasonSchema = z.enum([
  "structuredReport",
  "presentationState",
  "encapsulatedDocument",
  "waveform",
  "radiotherapy",
  "rawData",
  "segmentation",
  "wholeSlide",
  "noPixels",
  "doseScreen",
  "secondaryCapture",
  "video",
  "missingIdentity",
  "picture",
]);

const leftOutReasonSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("skipped"), reason: skipReasonSchema }),
  z.strictObject({ kind: z.literal("refused"), reason: refusalReasonSchema }),
  z.strictObject({ kind: z.literal("stackNotSelected") }),
  z.strictObject({ kind: z.literal("heldBack"), reason: heldBackReasonSchema }),
  z.strictObject({ kind: z.literal("trimmed") }),
  z.strictObject({ kind: z.literal("refusedBySite") }),
]);

const refusedPlaceSchema = z.strictObject({
  stackNumber: z.number().int().positive().nullable(),
  stackLabel: z.string(),
  imageNumber: z.number().int().positive(),
  reason: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("refused"), reason: refusalReasonSchema }),
    z.strictObject({ kind: z.literal("refusedBySite") }),
  ]),
});

/** Strict: a kind this version does not know comes from a newer one. */
export const sendAccountSchema: z.ZodType<SendAccount> = z.strictObject({
  found: count,
  uploaded: count,
  leftOut: count,
  leftOutByReason: z.array(
    z.strictObject({ reason: leftOutReasonSchema, count }),
  ),
  uploadedImages: count,
  refusedImages: z.array(refusedPlaceSchema).exactOptional(),
});
