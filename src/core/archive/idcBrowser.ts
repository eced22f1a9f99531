// The ImageArchive port on Imaging Data Commons, made of its manifests: it lists series, and everything else is counted from them.
import { z } from "zod";
import type {
  ArchiveFailure,
  ArchivePatient,
  ArchiveSeries,
  ArchiveStudy,
  FilterValue,
  SearchHit,
} from "../../shared/archive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ImageArchive, SubjectSearch } from "../ports/imageArchive.ts";
import { jsonOrNull } from "../radiopaedia/answerDetail.ts";
import type { ArchiveWarnings } from "./archiveWarnings.ts";
import type { ArchiveCaller } from "./call/archiveCaller.ts";
import { endpointOf } from "./catalogue/catalogue.ts";
import { collectionId, createIdcArchive, type Terms } from "./idcArchive.ts";
import { plainText } from "./rows/markup.ts";
import { RowFields } from "./rows/fields.ts";

const objectSchema = z.record(z.string(), z.unknown());
const valuesSchema = z.object({ values: z.array(objectSchema) });

/** Values that are offered of one attribute. */
const maxValues = 500;

/** Makes the archive. Citations come from the registry that `registry` asks; searches in texts and shared carts exist at NBIA only. */
export function createIdcBrowser(
  caller: ArchiveCaller,
  registry: Pick<ImageArchive, "citation">,
  warnings: Pick<ArchiveWarnings, "add" | "clear">,
): ImageArchive {
  const idc = createIdcArchive(caller, warnings);

  const valuesOf = async (attribute: string, signal: AbortSignal) => {
    const answer = await caller.call(
      endpointOf("idc-v3", "attributes/{attr}/values"),
      [
        { name: "attr", value: attribute },
        { name: "limit", value: String(maxValues) },
      ],
      signal,
    );
    // An attribute that this version does not know narrows nothing down.
    if (!answer.ok)
      return ["archiveRefused", "notAvailable"].includes(answer.failure.kind)
        ? success([])
        : answer;
    const parsed = valuesSchema.safeParse(jsonOrNull(answer.value.text));
    return success(parsed.success ? parsed.data.values.flatMap(readValue) : []);
  };

  const search = async (asked: SubjectSearch, signal: AbortSignal) => {
    const terms = termsOf(asked);
    // Those of the last search say nothing of this one.
    warnings.clear();
    // Warns of values that it does not know; one that cannot count may list all the same.
    const counted = await idc.count(terms, signal);
    const isNone = counted.ok && counted.value === 0;
    const found = isNone ? success([]) : await idc.manifest(terms, signal);
    if (!found.ok) return found;
    const hits = subjectsIn(found.value);
    const { offset, size } = asked;
    return success({
      hits: hits.slice(offset, offset + size),
      offset,
      total: hits.length,
    });
  };

  return {
    collections: (signal) => idc.collections(signal),

    async describe(collection, signal) {
      const answer = await caller.call(
        endpointOf("idc-v3", "collections/{id}"),
        [{ name: "id", value: collectionId(collection) }],
        signal,
      );
      if (!answer.ok)
        return answer.failure.kind === "notAvailable" ? success(null) : answer;
      const row = objectSchema.safeParse(jsonOrNull(answer.value.text));
      if (!row.success) return success(null);
      const fields = new RowFields(row.data);
      const doi = fields.text("source_doi");
      return success({
        name: collection,
        text: plainText(fields.text("description")),
        uri:
          fields.text("source_url", "url") || (doi && `https://doi.org/${doi}`),
      });
    },

    async filters(collection, signal) {
      const lists: FilterValue[][] = [];
      for (const attribute of [
        "Modality",
        "BodyPartExamined",
        "Manufacturer",
      ]) {
        const values = await valuesOf(attribute, signal);
        if (!values.ok) return values;
        lists.push(values.value);
      }
      const [modalities = [], bodyParts = [], manufacturers = []] = lists;
      if (collection === null)
        return success({ modalities, bodyParts, manufacturers, species: [] });
      // Only what the collection has: its series were listed for its subjects already.
      const found = await idc.manifest(
        { collection_id: [collectionId(collection)] },
        signal,
      );
      if (!found.ok) return found;
      const has = new Set(found.value.map(({ modality }) => modality));
      return success({
        modalities: modalities.filter(({ value }) => has.has(value)),
        bodyParts,
        manufacturers,
        species: [],
      });
    },

    async patients({ collection, modality }, signal) {
      const found = await idc.series(
        { collection, ...(modality !== undefined && { modality }) },
        signal,
      );
      return found.ok ? success(patientsIn(found.value)) : found;
    },

    async studies(query, signal) {
      const found = await idc.series(query, signal);
      return found.ok ? success(studiesIn(found.value)) : found;
    },

    async series(query, signal) {
      const found = await idc.series(query, signal);
      return found.ok ? idc.withLicences(found.value, signal) : found;
    },

    seriesByUID: (uids, signal) => idc.seriesByUID(uids, signal),
    search,
    textSearch: () => Promise.resolve(notHere("getTextSearch")),
    updatedSince: () => Promise.resolve(notHere("getUpdatedSeries")),
    sharedCart: () => Promise.resolve(notHere("getContentsByName")),
    // Only its images have them, and they are looked at when they were fetched.
    tags: () => Promise.resolve(success([])),
    thumbnail: () => Promise.resolve(success(null)),
    citation: (doi, signal) => registry.citation(doi, signal),
  };
}

function notHere(name: string): Result<never, ArchiveFailure> {
  return failed({ kind: "unknownEndpoint", name });
}

function readValue(row: Readonly<Record<string, unknown>>): FilterValue[] {
  const fields = new RowFields(row);
  const value = fields.text("value", "name");
  // Series are counted there, not subjects.
  return value === "" ? [] : [{ value, count: null }];
}

function termsOf(search: SubjectSearch): Terms {
  const terms = {
    collection_id: search.collections?.map(collectionId),
    Modality: search.modalities,
    BodyPartExamined: search.bodyParts,
    Manufacturer: search.manufacturers,
    PatientID: search.patientIds,
  };
  return Object.fromEntries(
    Object.entries(terms).flatMap(([name, values]) =>
      values === undefined ? [] : [[name, values]],
    ),
  );
}

/** Groups by collection and subject, in the order of the list. */
function bySubject(
  all: readonly ArchiveSeries[],
): readonly (readonly [ArchiveSeries, ...ArchiveSeries[]])[] {
  const groups = new Map<string, [ArchiveSeries, ...ArchiveSeries[]]>();
  for (const series of all) {
    const key = `${series.collection}\n${series.patientId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [series]);
    else group.push(series);
  }
  return [...groups.values()];
}

function patientsIn(all: readonly ArchiveSeries[]): readonly ArchivePatient[] {
  return bySubject(all).map(([{ patientId, collection }]) => ({
    patientId,
    collection,
    sex: "",
    species: "",
  }));
}

function subjectsIn(all: readonly ArchiveSeries[]): readonly SearchHit[] {
  return bySubject(all).map((series) => ({
    patientId: series[0].patientId,
    collection: series[0].collection,
    modalities: unique(series.map(({ modality }) => modality)),
    bodyParts: unique(series.map(({ bodyPart }) => bodyPart)),
    studies: unique(series.map((each) => each.studyInstanceUID)).length,
    series: series.length,
  }));
}

function studiesIn(all: readonly ArchiveSeries[]): readonly ArchiveStudy[] {
  const studies = new Map<string, ArchiveStudy>();
  for (const { studyInstanceUID, patientId, collection, date } of all) {
    const known = studies.get(studyInstanceUID);
    studies.set(studyInstanceUID, {
      studyInstanceUID,
      patientId,
      collection,
      description: "",
      date: known?.date ?? date,
      patientAge: "",
      seriesCount: (known?.seriesCount ?? 0) + 1,
    });
  }
  return [...studies.values()];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ""))];
}
