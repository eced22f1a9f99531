// Discovery in Imaging Data Commons, version 3: collections, and series with their place on open storage (reference section 13).
import { z } from "zod";
import type {
  ArchiveCollection,
  ArchiveFailure,
  ArchiveSeries,
  LicenceNotice,
} from "../../shared/archive.ts";
import { success, type Result } from "../../shared/result.ts";
import type { FoundSeries, SeriesQuery } from "../ports/imageArchive.ts";
import { jsonOrNull } from "../radiopaedia/answerDetail.ts";
import { warningsIn, type ArchiveWarnings } from "./archiveWarnings.ts";
import type { ArchiveCaller } from "./call/archiveCaller.ts";
import type { GivenParameter } from "./call/buildRequest.ts";
import { endpointOf } from "./catalogue/catalogue.ts";
import { maxIdcPageSize } from "./catalogue/idcV3.ts";
import { normalisedDoi } from "./licence/doi.ts";
import { plainText } from "./rows/markup.ts";
import { RowFields } from "./rows/fields.ts";
import { readAll, readSeries } from "./rows/readSeries.ts";
import { unreadable } from "./rows/tableRows.ts";

type Answer<T> = Promise<Result<T, ArchiveFailure>>;

/** What the interface offers for finding series. */
export interface IdcArchive {
  collections(signal: AbortSignal): Answer<readonly ArchiveCollection[]>;
  /** Without licences: the list does not name them; `seriesByUID` does. */
  series(
    query: SeriesQuery,
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]>;
  /**
   * What a filter finds, counted: cheap, and where the archive says that it did not know a value. Fails where the archive
   * cannot count.
   */
  count(terms: Terms, signal: AbortSignal): Answer<number>;
  /** The same by any terms of the filter; values of one are alternatives. */
  manifest(terms: Terms, signal: AbortSignal): Answer<readonly ArchiveSeries[]>;
  /** With licence and DOI for a list to look at, in few questions. What is fetched is asked for by itself: see `seriesByUID`. */
  withLicences(
    series: readonly ArchiveSeries[],
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]>;
  /** The series of these UIDs that are mirrored, each with its own licence. */
  seriesByUID(
    uids: readonly string[],
    signal: AbortSignal,
  ): Answer<FoundSeries>;
}

const rowSchema = z.record(z.string(), z.unknown());
const collectionsSchema = z.object({ collections: z.array(rowSchema) });
const countsSchema = z.object({ series: z.coerce.number() });
const manifestSchema = z.object({ series: z.array(rowSchema) });
const licencesSchema = z.object({ licenses: z.array(rowSchema) });
const citationsSchema = z.object({ citations: z.array(z.unknown()) });

/** More pages than the whole of the archive has. */
const maxPages = 400;

/** Names of the filter, with the values that are alternatives. */
export type Terms = Readonly<Record<string, readonly string[]>>;

/** Collection identifiers there are lower case with underscores. */
export function collectionId(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
}

function termsOf(query: SeriesQuery): Terms {
  const { collection } = query;
  const terms = {
    collection_id:
      collection === undefined ? undefined : collectionId(collection),
    PatientID: query.patientId,
    StudyInstanceUID: query.studyInstanceUID,
    SeriesInstanceUID: query.seriesInstanceUID,
    Modality: query.modality,
    BodyPartExamined: query.bodyPart,
    Manufacturer: query.manufacturer,
  };
  return Object.fromEntries(
    Object.entries(terms).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value]]],
    ),
  );
}

interface Credit {
  readonly licence: LicenceNotice;
  readonly doi: string | null;
  /** The one citation that the archive gives; empty if it gives several or none. */
  readonly citedAs: string;
}

/** Makes the archive; what it remarks beside its answers goes to `warnings`. */
export function createIdcArchive(
  caller: ArchiveCaller,
  warnings: Pick<ArchiveWarnings, "add">,
): IdcArchive {
  const ask = async <T>(
    name: string,
    schema: z.ZodType<T>,
    given: readonly GivenParameter[],
    signal: AbortSignal,
  ): Answer<T> => {
    const answer = await caller.call(endpointOf("idc-v3", name), given, signal);
    if (!answer.ok) return answer;
    const body = jsonOrNull(answer.value.text);
    warnings.add(warningsIn(body));
    const parsed = schema.safeParse(body);
    return parsed.success
      ? success(parsed.data)
      : unreadable(name, "without the documented list");
  };
  const filtered = (terms: Terms): GivenParameter => ({
    name: "filters",
    value: JSON.stringify({ terms, ranges: {} }),
  });

  const manifest = async (
    terms: Terms,
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]> => {
    const found: ArchiveSeries[] = [];
    for (let page = 1; page <= maxPages; page++) {
      const given = [filtered(terms), { name: "page", value: String(page) }];
      const rows = await ask("cohort/manifest", manifestSchema, given, signal);
      if (!rows.ok) return rows;
      found.push(
        ...readAll(rows.value.series, (row) => readSeries(row, "idc")),
      );
      if (rows.value.series.length < maxIdcPageSize) return success(found);
    }
    return unreadable("cohort/manifest", "a list without end");
  };

  const count = async (terms: Terms, signal: AbortSignal): Answer<number> => {
    const given = [filtered(terms)];
    const found = await ask("cohort/counts", countsSchema, given, signal);
    return found.ok ? success(found.value.series) : found;
  };

  /** Licence and citation of these series; null if they have not all the same. */
  const creditOf = async (
    all: readonly ArchiveSeries[],
    signal: AbortSignal,
  ): Answer<Credit | null> => {
    const uids = all.map(({ seriesInstanceUID }) => seriesInstanceUID);
    const only = [filtered({ SeriesInstanceUID: uids })];
    const licences = await ask("licenses", licencesSchema, only, signal);
    if (!licences.ok) return licences;
    const citations = await ask("citations", citationsSchema, only, signal);
    if (!citations.ok) return citations;
    const dois = doisIn(citations.value.citations);
    const [licence, ...others] = licences.value.licenses;
    const isShared = licence !== undefined && others.length === 0;
    if (all.length > 1 && !(isShared && dois.length <= 1)) return success(null);
    return success({
      // Several of them for one series are as good as none.
      licence: isShared ? licenceOf(licence) : { name: "", uri: "" },
      doi: dois.length === 1 ? (dois[0] ?? null) : null,
      citedAs: onlyCitation(citations.value.citations),
    });
  };

  /** Asks about all at once, and about halves of them where they differ. */
  const withLicences = async (
    all: readonly ArchiveSeries[],
    signal: AbortSignal,
  ): Answer<readonly ArchiveSeries[]> => {
    if (all.length === 0) return success([]);
    const credit = await creditOf(all, signal);
    if (!credit.ok) return credit;
    const { value } = credit;
    if (value !== null)
      return success(all.map((series) => credited(series, value)));
    const middle = Math.ceil(all.length / 2);
    const first = await withLicences(all.slice(0, middle), signal);
    if (!first.ok) return first;
    const rest = await withLicences(all.slice(middle), signal);
    return rest.ok ? success([...first.value, ...rest.value]) : rest;
  };

  return {
    async collections(signal) {
      const found = await ask("collections", collectionsSchema, [], signal);
      return found.ok
        ? success(readAll(found.value.collections, readCollection))
        : found;
    },
    async series(query, signal) {
      const terms = termsOf(query);
      const { modality, bodyPart, manufacturer } = query;
      // Values are case-sensitive there, and only counting says that one is unknown. What it counts is listed anyway.
      if ((modality ?? bodyPart ?? manufacturer) !== undefined)
        await count(terms, signal);
      return manifest(terms, signal);
    },
    count,
    manifest,
    withLicences,
    async seriesByUID(uids, signal) {
      if (uids.length === 0) return success({ series: [], unasked: null });
      const found = await manifest({ SeriesInstanceUID: uids }, signal);
      if (!found.ok) return found;
      const all: ArchiveSeries[] = [];
      for (const series of found.value) {
        const whole = await withLicences([series], signal);
        if (!whole.ok) return whole;
        all.push(...whole.value);
      }
      return success({ series: all, unasked: null });
    },
  };
}

function readCollection(
  row: Readonly<Record<string, unknown>>,
): ArchiveCollection | null {
  const fields = new RowFields(row);
  const name = fields.text("collection_id", "id");
  return name === ""
    ? null
    : { name, subjects: fields.number("subjects", "patients") };
}

function licenceOf(row: Readonly<Record<string, unknown>>) {
  const fields = new RowFields(row);
  return {
    name: fields.text("license_long_name", "license_short_name", "name"),
    uri: fields.text("license_url", "url"),
  };
}

/** DOIs in these citations, each once. */
function doisIn(citations: readonly unknown[]): readonly string[] {
  const found = citations.flatMap((each) => {
    const text = typeof each === "string" ? each : JSON.stringify(each);
    const doi = /10\.\d{4,9}\/[^\s"',;]+/.exec(text)?.[0];
    return doi === undefined ? [] : (normalisedDoi(doi) ?? []);
  });
  return [...new Set(found)];
}

/** Longer ones are no citation. */
const maxCitationCharacters = 2_000;

function onlyCitation(citations: readonly unknown[]): string {
  const [only, ...others] = citations;
  return others.length === 0 &&
    typeof only === "string" &&
    only.length <= maxCitationCharacters
    ? plainText(only)
    : "";
}

function credited(series: ArchiveSeries, credit: Credit): ArchiveSeries {
  const doi = series.doi ?? credit.doi;
  return {
    ...series,
    licence: credit.licence,
    ...(credit.citedAs !== "" && { citedAs: credit.citedAs }),
    doi,
    descriptionUri:
      series.descriptionUri || (doi === null ? "" : `https://doi.org/${doi}`),
  };
}
