// The NBIA "Advanced" endpoints: root family, and their twins in version 4 (reference section 6).
import {
  optional,
  required,
  uid,
  type DateFormat,
  type EndpointParameter,
} from "./endpoint.ts";
import { get, post, type EndpointRow } from "./nbiaQueries.ts";

const list = required("list", { type: "uid", repeats: "repeated" });
const includeAnnotation = optional("includeAnnotation", {
  type: "choice",
  values: ["true", "false"],
  // The server fails without it.
  preset: "false",
});
const manifestOfHits = (name: string, dateFormat: DateFormat) =>
  post(name, simpleSearchFields(dateFormat), "manifest");

/** Fields of the simple search (section 6.1): criteria numbered from 0, then four that must all be there. */
function simpleSearchFields(
  dateFormat: DateFormat,
): readonly EndpointParameter[] {
  const numbered = { isNumbered: true } as const;
  const date = { type: "date", dateFormat, isNumbered: true } as const;
  const number = { type: "integer", isNumbered: true } as const;
  return [
    optional("criteriaType", numbered),
    optional("value", numbered),
    optional("fromDate", date),
    optional("toDate", date),
    optional("eventType", numbered),
    optional("fromDay", number),
    optional("toDay", number),
    optional("from", numbered),
    optional("to", numbered),
    optional("sortField", {
      type: "choice",
      values: [
        "subject",
        "collection",
        "study",
        "series",
        "totalNumberOfSeries",
        "totalNumberOfStudies",
      ],
      preset: "subject",
    }),
    optional("sortDirection", {
      type: "choice",
      values: ["ascending", "descending"],
      preset: "ascending",
    }),
    // An offset in items, not a page.
    optional("start", { type: "integer", preset: "0" }),
    optional("size", { type: "integer", preset: "10" }),
    optional("tool", { isDispensable: true }),
  ];
}

const collection = optional("Collection");
const modality = optional("Modality");
const bodyPart = optional("BodyPartExamined");

/** What root and version 4 have under one name. */
function sharedRows(dateFormat: DateFormat): readonly EndpointRow[] {
  return [
    get("getBodyPartValuesAndCounts", [collection, modality]),
    get("getModalityValuesAndCounts", [collection, bodyPart]),
    get("getManufacturerValuesAndCounts", [collection, modality, bodyPart]),
    get("getCollectionValuesAndCounts", []),
    get("getSpeciesTax", []),
    get("getSpeciesValuesAndCounts", []),
    get("getCollectionDescriptions", [optional("collectionName")]),
    post("getCollectionOrSeriesForDOI", [
      required("DOI"),
      required("CollectionOrSeries", {
        type: "choice",
        values: ["collection", "series"],
      }),
    ]),
    get("getDicomTags", [uid("SeriesUID", { isRequired: true })]),
    manifestOfHits("getManifestForSimpleSearch", dateFormat),
    post(
      "getRestrictionsForSimpleSearch",
      simpleSearchFields(dateFormat),
      "text",
    ),
    post(
      "getManifestFromPatientStudySeries",
      [
        required("patientIDs", { repeats: "joined" }),
        optional("studyUIDs", { type: "uid", repeats: "joined" }),
        optional("seriesUIDs", { type: "uid", repeats: "joined" }),
        optional("anyOrAll"),
        includeAnnotation,
      ],
      "manifest",
    ),
    post("getStudyDrillDownWithSeriesIds", [list]),
    post(
      "getThumbnail",
      [
        uid("seriesUID", { isRequired: true }),
        uid("objectUID", { isRequired: true }),
      ],
      "jpeg",
    ),
    {
      ...post(
        "getMD5Hierarchy",
        [
          uid("SeriesInstanceUID"),
          uid("StudyInstanceUID"),
          optional("PatientID"),
          collection,
        ],
        "text",
      ),
      subjects: [
        ["SeriesInstanceUID"],
        ["StudyInstanceUID"],
        ["PatientID"],
        ["PatientID", "Collection"],
        ["Collection"],
      ],
    },
  ];
}

/** Version 4: twins, and what got another name or verb. */
export const advancedV4Rows: readonly EndpointRow[] = [
  ...sharedRows("MM-DD-YYYY"),
  post("getSimpleSearch", simpleSearchFields("MM-DD-YYYY"), "object"),
  post("getManifestText", [list, includeAnnotation], "manifest"),
  post(
    "getSeriesMetadata",
    [
      list,
      optional("format", {
        type: "choice",
        values: ["CSV", "JSON"],
        isDispensable: true,
      }),
    ],
    "csv",
  ),
];

/** Root family: all need a token. */
export const rootRows: readonly EndpointRow[] = [
  ...sharedRows("DD/MM/YYYY"),
  post(
    "getSimpleSearchWithModalityAndBodyPartPaged",
    simpleSearchFields("DD/MM/YYYY"),
    "object",
  ),
  post("getManifestTextV2", [list, includeAnnotation], "manifest"),
  post("getManifestForTextSearch", [required("textValue")], "manifest"),
  post("getTextSearch", [required("textValue")]),
  post("getTextSearchPaged", [
    required("textValue"),
    optional("start", { type: "integer", preset: "0" }),
    optional("size", { type: "integer", preset: "10" }),
  ]),
  // One value with commas: further repeated ones are ignored.
  post("getSeriesMetadata2", [{ ...list, repeats: "joined" }], "csv"),
  get("getLicenses", []),
  post("getSharedList", [required("nameValue")]),
  post(
    "getManifestForCollection",
    [required("collection"), optional("visibility"), includeAnnotation],
    "manifest",
  ),
  post("getImageDrillDown", [list]),
  get("getSitesForSeries", [uid("SeriesInstanceUID")]),
  get("getMinMaxTimepoints", []),
];

/** Root endpoints that write to the shared server. */
export const sharedListWrites: readonly EndpointRow[] = [
  post(
    "createSharedList",
    [list, required("name"), optional("description"), optional("url")],
    "text",
  ),
  post("deleteSharedList", [required("name")], "text"),
];
