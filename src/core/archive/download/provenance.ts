// The record beside a fetched series: where it came from, under which licence, and what exactly came (reference section 11).
import { z } from "zod";
import type {
  ArchiveSeries,
  DatasetCitation,
  DownloadWarning,
  LicenceDecision,
  LicenceNotice,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import { jsonOrNull } from "../../radiopaedia/answerDetail.ts";
import { seriesMd5Hex, type ReceivedFile } from "./checkSeries.ts";

export const noticeSchema = z.object({ name: z.string(), uri: z.string() });

const blockSchema = z.enum([
  "noDerivatives",
  "notCreativeCommons",
  "controlledAccess",
  "notListed",
  "missing",
  "disagree",
  "viewOnly",
  "recordDamaged",
]);

export const verdictSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("attribution"), licence: z.string() }),
  z.object({ kind: z.literal("nonCommercial"), licence: z.string() }),
  z.object({
    kind: z.literal("blocked"),
    reason: blockSchema,
    licence: z.string(),
  }),
]);

export const citationSchema = z.object({
  doi: z.string(),
  title: z.string(),
  creators: z.array(z.string()),
  year: z.string(),
  publisher: z.string(),
});

export const decisionSchema = z.object({
  isNonCommercialConfirmed: z.boolean(),
  resolvedLicence: noticeSchema.nullable(),
  resolvedBecause: z.string().optional(),
  foundBefore: noticeSchema.optional(),
  isViewOnly: z.boolean(),
});

export const sourceSchema = z.enum(["nbia", "nlst", "idc"]);

const provenanceSchema = z.object({
  version: z.literal(1),
  source: sourceSchema,
  sourceUrl: z.string(),
  fetchedAt: z.string(),
  collection: z.string(),
  patientId: z.string(),
  studyInstanceUID: z.string(),
  seriesInstanceUID: z.string(),
  modality: z.string(),
  description: z.string(),
  doi: z.string().nullable(),
  descriptionUri: z.string(),
  /** As the archive itself has it; absent where it has none. */
  citedAs: z.string().optional(),
  citation: citationSchema.nullable(),
  /** As the archive's list has it, or another archive's that allows less. */
  licence: noticeSchema,
  /** As the other archive has it where the two contradict each other. */
  licenceElsewhere: noticeSchema.optional(),
  /** True where `licence` is the other archive's; absent in records of earlier releases. */
  isLicenceFromElsewhere: z.boolean().optional(),
  /** As the download's own LICENSE file has it. */
  licenceFile: noticeSchema.nullable(),
  /** Its text, which states the terms in full (reference 7.5); absent in records of earlier releases. */
  licenceText: z.string().nullable().default(null),
  verdict: verdictSchema,
  decision: decisionSchema,
  warnings: z.array(
    z.enum(["withoutHashes", "listedNotSent", "licencesDiffer", "viewOnly"]),
  ),
  /** True if the archive listed the SOP Instance UIDs and they are those of the files; absent in records of earlier releases. */
  hasListedInstances: z.boolean().optional(),
  /** Images that the archive listed beyond those that it counted and sent; absent where there are none. */
  notSent: z.number().optional(),
  seriesMd5: z.string(),
  files: z.array(
    z.object({
      name: z.string(),
      sizeBytes: z.number(),
      md5: z.string(),
      sha256: z.string(),
      sopInstanceUID: z.string(),
    }),
  ),
});

/** The record. Stays on this computer; it is what the credit in a case is made from. */
export type Provenance = z.infer<typeof provenanceSchema>;

export interface ProvenanceFacts {
  readonly series: ArchiveSeries;
  /** Of the host that answered. */
  readonly sourceUrl: string;
  /** True if the archive listed the images, and these are they. */
  readonly hasListedInstances: boolean;
  /** Images that the archive lists beyond them. */
  readonly notSent: number;
  readonly fetchedAtMs: number;
  readonly citation: DatasetCitation | null;
  readonly licenceFile: LicenceNotice | null;
  readonly licenceText: string | null;
  readonly verdict: LicenceVerdict;
  readonly decision: LicenceDecision;
  readonly warnings: readonly DownloadWarning[];
  readonly files: readonly ReceivedFile[];
}

/** The text of the record. */
export function writeProvenance(facts: ProvenanceFacts): string {
  const { series, files, citation } = facts;
  const record: Provenance = {
    version: 1,
    source: series.source,
    sourceUrl: facts.sourceUrl,
    fetchedAt: new Date(facts.fetchedAtMs).toISOString(),
    collection: series.collection,
    patientId: series.patientId,
    studyInstanceUID: series.studyInstanceUID,
    seriesInstanceUID: series.seriesInstanceUID,
    modality: series.modality,
    description: series.description,
    doi: series.doi,
    descriptionUri: series.descriptionUri,
    ...(series.citedAs !== undefined && { citedAs: series.citedAs }),
    citation:
      citation === null
        ? null
        : { ...citation, creators: [...citation.creators] },
    licence: series.licence,
    ...(series.licenceElsewhere !== undefined && {
      licenceElsewhere: { ...series.licenceElsewhere },
    }),
    ...(series.isLicenceFromElsewhere !== undefined && {
      isLicenceFromElsewhere: series.isLicenceFromElsewhere,
    }),
    licenceFile: facts.licenceFile,
    licenceText: facts.licenceText,
    verdict: facts.verdict,
    decision: facts.decision,
    warnings: [...facts.warnings],
    hasListedInstances: facts.hasListedInstances,
    ...(facts.notSent > 0 && { notSent: facts.notSent }),
    seriesMd5: seriesMd5Hex(files),
    files: files.map(({ name, sizeBytes, md5Hex, sha256Hex, identity }) => ({
      name,
      sizeBytes,
      md5: md5Hex,
      sha256: sha256Hex,
      sopInstanceUID: identity?.sopInstanceUID ?? "",
    })),
  };
  return recordText(record);
}

/** The same record with another decision of the user. */
export function withDecision(
  record: Provenance,
  decision: LicenceDecision,
): string {
  return `${JSON.stringify({ ...record, decision }, null, 2)}\n`;
}

/** The same record with a citation, and its text. */
export function withCitation(
  record: Provenance,
  citation: DatasetCitation,
): { readonly record: Provenance; readonly text: string } {
  const cited: Provenance = {
    ...record,
    citation: { ...citation, creators: [...citation.creators] },
  };
  return { record: cited, text: recordText(cited) };
}

function recordText(record: Provenance): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Reads a record; null for a text that is none. */
export function readProvenance(text: string): Provenance | null {
  const parsed = provenanceSchema.safeParse(jsonOrNull(text));
  return parsed.success ? parsed.data : null;
}
