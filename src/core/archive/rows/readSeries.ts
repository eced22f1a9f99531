// Rows of patients, studies and series from any version of the interface (reference section 5), and from IDC manifests (section 13).
import type {
  ArchivePatient,
  ArchiveSeries,
  ArchiveSource,
  ArchiveStudy,
} from "../../../shared/archive.ts";
import { answerDate } from "../call/dates.ts";
import { normalisedDoi } from "../licence/doi.ts";
import { RowFields } from "./fields.ts";
import type { Row } from "./tableRows.ts";

/** The series of a row; null for a row without a Series Instance UID. */
export function readSeries(
  row: Row,
  source: ArchiveSource,
): ArchiveSeries | null {
  const fields = new RowFields(row);
  const seriesInstanceUID = fields.text(
    "SeriesInstanceUID",
    "Series UID",
    "Series ID",
  );
  if (!/^\d+(\.\d+)+$/.test(seriesInstanceUID)) return null;
  const descriptionUri = fields.text(
    "DataDescriptionURI",
    "CollectionURI",
    "source_DOI",
  );
  const megabytes = fields.number("series_size_MB");
  const storage = storageAddress(fields);
  return {
    source,
    seriesInstanceUID,
    studyInstanceUID: fields.text("StudyInstanceUID", "Study UID"),
    collection: fields.text(
      "Collection",
      "Collection Name",
      "collection_id",
      "project",
    ),
    patientId: fields.text("PatientID", "Subject ID"),
    modality: fields.text("Modality"),
    bodyPart: fields.text("BodyPartExamined"),
    description: fields.text("SeriesDescription", "description"),
    manufacturer: fields.text("Manufacturer"),
    date: answerDate(fields.value("SeriesDate", "StudyDate", "date")),
    imageCount: fields.number(
      "ImageCount",
      "Number of Images",
      "numberImages",
      "instanceCount",
    ),
    sizeBytes:
      fields.number(
        "FileSize",
        "File Size (Bytes)",
        "exactSize",
        "totalSizeForAllImagesInSeries",
        "TotalSizeInBytes",
      ) ?? (megabytes === null ? null : Math.round(megabytes * 1_000_000)),
    licence: {
      name: fields.text(
        "LicenseName",
        "license_long_name",
        "license_short_name",
      ),
      uri: fields.text("LicenseURI", "License URL", "license_url"),
    },
    doi: normalisedDoi(descriptionUri),
    descriptionUri,
    isThirdParty: /^(yes|true)$/i.test(
      fields.text(
        "ThirdPartyAnalysis",
        "3rd Party Analysis",
        "thirdPartyAnanlysis",
      ),
    ),
    storageUrl: storage,
  };
}

/** Folder of a series on open storage, over HTTPS. */
function storageAddress(fields: RowFields): string | null {
  const given = fields.text("series_aws_url");
  const match = /^s3:\/\/([a-z0-9.-]+)\/([\w-]+)/.exec(given);
  const bucket = match?.[1] ?? fields.text("aws_bucket");
  const folder = match?.[2] ?? fields.text("crdc_series_uuid");
  return /^[a-z0-9.-]+$/.test(bucket) && /^[\w-]+$/.test(folder)
    ? `https://${bucket}.s3.amazonaws.com/${folder}/`
    : null;
}

/** The patient of a row; null without an id. `PatientId` here, `PatientID` elsewhere: both are read. */
export function readPatient(
  row: Row,
  collection: string,
): ArchivePatient | null {
  const fields = new RowFields(row);
  const patientId = fields.text("PatientId", "Subject ID");
  if (patientId === "") return null;
  return {
    patientId,
    collection: fields.text("Collection") || collection,
    sex: fields.text("PatientSex"),
    species: fields.text("SpeciesDescription"),
  };
}

/** The study of a row; null without a Study Instance UID. */
export function readStudy(row: Row, collection: string): ArchiveStudy | null {
  const fields = new RowFields(row);
  const studyInstanceUID = fields.text("StudyInstanceUID");
  if (studyInstanceUID === "") return null;
  return {
    studyInstanceUID,
    patientId: fields.text("PatientID"),
    collection: fields.text("Collection") || collection,
    description: fields.text("StudyDescription", "StudyDesc"),
    date: answerDate(fields.value("StudyDate")),
    patientAge: fields.text("PatientAge"),
    seriesCount: fields.number("SeriesCount"),
  };
}

/** What could be read of rows: those that cannot be named are left out. */
export function readAll<T>(
  rows: readonly Row[],
  read: (row: Row) => T | null,
): readonly T[] {
  return rows.flatMap((row) => {
    const value = read(row);
    return value === null ? [] : [value];
  });
}
