// Every address that the references of the other systems name, written out: the catalogue and its documentation are held against this list, not against themselves.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const nbia = "https://nbia.cancerimagingarchive.net/nbia-api/services/v4/";
const services = "https://services.cancerimagingarchive.net/nbia-api/";
const nlst = "https://nlst.cancerimagingarchive.net/nbia-api/services/v4/";
const retired = "https://services.cancerimagingarchive.net/services/v2/";
const idc = "https://api.imaging.datacommons.cancer.gov/v3/";

/** Section 5, in all three versions. */
const queries = `getCollectionValues getModalityValues getBodyPartValues getManufacturerValues getPatient
  getPatientByCollectionAndModality NewPatientsInCollection getPatientStudy NewStudiesInPatientCollection getSeries
  getUpdatedSeries getSeriesSize getSOPInstanceUIDs`;
/** Section 7, in all three versions. */
const images = "getImage getImageWithMD5Hash getDCMImage getSingleImage";
/** Section 6, in the root family and under the same name in version 4. */
const advancedGets = `getBodyPartValuesAndCounts getModalityValuesAndCounts getManufacturerValuesAndCounts
  getCollectionValuesAndCounts getSpeciesTax getSpeciesValuesAndCounts getCollectionDescriptions getDicomTags`;
const advancedPosts = `getCollectionOrSeriesForDOI getManifestForSimpleSearch getRestrictionsForSimpleSearch
  getManifestFromPatientStudySeries getStudyDrillDownWithSeriesIds getThumbnail getMD5Hierarchy`;
/** Section 9. */
const retiredQueries = `getCollectionValues getModalityValues getBodyPartValues getManufacturerValues getPatient
  PatientsByModality getPatientStudy getSeries getSeriesSize getImage getSOPInstanceUIDs getSingleImage
  NewPatientsInCollection NewStudiesInPatientCollection`;

const addresses: readonly (readonly ["GET" | "POST", string, string])[] = [
  // Version 4: sections 5, 5.2, 6 and 7.
  ["GET", nbia, queries],
  ["GET", nbia, "getDeniedSeries"],
  ["POST", nbia, "getSeriesMetadata getSimpleSearch getManifestText"],
  ["GET", nbia, advancedGets],
  ["POST", nbia, advancedPosts],
  ["GET", nbia, images],
  ["GET", nbia, "getMD5HashForImage"],
  // Sign-in: section 3.2.
  ["POST", services, "oauth/token logout"],
  // Versions 1 and 2.
  ["GET", `${services}services/v1/`, queries],
  [
    "GET",
    `${services}services/v1/`,
    "getSeriesMetaData getContentsByName getDeniedSeries getUserAgreementTxt",
  ],
  ["GET", `${services}services/v1/`, images],
  ["GET", `${services}services/v1/`, "getM5HashForImage"],
  ["GET", `${services}services/v2/`, queries],
  ["GET", `${services}services/v2/`, "getSeriesMetaData getContentsByName"],
  ["GET", `${services}services/v2/`, images],
  ["GET", `${services}services/v2/`, "getM5HashForImage"],
  // The root family, with what the server has and the guide does not name.
  ["GET", `${services}services/`, advancedGets],
  ["POST", `${services}services/`, advancedPosts],
  [
    "POST",
    `${services}services/`,
    `getSimpleSearchWithModalityAndBodyPartPaged getManifestTextV2 getManifestForTextSearch getTextSearch
     getSeriesMetadata2 createSharedList getSharedList deleteSharedList getManifestForCollection getTextSearchPaged
     getImageDrillDown`,
  ],
  [
    "GET",
    `${services}services/`,
    "getLicenses getSitesForSeries getMinMaxTimepoints",
  ],
  // The trial's own server: what works there (section 2).
  ["GET", nlst, "getCollectionValues getPatient getPatientStudy getSeries"],
  ["GET", nlst, "getImage"],
  // The retired interface, each with its description.
  ["GET", `${retired}TCIA/query/`, retiredQueries],
  ["GET", `${retired}SharedList/query/`, "ContentsByName"],
  ["GET", `${retired}TCIA/query/`, described(retiredQueries)],
  ["GET", `${retired}SharedList/query/`, described("ContentsByName")],
  // Imaging Data Commons and the registry of citations: sections 13 and 11.
  [
    "GET",
    idc,
    "version collections collections/{id} attributes attributes/{attr}/values",
  ],
  ["POST", idc, "cohort/counts cohort/manifest licenses citations"],
  ["GET", "https://idc-open-data.s3.amazonaws.com/", "{key}"],
  ["GET", "https://api.datacite.org/", "dois/{doi}"],
];

function described(names: string): string {
  return names.replaceAll(/(\S+)/g, "$1/metadata");
}

/** `VERB address`, parameters of paths in braces. */
export const referenceAddresses: readonly string[] = [
  ...addresses.flatMap(([verb, base, names]) =>
    names.split(/\s+/).map((name) => `${verb} ${base}${name}`),
  ),
  // The list of a bucket is its root.
  "GET https://idc-open-data.s3.amazonaws.com/",
];

/** The addresses of the reader, below its origin. */
export const referenceReaderPaths: readonly string[] = [
  "POST /api/cv",
  "POST /api/nlp",
];

const folder = resolve(import.meta.dirname, "../../../shared/reference");

/** The text of a reference; null where the folder does not lie beside the project. */
export function referenceText(
  file: "tcia-nbia-api.md" | "x-raydar-api.md",
): string | null {
  const path = resolve(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** The rows of the tables of a section, each as its cells; `heading` is how the section's line begins. */
export function referenceRows(
  text: string,
  heading: string,
): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith(heading));
  const length = lines.slice(from + 1).findIndex((line) => /^##/.test(line));
  const section =
    from < 0
      ? []
      : lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
  return section
    .filter((line) => line.startsWith("|") && !/^\|[-| ]+\|$/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
