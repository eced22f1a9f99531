// What passes between the window and the main process about public image archives: questions, answers, the cart and the downloads.
import { z } from "zod";
import {
  licencePlaces,
  type ArchiveCollection,
  type ArchiveDownload,
  type ArchiveFailure,
  type ArchiveFilters,
  type ArchivePatient,
  type ArchiveSeries,
  type ArchiveStudy,
  type ArchiveTag,
  type CollectionDescription,
  type DatasetCitation,
  type LicenceVerdict,
  type SearchPage,
  type TextHit,
} from "./archive.ts";
import type { Failure } from "./failure.ts";

/** `sample`: the synthetic archive of the sandbox on this computer; `public`: The Cancer Imaging Archive; `idc`: Imaging Data Commons. */
export const archiveServers = ["sample", "public", "idc"] as const;
export type ArchiveServer = (typeof archiveServers)[number];

const name = z.string().min(1).max(512);
const names = z.array(name).max(50);

/** DICOM UID (PS3.5 section 9): digits and dots, at most 64 characters. */
export const seriesUIDSchema = z.string().regex(/^[0-9][0-9.]{0,63}$/);
export const seriesUIDsSchema = z.array(seriesUIDSchema).min(1).max(200_000);

/** What the window can ask an archive. */
export const archiveQuestionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("collections") }),
  z.strictObject({ kind: z.literal("description"), collection: name }),
  /** Null: values found in all collections. */
  z.strictObject({ kind: z.literal("filters"), collection: name.nullable() }),
  z.strictObject({
    kind: z.literal("patients"),
    collection: name,
    /** Empty: every modality. */
    modality: z.string().max(64),
  }),
  z.strictObject({
    kind: z.literal("studies"),
    collection: name,
    patientId: name,
  }),
  z.strictObject({
    kind: z.literal("series"),
    collection: name,
    patientId: name,
  }),
  z.strictObject({
    kind: z.literal("search"),
    collections: names,
    modalities: names,
    bodyParts: names,
    manufacturers: names,
    species: names,
    offset: z.number().int().min(0),
    size: z.number().int().min(1).max(500),
  }),
  z.strictObject({
    kind: z.literal("textSearch"),
    text: z.string().trim().min(1).max(512),
  }),
  z.strictObject({
    kind: z.literal("updatedSince"),
    day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  }),
  z.strictObject({ kind: z.literal("sharedCart"), name }),
  z.strictObject({
    kind: z.literal("tags"),
    seriesInstanceUID: seriesUIDSchema,
  }),
  z.strictObject({
    kind: z.literal("thumbnail"),
    seriesInstanceUID: seriesUIDSchema,
  }),
  z.strictObject({
    kind: z.literal("citation"),
    seriesInstanceUID: seriesUIDSchema,
  }),
]);
export type ArchiveQuestion = z.infer<typeof archiveQuestionSchema>;

/** A series with what its licence allows. */
export interface OfferedSeries extends ArchiveSeries {
  readonly verdict: LicenceVerdict;
  /** A head by CT or MR, by what the archive says of it: no face may be made of it (reference section 11). */
  readonly isHead: boolean;
}

/** Answers, each under the kind of its question. */
export interface ArchiveAnswers {
  collections: readonly ArchiveCollection[];
  description: CollectionDescription | null;
  filters: ArchiveFilters;
  patients: readonly ArchivePatient[];
  studies: readonly ArchiveStudy[];
  series: readonly OfferedSeries[];
  search: SearchPage;
  textSearch: readonly TextHit[];
  updatedSince: readonly OfferedSeries[];
  sharedCart: readonly OfferedSeries[];
  tags: readonly ArchiveTag[];
  /** A small JPEG; null where the archive has none. */
  thumbnail: Uint8Array | null;
  citation: DatasetCitation | null;
}
export type ArchiveAnswer = {
  readonly [Kind in keyof ArchiveAnswers]: {
    readonly kind: Kind;
    readonly value: ArchiveAnswers[Kind];
  };
}[keyof ArchiveAnswers];

/** What the user says about the licence when series are to be fetched. */
export const licenceDecisionSchema = z.strictObject({
  isNonCommercialConfirmed: z.boolean(),
  resolvedLicence: z
    .strictObject({ name: z.string().max(512), uri: z.string().max(2_048) })
    .nullable(),
  resolvedBecause: z.string().max(500).optional(),
  isViewOnly: z.boolean(),
});

/** Which of two contradicting licences of a fetched series holds, and why. */
export const licenceChoiceSchema = z.strictObject({
  place: z.enum(licencePlaces),
  because: z.string().trim().min(1).max(500),
  isNonCommercialConfirmed: z.boolean(),
});
export type LicenceChoice = z.infer<typeof licenceChoiceSchema>;

/** Name and password at an archive; optional, for public data needs none. */
export const archiveLoginSchema = z.strictObject({
  username: z.string().trim().min(1).max(256),
  password: z.string().min(1).max(1_024),
});

/** A page that belongs to an archive; the main process knows the addresses. */
export const archivePageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("policy") }),
  z.strictObject({ kind: z.literal("collection"), collection: name }),
  z.strictObject({
    kind: z.enum(["dataset", "licence"]),
    seriesInstanceUID: seriesUIDSchema,
  }),
]);
export type ArchivePage = z.infer<typeof archivePageSchema>;

/** Series that were not found and may be there all the same, and why. */
export interface UnaskedSeries {
  readonly seriesInstanceUIDs: readonly string[];
  /** The server of the National Lung Screening Trial, which could not be asked; `any`: too many lists with them were refused. */
  readonly server: "nlst" | "any";
  readonly failure: ArchiveFailure;
}

/** What came of a list of series that was opened. */
export interface ListReading {
  readonly added: number;
  /** Series of the list that the archive does not have. */
  readonly unknown: readonly string[];
  /** Null if all were asked for. */
  readonly unasked: UnaskedSeries | null;
  /** Lines that name no series. */
  readonly rejected: number;
  readonly repeated: number;
}

/** What was queued, and what was not with its reason. */
export interface FetchAnswer {
  readonly queued: number;
  readonly refused: readonly {
    readonly seriesInstanceUID: string;
    readonly failure: ArchiveFailure;
  }[];
}

/** The archive in use, with what was chosen and fetched from it. */
export interface PublicArchiveView {
  readonly server: ArchiveServer;
  /** Why nothing of this archive can be asked; null if it can. */
  readonly failure: Failure | ArchiveFailure | null;
  readonly isPolicyAccepted: boolean;
  /** Name that the user signed in with; null: asked as a guest. */
  readonly signedInAs: string | null;
  /** What the archive remarked beside its answers, as short plain text. */
  readonly warnings: readonly string[];
  readonly cart: readonly OfferedSeries[];
  /** In the order they were asked for. */
  readonly downloads: readonly ArchiveDownload[];
}
