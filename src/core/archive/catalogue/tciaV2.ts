// The retired TCIA query interface (reference section 9): kept for services that still speak it, marked as retired.
import {
  optional,
  required,
  uid,
  type AnswerForm,
  type ArchiveEndpoint,
  type EndpointParameter,
} from "./endpoint.ts";

const base = "https://services.cancerimagingarchive.net/services/v2/";

const collection = optional("Collection");
const modality = optional("Modality");
const bodyPart = optional("BodyPartExamined");
const manufacturer = optional("Manufacturer");
const seriesUID = uid("SeriesInstanceUID", { isRequired: true });
const since = required("Date", { type: "date", dateFormat: "YYYY-MM-DD" });
const format = optional("format", {
  type: "choice",
  values: ["csv", "html", "xml", "json"],
});

function row(
  name: string,
  parameters: readonly EndpointParameter[],
  answer: AnswerForm = "rows",
): ArchiveEndpoint {
  return {
    adapter: "tcia-v2",
    name,
    verb: "GET",
    baseUrl: base,
    path: `TCIA/query/${name}`,
    parameters: answer === "rows" ? [...parameters, format] : parameters,
    answer,
    auth: "apiKey",
    state: "retired",
  };
}

const queries: readonly ArchiveEndpoint[] = [
  row("getCollectionValues", []),
  row("getModalityValues", [collection, bodyPart, modality]),
  row("getBodyPartValues", [collection, modality, bodyPart]),
  row("getManufacturerValues", [collection, modality, bodyPart]),
  row("getPatient", [collection]),
  row("PatientsByModality", [required("Collection"), required("Modality")]),
  row("getPatientStudy", [
    collection,
    optional("PatientID"),
    uid("StudyInstanceUID"),
  ]),
  row("getSeries", [
    collection,
    optional("PatientID"),
    uid("StudyInstanceUID"),
    uid("SeriesInstanceUID"),
    modality,
    bodyPart,
    optional("ManufacturerModelName"),
    manufacturer,
  ]),
  row("getSeriesSize", [seriesUID]),
  row("getImage", [seriesUID], "zip"),
  row("getSOPInstanceUIDs", [seriesUID]),
  row(
    "getSingleImage",
    [seriesUID, uid("SOPInstanceUID", { isRequired: true })],
    "dicom",
  ),
  row("NewPatientsInCollection", [required("Collection"), since]),
  row("NewStudiesInPatientCollection", [
    required("Collection"),
    since,
    optional("PatientID"),
  ]),
  {
    ...row("ContentsByName", [required("name")]),
    path: "SharedList/query/ContentsByName",
  },
];

/** `/metadata` behind an endpoint describes it; it takes no parameters. */
function metadataOf(endpoint: ArchiveEndpoint): ArchiveEndpoint {
  return {
    ...endpoint,
    name: `${endpoint.name}/metadata`,
    path: `${endpoint.path}/metadata`,
    parameters: [],
    answer: "object",
  };
}

/** All of them, each with its description. */
export const tciaV2Endpoints: readonly ArchiveEndpoint[] = [
  ...queries,
  ...queries.map(metadataOf),
];
