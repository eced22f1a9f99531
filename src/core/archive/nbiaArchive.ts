// The ImageArchive port on NBIA: version 4, the NLST server for its collection, and older families for the little that version 4 lacks.
import type {
  ArchiveFailure,
  ArchiveSeries,
  FilterValue,
} from "../../shared/archive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ImageArchive, SeriesQuery } from "../ports/imageArchive.ts";
import { jsonOrNull } from "../radiopaedia/answerDetail.ts";
import { BytesSink } from "./call/bytesSink.ts";
import type { ArchiveCaller } from "./call/archiveCaller.ts";
import type { GivenParameter } from "./call/buildRequest.ts";
import { answerDate, dayBefore } from "./call/dates.ts";
import { given, queryRows } from "./call/queryRows.ts";
import { endpointOf } from "./catalogue/catalogue.ts";
import type { ArchiveAdapter } from "./catalogue/endpoint.ts";
import {
  readCitation,
  readCount,
  readDescription,
  readPlainValue,
  readSearchPage,
  readTag,
  readTextHit,
} from "./rows/readBrowse.ts";
import { RowFields } from "./rows/fields.ts";
import {
  readAll,
  readPatient,
  readSeries,
  readStudy,
} from "./rows/readSeries.ts";
import type { Row } from "./rows/tableRows.ts";
import { findSeriesByUID } from "./seriesByUID.ts";
import { simpleSearchForm } from "./simpleSearch.ts";

type Rows = Promise<Result<readonly Row[], ArchiveFailure>>;

const maxThumbnailBytes = 4 * 1024 * 1024;

/** The National Lung Screening Trial lies on a server of its own. */
function adapterFor(collection: string | undefined): ArchiveAdapter {
  return collection?.toUpperCase() === "NLST" ? "nlst" : "nbia-v4";
}

function mapped<T, U>(
  result: Result<T, ArchiveFailure>,
  map: (value: T) => U,
): Result<U, ArchiveFailure> {
  return result.ok ? success(map(result.value)) : result;
}

/** Makes the archive. Empty answers are empty lists. */
export function createNbiaArchive(caller: ArchiveCaller): ImageArchive {
  const rows = (
    adapter: ArchiveAdapter,
    name: string,
    parameters: readonly GivenParameter[],
    signal: AbortSignal,
  ): Rows => queryRows(caller, endpointOf(adapter, name), parameters, signal);

  const counts = async (
    name: string,
    collection: string | null,
    signal: AbortSignal,
  ): Promise<Result<readonly FilterValue[], ArchiveFailure>> => {
    const adapter = adapterFor(collection ?? undefined);
    const parameters = given({ Collection: collection ?? undefined });
    // That server has no counts.
    return adapter === "nlst"
      ? mapped(await rows(adapter, name, parameters, signal), (all) =>
          readAll(all, readPlainValue),
        )
      : mapped(
          await rows(adapter, `${name}AndCounts`, parameters, signal),
          (all) => readAll(all, readCount),
        );
  };

  const seriesOf = async (
    adapter: ArchiveAdapter,
    query: SeriesQuery,
    signal: AbortSignal,
  ): Promise<Result<readonly ArchiveSeries[], ArchiveFailure>> => {
    const found = await rows(
      adapter,
      "getSeries",
      given({
        Collection: query.collection,
        PatientID: query.patientId,
        StudyInstanceUID: query.studyInstanceUID,
        SeriesInstanceUID: query.seriesInstanceUID,
        Modality: query.modality,
        BodyPartExamined: query.bodyPart,
        Manufacturer: query.manufacturer,
      }),
      signal,
    );
    const source = adapter === "nlst" ? "nlst" : "nbia";
    return mapped(found, (all) =>
      readAll(all, (row) => readSeries(row, source)),
    );
  };

  return {
    collections: async (signal) =>
      mapped(
        await rows("nbia-v4", "getCollectionValuesAndCounts", [], signal),
        (all) =>
          readAll(all, readCount).map(({ value, count }) => ({
            name: value,
            subjects: count,
          })),
      ),

    describe: async (collection, signal) =>
      mapped(
        await rows(
          "nbia-v4",
          "getCollectionDescriptions",
          given({ collectionName: collection }),
          signal,
        ),
        (all) =>
          readAll(all, readDescription).find(
            ({ name }) => name.toLowerCase() === collection.toLowerCase(),
          ) ?? null,
      ),

    async filters(collection, signal) {
      const modalities = await counts("getModalityValues", collection, signal);
      if (!modalities.ok) return modalities;
      const bodyParts = await counts("getBodyPartValues", collection, signal);
      if (!bodyParts.ok) return bodyParts;
      const manufacturers = await counts(
        "getManufacturerValues",
        collection,
        signal,
      );
      if (!manufacturers.ok) return manufacturers;
      const species = await speciesOf(rows, signal);
      if (!species.ok) return species;
      return success({
        modalities: modalities.value,
        bodyParts: bodyParts.value,
        manufacturers: manufacturers.value,
        species: species.value,
      });
    },

    async patients({ collection, modality }, signal) {
      const adapter = adapterFor(collection);
      const found =
        modality === undefined
          ? await rows(
              adapter,
              "getPatient",
              given({ Collection: collection }),
              signal,
            )
          : await rows(
              adapter,
              "getPatientByCollectionAndModality",
              given({ Collection: collection, Modality: modality }),
              signal,
            );
      return mapped(found, (all) =>
        readAll(all, (row) => readPatient(row, collection)),
      );
    },

    studies: async ({ collection, patientId }, signal) =>
      mapped(
        await rows(
          adapterFor(collection),
          "getPatientStudy",
          given({ Collection: collection, PatientID: patientId }),
          signal,
        ),
        (all) => readAll(all, (row) => readStudy(row, collection)),
      ),

    series: (query, signal) =>
      seriesOf(adapterFor(query.collection), query, signal),

    seriesByUID: (uids, signal) =>
      findSeriesByUID(async (adapter, list) => {
        const page = await rows(
          adapter,
          "getSeriesMetadata",
          [
            { name: "list", value: list.join(",") },
            { name: "format", value: "JSON" },
          ],
          signal,
        );
        const source = adapter === "nlst" ? "nlst" : "nbia";
        return mapped(page, (all) =>
          readAll(all, (row) => readSeries(row, source)),
        );
      }, uids),

    async search(search, signal) {
      const found = await rows(
        "nbia-v4",
        "getSimpleSearch",
        simpleSearchForm(search),
        signal,
      );
      return mapped(found, ([page = {}]) =>
        readSearchPage(page, search.offset),
      );
    },

    textSearch: async (text, signal) =>
      mapped(
        await rows(
          "nbia-token",
          "getTextSearch",
          given({ textValue: text }),
          signal,
        ),
        (all) => readAll(all, readTextHit),
      ),

    async updatedSince(day, signal) {
      // Strictly greater at the server, "on or after" in its guide: a day earlier has it all.
      const before = dayBefore(day);
      if (before === null)
        return failed({
          kind: "badParameter",
          endpoint: "getUpdatedSeries",
          name: "fromDate",
          expected: "a date as YYYY-MM-DD",
        });
      const found = await rows(
        "nbia-v4",
        "getUpdatedSeries",
        given({ fromDate: before }),
        signal,
      );
      return mapped(found, (all) =>
        readAll(all, (row) =>
          isOnOrAfter(row, day) ? readSeries(row, "nbia") : null,
        ),
      );
    },

    sharedCart: async (name, signal) =>
      mapped(
        await rows(
          "nbia-token",
          "v1/getContentsByName",
          given({ name }),
          signal,
        ),
        (all) => readAll(all, (row) => readSeries(row, "nbia")),
      ),

    async tags({ seriesInstanceUID, source }, signal) {
      // The other server does not offer them, and the main one does not have the series.
      if (source === "nlst") return success([]);
      const found = await rows(
        "nbia-v4",
        "getDicomTags",
        given({ SeriesUID: seriesInstanceUID }),
        signal,
      );
      return mapped(found, (all) => readAll(all, readTag));
    },

    async thumbnail({ seriesInstanceUID, source }, signal) {
      // The other server answers with nothing, or not at all.
      if (source === "nlst") return success(null);
      const instances = await rows(
        "nbia-v4",
        "getSOPInstanceUIDs",
        given({ SeriesInstanceUID: seriesInstanceUID }),
        signal,
      );
      if (!instances.ok) return instances;
      const middle = instances.value[Math.floor(instances.value.length / 2)];
      if (middle === undefined) return success(null);
      const sink = new BytesSink(maxThumbnailBytes);
      const answer = await caller.call(
        endpointOf("nbia-v4", "getThumbnail"),
        given({
          seriesUID: seriesInstanceUID,
          objectUID: new RowFields(middle).text("SOPInstanceUID"),
        }),
        signal,
        { sink },
      );
      // 400 with words of the picture service, or no small picture: there is none.
      if (!answer.ok)
        return ["archiveRefused", "unpackFailed"].includes(answer.failure.kind)
          ? success(null)
          : answer;
      const bytes = sink.bytes();
      const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
      return success(isJpeg ? bytes : null);
    },

    async citation(doi, signal) {
      const answer = await caller.call(
        endpointOf("datacite", "dois/{doi}"),
        given({ doi }),
        signal,
      );
      if (!answer.ok)
        return answer.failure.kind === "notAvailable" ? success(null) : answer;
      return success(readCitation(jsonOrNull(answer.value.text), doi));
    },
  };
}

/** Codes with their names and counts. */
async function speciesOf(
  rows: (
    adapter: ArchiveAdapter,
    name: string,
    parameters: readonly GivenParameter[],
    signal: AbortSignal,
  ) => Rows,
  signal: AbortSignal,
): Promise<
  Result<readonly (FilterValue & { readonly label: string })[], ArchiveFailure>
> {
  const counted = await rows(
    "nbia-v4",
    "getSpeciesValuesAndCounts",
    [],
    signal,
  );
  if (!counted.ok) return counted;
  const names = await rows("nbia-v4", "getSpeciesTax", [], signal);
  if (!names.ok) return names;
  const labels = new Map(
    names.value.map((row) => {
      const fields = new RowFields(row);
      return [fields.text("speciesCode"), fields.text("speciesDescription")];
    }),
  );
  return success(
    readAll(counted.value, readCount).map((each) => ({
      ...each,
      label: labels.get(each.value) ?? each.value,
    })),
  );
}

/** False for a row that says it was submitted before that day. */
function isOnOrAfter(row: Row, day: string): boolean {
  const fields = new RowFields(row);
  const { iso } = answerDate(
    fields.value("MaxSubmissionTimestamp", "TimeStamp", "DateReleased"),
  );
  return iso === null || iso >= day;
}
