// Queries and images of the NBIA interface over the sample archive.
import { type ArchiveFault } from "./archiveFaults.ts";
import {
  answer,
  blank,
  json,
  refused,
  table,
  type ArchiveAnswer,
} from "./archiveAnswer.ts";
import {
  countRows,
  patientRow,
  seriesRow,
  studyRow,
  unique,
  uniqueBy,
  type Version,
} from "./nbiaRows.ts";
import { seriesZipAnswer } from "./nbiaZip.ts";
import { type SampleArchive, type SampleSeries } from "./sampleArchive.ts";

export interface NbiaRequest {
  readonly archive: SampleArchive;
  readonly version: Version;
  readonly name: string;
  readonly verb: string;
  readonly parameters: URLSearchParams;
  readonly faults: readonly ArchiveFault[];
  /** The other server has one collection, and the main one lacks it. */
  readonly isNlst: boolean;
}

export type Handler = (
  request: NbiaRequest,
  series: readonly SampleSeries[],
) => ArchiveAnswer;

export interface Endpoint {
  readonly verb: "GET" | "POST";
  readonly handle: Handler;
  /** Names that version 4 allows; null where it does not look. */
  readonly allowed: readonly string[] | null;
}

export const filterNames = [
  "Collection",
  "PatientID",
  "StudyInstanceUID",
  "SeriesInstanceUID",
  "Modality",
  "BodyPartExamined",
  "Manufacturer",
  "ManufacturerModelName",
  "format",
];
export const oops = (text: string) =>
  answer(
    500,
    "text/plain",
    `Server was not able to process your request\n${text}`,
  );

export function get(
  handle: Handler,
  allowed: readonly string[] | null,
): Endpoint {
  return { verb: "GET", handle, allowed };
}

export function post(handle: Handler): Endpoint {
  return { verb: "POST", handle, allowed: null };
}

export function matching(
  { parameters, version }: NbiaRequest,
  series: readonly SampleSeries[],
): readonly SampleSeries[] {
  const same = (name: string, value: string, ignoresCase = true) => {
    const wanted = parameters.get(name);
    if (wanted === null) return true;
    return ignoresCase || version === "v4"
      ? wanted.toLowerCase() === value.toLowerCase()
      : wanted === value;
  };
  return series.filter(
    (each) =>
      same("Collection", each.collection) &&
      same("PatientID", each.patientId) &&
      same("PatientId", each.patientId) &&
      same("StudyInstanceUID", each.studyInstanceUID) &&
      same("SeriesInstanceUID", each.seriesInstanceUID) &&
      same("Modality", each.modality, false) &&
      same("BodyPartExamined", each.bodyPart, false) &&
      same("Manufacturer", "SAMPLE MAKER", false),
  );
}

export function rows(
  request: NbiaRequest,
  found: readonly Readonly<Record<string, unknown>>[],
) {
  return table(found, request.parameters.get("format") ?? "");
}

export function values(
  name: string,
  value: (each: SampleSeries) => string,
): Handler {
  return (request, series) =>
    rows(
      request,
      unique(matching(request, series).map(value)).map((each) => ({
        [name]: each,
      })),
    );
}

export function counts(value: (each: SampleSeries) => string): Handler {
  return (request, series) => json(countRows(matching(request, series), value));
}

export const seriesRows: Handler = (request, series) =>
  rows(
    request,
    matching(request, series).map((each) =>
      seriesRow(request.archive, each, request.version),
    ),
  );

export const patients: Handler = (request, series) =>
  rows(
    request,
    uniqueBy(matching(request, series), ({ patientId }) => patientId).map(
      (each) => patientRow(each, request.version),
    ),
  );

export const studies: Handler = (request, series) =>
  rows(
    request,
    uniqueBy(
      matching(request, series),
      ({ studyInstanceUID }) => studyInstanceUID,
    ).map((each) => studyRow(request.archive, each, request.version)),
  );

/** The form of date of each version; another one gives no rows, as at the source. */
export function since(inner: Handler, name: "Date" | "fromDate"): Handler {
  return (request, series) => {
    const isV4 = request.version === "v4";
    const text = request.parameters.get(isV4 ? "fromDate" : name);
    if (text === null) return refused("Missing parameter: date");
    const pattern = isV4
      ? /^\d\d-\d\d-\d{4}$/
      : request.version === "tcia"
        ? /^\d{4}-\d\d-\d\d$/
        : name === "Date"
          ? /^\d{4}\/\d\d\/\d\d$/
          : /^\d\d\/\d\d\/\d{4}$/;
    return pattern.test(text) ? inner(request, series) : blank;
  };
}

export function one(
  handle: (request: NbiaRequest, series: SampleSeries) => ArchiveAnswer,
  name = "SeriesInstanceUID",
): Handler {
  return (request, series) => {
    const wanted = request.parameters.get(name);
    const found = series.find((each) => each.seriesInstanceUID === wanted);
    return found === undefined
      ? refused("The series is not public or does not exist")
      : handle(request, found);
  };
}

export function zip(hasLicence: boolean, alwaysHashes: boolean): Handler {
  return one(({ archive, parameters, faults }, series) =>
    seriesZipAnswer(archive, series, {
      faults,
      hasLicence,
      hasHashes: alwaysHashes || parameters.get("IncludeMD5") === "Yes",
      newNames: parameters.get("NewFileNames") === "Yes",
    }),
  );
}

export const instance: Handler = one(({ archive, parameters }, series) => {
  const file = archive
    .files(series)
    .find(
      ({ sopInstanceUID }) =>
        sopInstanceUID === parameters.get("SOPInstanceUID"),
    );
  return file === undefined
    ? oops("no such image")
    : answer(200, "application/dicom", file.bytes);
});

export const imageHash: Handler = (request, series) => {
  const wanted = request.parameters.get(
    request.version === "v4" ? "SOPInstanceUID" : "SOPInstanceUid",
  );
  const file = series
    .flatMap((each) => request.archive.files(each))
    .find(({ sopInstanceUID }) => sopInstanceUID === wanted);
  return answer(200, "text/plain", file?.md5 ?? "");
};
