// Series of public archives in a case: what their licences ask, kept with the case so that nothing of it depends on the files.
import { z } from "zod";
import type { LicenceNotice } from "../../../shared/archive.ts";
import {
  citationSchema,
  decisionSchema,
  noticeSchema,
  sourceSchema,
  verdictSchema,
  type Provenance,
} from "../download/provenance.ts";
import type { CreditedDataset } from "../licence/attribution.ts";
import { isOpen } from "../licence/licenceElsewhere.ts";

/** A fetched series as its case remembers it. Names no patient of the archive. */
export const publicSeriesSchema = z.object({
  seriesInstanceUID: z.string(),
  /** Absent in cases of earlier releases, which took everything from NBIA. */
  source: sourceSchema.optional(),
  collection: z.string(),
  licence: noticeSchema,
  doi: z.string().nullable(),
  descriptionUri: z.string(),
  citedAs: z.string().optional(),
  citation: citationSchema.nullable(),
  verdict: verdictSchema,
  decision: decisionSchema,
});
export type PublicSeries = z.infer<typeof publicSeriesSchema>;

/** What a case keeps of the record beside a fetched series. */
export function publicSeriesOf(record: Provenance): PublicSeries {
  return {
    seriesInstanceUID: record.seriesInstanceUID,
    source: record.source,
    collection: record.collection,
    licence: record.licence,
    doi: record.doi,
    descriptionUri: record.descriptionUri,
    ...(record.citedAs !== undefined && { citedAs: record.citedAs }),
    citation: record.citation,
    verdict: record.verdict,
    decision: record.decision,
  };
}

/** A series whose record says nothing any more: nobody knows what its licence allows, so it stays here. */
export function damagedSeries(seriesInstanceUID: string): PublicSeries {
  return {
    seriesInstanceUID,
    collection: "",
    licence: { name: "", uri: "" },
    doi: null,
    descriptionUri: "",
    citation: null,
    verdict: { kind: "blocked", reason: "recordDamaged", licence: "" },
    decision: {
      isNonCommercialConfirmed: false,
      resolvedLicence: null,
      isViewOnly: false,
    },
  };
}

/** Both lists as one; of a series in both, what was added last counts. */
export function mergedSeries(
  known: readonly PublicSeries[],
  added: readonly PublicSeries[],
): readonly PublicSeries[] {
  const byUID = new Map(
    [...known, ...added].map((each) => [each.seriesInstanceUID, each]),
  );
  return [...byUID.values()];
}

/** The licence that holds: what the user found out by hand stands only where the archive named none, or contradicted itself. */
export function licenceOf({
  verdict,
  decision,
  licence,
}: PublicSeries): LicenceNotice {
  return isOpen(verdict) ? (decision.resolvedLicence ?? licence) : licence;
}

/** Data sets to be credited, each once. */
export function creditedDatasets(
  series: readonly PublicSeries[],
): readonly CreditedDataset[] {
  const datasets = series.map((each) => ({
    source: each.source ?? "nbia",
    citedAs: each.citedAs ?? "",
    collection: each.collection,
    licence: licenceOf(each),
    doi: each.doi,
    descriptionUri: each.descriptionUri,
    citation: each.citation,
  }));
  const unique = new Map(
    datasets.map((each) => [
      `${each.doi ?? each.collection}\n${each.licence.name}${each.licence.uri}`,
      each,
    ]),
  );
  return [...unique.values()];
}
