// Query and image endpoints that the versions of the NBIA interface share, each in the form of its version (reference sections 5 to 7).
import {
  inForm,
  optional,
  required,
  uid,
  type AnswerForm,
  type ArchiveEndpoint,
  type EndpointParameter,
} from "./endpoint.ts";

/** What is left of an endpoint once its family is known. */
export type EndpointRow = Pick<
  ArchiveEndpoint,
  "name" | "verb" | "parameters" | "subjects" | "answer"
>;

export type NbiaVersion = "v1" | "v2" | "v4";

const collection = optional("Collection");
const modality = optional("Modality");
const bodyPart = optional("BodyPartExamined");
const manufacturer = optional("Manufacturer");
const seriesUID = uid("SeriesInstanceUID", { isRequired: true });
const format = optional("format", {
  isDispensable: true,
  type: "choice",
  values: ["JSON", "CSV", "HTML", "XML"],
});

/** A GET. */
export function get(
  name: string,
  parameters: readonly EndpointParameter[],
  answer: AnswerForm = "rows",
): EndpointRow {
  return { name, verb: "GET", parameters, answer };
}

/** A POST with a form. */
export function post(
  name: string,
  parameters: readonly EndpointParameter[],
  answer: AnswerForm = "rows",
): EndpointRow {
  return { name, verb: "POST", parameters: inForm(...parameters), answer };
}

/** "Newer than" of a version, section 4.1: three forms of date under two names. */
function since(version: NbiaVersion, older: "Date" | "fromDate") {
  if (version === "v4")
    return required("fromDate", { type: "date", dateFormat: "MM-DD-YYYY" });
  return required(older, {
    type: "date",
    dateFormat: older === "Date" ? "YYYY/MM/DD" : "DD/MM/YYYY",
  });
}

/** The search family; `format` can be added to each. */
export function queryRows(version: NbiaVersion): readonly EndpointRow[] {
  const rows = [
    get("getCollectionValues", []),
    get("getModalityValues", [collection, bodyPart]),
    get("getBodyPartValues", [collection, modality]),
    get("getManufacturerValues", [collection, modality, bodyPart]),
    get("getPatient", [collection, optional("PatientId")]),
    get("getPatientByCollectionAndModality", [
      required("Collection"),
      required("Modality"),
    ]),
    get("NewPatientsInCollection", [
      required("Collection"),
      since(version, "Date"),
    ]),
    get("getPatientStudy", [
      collection,
      optional("PatientID"),
      uid("StudyInstanceUID"),
    ]),
    get("NewStudiesInPatientCollection", [
      required("Collection"),
      optional("PatientID"),
      since(version, "Date"),
    ]),
    get("getSeries", [
      collection,
      optional("PatientID"),
      uid("StudyInstanceUID"),
      uid("SeriesInstanceUID"),
      modality,
      bodyPart,
      manufacturer,
      optional("ManufacturerModelName"),
    ]),
    get("getUpdatedSeries", [since(version, "fromDate")]),
    get("getSeriesSize", [seriesUID]),
    get("getSOPInstanceUIDs", [seriesUID]),
  ];
  return rows.map((row) => ({
    ...row,
    parameters: [...row.parameters, format],
  }));
}

/** The image family (section 7), and the hash of one image. */
export function imageRows(version: NbiaVersion): readonly EndpointRow[] {
  const yes = { type: "choice", values: ["Yes"] } as const;
  const truth = { type: "choice", values: ["true", "false"] } as const;
  const isV4 = version === "v4";
  return [
    get(
      "getImage",
      [
        seriesUID,
        optional("NewFileNames", { ...yes, isDispensable: true }),
        ...(isV4 ? [optional("IncludeMD5", yes)] : []),
      ],
      "zip",
    ),
    get("getImageWithMD5Hash", [seriesUID], "zip"),
    get(
      "getDCMImage",
      [
        seriesUID,
        optional("IncludeAnnotation", truth),
        optional("MD5Verification", truth),
      ],
      "zip",
    ),
    get(
      "getSingleImage",
      [seriesUID, uid("SOPInstanceUID", { isRequired: true })],
      "dicom",
    ),
    isV4
      ? get(
          "getMD5HashForImage",
          [uid("SOPInstanceUID", { isRequired: true })],
          "text",
        )
      : // Spelled so at the source, without the D.
        get(
          "getM5HashForImage",
          [uid("SOPInstanceUid", { isRequired: true })],
          "text",
        ),
  ];
}
