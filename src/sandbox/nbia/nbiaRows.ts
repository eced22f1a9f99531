// Rows of the sample archive in the words of each version of the interface.
import type { SampleArchive, SampleSeries } from "./sampleArchive.ts";

export type Version = "v1" | "v2" | "v4" | "root" | "tcia";
type Row = Readonly<Record<string, unknown>>;

const humanCode = "337915000";

/** Version 4 writes month first, the older ones ISO with time. */
function dated(version: Version, day = "2016-01-06"): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return version === "v4" ? `${month}-${date}-${year}` : `${day} 00:00:00.0`;
}

export function seriesRow(
  archive: SampleArchive,
  each: SampleSeries,
  version: Version,
): Row {
  const isV4 = version === "v4";
  return {
    SeriesInstanceUID: each.seriesInstanceUID,
    StudyInstanceUID: each.studyInstanceUID,
    Modality: each.modality,
    Collection: each.collection,
    PatientID: each.patientId,
    BodyPartExamined: each.bodyPart,
    SeriesDescription: each.description,
    SeriesNumber: 1,
    SeriesDate: dated(version),
    Manufacturer: "SAMPLE MAKER",
    ImageCount: each.imageCount,
    FileSize: archive.sizeBytes(each),
    LicenseName: each.licenseName,
    LicenseURI: each.licenseURI,
    [isV4 ? "DataDescriptionURI" : "CollectionURI"]: each.doi,
    [isV4 ? "MaxSubmissionTimestamp" : "TimeStamp"]: dated(
      version,
      each.submittedOn,
    ),
    ...(isV4 && {
      StudyDate: dated(version),
      Authorized: 1,
      ThirdPartyAnalysis: each.isThirdParty ? "Yes" : "No",
    }),
  };
}

/** `getSeriesMetaData` of the old versions: columns with spaces. */
export function spacedRow(archive: SampleArchive, each: SampleSeries): Row {
  return {
    "Series UID": each.seriesInstanceUID,
    Collection: each.collection,
    "3rd Party Analysis": each.isThirdParty ? "YES" : "NO",
    "Data Description URI": each.doi,
    "Subject ID": each.patientId,
    "Study UID": each.studyInstanceUID,
    "Series Description": each.description,
    Modality: each.modality,
    "Number of Images": each.imageCount,
    "File Size": archive.sizeBytes(each),
    "License Name": each.licenseName,
    "License URL": each.licenseURI,
  };
}

export function patientRow(each: SampleSeries, version: Version): Row {
  return {
    [version === "tcia" ? "PatientID" : "PatientId"]: each.patientId,
    PatientName: each.patientId,
    PatientSex: "F",
    Collection: each.collection,
    SpeciesCode: humanCode,
    SpeciesDescription: "Homo sapiens",
  };
}

export function studyRow(
  archive: SampleArchive,
  each: SampleSeries,
  version: Version,
): Row {
  const { studyInstanceUID } = each;
  return {
    StudyInstanceUID: studyInstanceUID,
    StudyDate: dated(version),
    StudyDescription: "Sample study",
    PatientID: each.patientId,
    PatientAge: "056Y",
    Collection: each.collection,
    SeriesCount: archive.series.filter(
      (other) => other.studyInstanceUID === studyInstanceUID,
    ).length,
  };
}

/** Each value once, in order. */
export function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** Rows that differ in one column. */
export function uniqueBy<T>(
  values: readonly T[],
  key: (value: T) => string,
): readonly T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}

/** Counts of subjects as the server writes them: the count is text. */
export function countRows(
  series: readonly SampleSeries[],
  value: (each: SampleSeries) => string,
): readonly Row[] {
  return unique(series.map(value)).map((criteria) => ({
    criteria,
    count: String(
      unique(
        series
          .filter((each) => value(each) === criteria)
          .map(({ patientId }) => patientId),
      ).length,
    ),
  }));
}

/** One object, though the documentation shows a list of series. */
export function searchResult(
  found: readonly SampleSeries[],
  start: number,
  size: number,
): Row | null {
  const patients = uniqueBy(found, ({ patientId }) => patientId);
  if (start > patients.length) return null;
  const facet = (value: (each: SampleSeries) => string) =>
    countRows(found, value).map(({ criteria, count }) => ({
      value: criteria,
      count: Number(count),
    }));
  return {
    resultSet: patients.slice(start, start + size).map((patient, index) => {
      const own = found.filter(
        ({ patientId }) => patientId === patient.patientId,
      );
      return {
        subjectId: patient.patientId,
        project: patient.collection,
        id: 1_000 + start + index,
        modalities: unique(own.map(({ modality }) => modality)),
        bodyParts: unique(own.map(({ bodyPart }) => bodyPart)),
        species: [humanCode],
        totalNumberOfStudies: 1,
        totalNumberOfSeries: own.length,
        studyIdentifiers: [{ seriesIdentifiers: [1, 2], studyIdentifier: 7 }],
      };
    }),
    totalPatients: patients.length,
    bodyParts: facet(({ bodyPart }) => bodyPart),
    modalities: facet(({ modality }) => modality),
    collections: facet(({ collection }) => collection),
    sort: "subject",
  };
}
