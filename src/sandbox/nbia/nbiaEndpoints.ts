// What each NBIA endpoint answers from the sample archive; parameters are checked as each version does.
import {
  blank,
  answer,
  json,
  refused,
  table,
  type ArchiveAnswer,
} from "./archiveAnswer.ts";
import { seriesRow, spacedRow } from "./nbiaRows.ts";
import {
  type NbiaRequest,
  type Handler,
  type Endpoint,
  filterNames,
  oops,
  get,
  post,
  matching,
  rows,
  values,
  counts,
  seriesRows,
  patients,
  studies,
  since,
  one,
  zip,
  instance,
  imageHash,
} from "./nbiaHandlers.ts";
import { sampleThumbnail } from "./sampleThumbnail.ts";
import {
  listed,
  manifest,
  ofWholeList,
  uidsOf,
  manifestOfList,
  searched,
  simpleSearch,
  textSearch,
  tags,
  hierarchy,
  drillDown,
  descriptions,
  byDoi,
} from "./nbiaSearches.ts";

const seriesUIDOnly = ["SeriesInstanceUID", "format"];
const sizeRows: Handler = one((request, series) =>
  rows(request, [
    {
      TotalSizeInBytes: request.archive.sizeBytes(series),
      ObjectCount: series.imageCount,
    },
  ]),
);
const instanceRows: Handler = one((request, series) =>
  request.isNlst
    ? blank
    : rows(
        request,
        request.archive
          .files(series)
          .map(({ sopInstanceUID }) => ({ SOPInstanceUID: sopInstanceUID })),
      ),
);
/** Of days after the one asked for, though the documentation says "on or after". */
const updatedSeries: Handler = (request, series) => {
  const [first = "", second = "", year = ""] = (
    request.parameters.get("fromDate") ?? ""
  ).split(/[-/]/);
  const day =
    request.version === "v4"
      ? `${year}-${first}-${second}`
      : `${year}-${second}-${first}`;
  return seriesRows(
    request,
    series.filter(({ submittedOn }) => submittedOn > day),
  );
};
const noContent = answer(204, "text/plain", "");

/** All endpoints under their names; which version has which is the client's business to know. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  getCollectionValues: get(
    values("Collection", ({ collection }) => collection),
    ["format"],
  ),
  getModalityValues: get(
    values("Modality", ({ modality }) => modality),
    filterNames,
  ),
  getBodyPartValues: get(
    values("BodyPartExamined", ({ bodyPart }) => bodyPart),
    filterNames,
  ),
  getManufacturerValues: get(
    values("Manufacturer", () => "SAMPLE MAKER"),
    filterNames,
  ),
  getPatient: get(patients, ["Collection", "PatientId", "format"]),
  getPatientByCollectionAndModality: get(patients, filterNames),
  PatientsByModality: get(patients, filterNames),
  NewPatientsInCollection: get(since(patients, "Date"), [
    "Collection",
    "fromDate",
    "format",
  ]),
  getPatientStudy: get(studies, filterNames),
  NewStudiesInPatientCollection: get(since(studies, "Date"), [
    "Collection",
    "PatientID",
    "fromDate",
    "format",
  ]),
  getSeries: get(seriesRows, filterNames),
  getUpdatedSeries: get(since(updatedSeries, "fromDate"), [
    "fromDate",
    "format",
  ]),
  getSeriesSize: get(sizeRows, seriesUIDOnly),
  getSOPInstanceUIDs: get(instanceRows, seriesUIDOnly),
  getSeriesMetaData: get((request, series) => {
    const found = matching(request, series);
    return found.length === 0
      ? noContent
      : rows(
          request,
          found.map((each) => spacedRow(request.archive, each)),
        );
  }, null),
  getContentsByName: get(
    (request, series) =>
      rows(
        request,
        request.parameters.get("name") === "nbia-sample"
          ? series
              .slice(0, 2)
              .map((each) => seriesRow(request.archive, each, "v1"))
          : [],
      ),
    null,
  ),
  getSharedList: post((request, series) =>
    json(
      series.slice(0, 2).map((each) => seriesRow(request.archive, each, "v1")),
    ),
  ),
  getDeniedSeries: get(() => json([]), ["seriesList", "userName"]),
  getUserAgreementTxt: get(
    () => answer(200, "text/plain", "Data usage policy (sample)"),
    null,
  ),
  getImage: get(zip(true, false), [
    "SeriesInstanceUID",
    "NewFileNames",
    "IncludeMD5",
  ]),
  getImageWithMD5Hash: get(zip(false, true), ["SeriesInstanceUID"]),
  getDCMImage: get(zip(true, true), [
    "SeriesInstanceUID",
    "IncludeAnnotation",
    "MD5Verification",
  ]),
  getSingleImage: get(instance, ["SeriesInstanceUID", "SOPInstanceUID"]),
  getMD5HashForImage: get(imageHash, ["SOPInstanceUID"]),
  getM5HashForImage: get(imageHash, null),
  getBodyPartValuesAndCounts: get(
    counts(({ bodyPart }) => bodyPart),
    filterNames,
  ),
  getModalityValuesAndCounts: get(
    counts(({ modality }) => modality),
    filterNames,
  ),
  getManufacturerValuesAndCounts: get(
    counts(() => "SAMPLE MAKER"),
    filterNames,
  ),
  getCollectionValuesAndCounts: get(
    counts(({ collection }) => collection),
    [],
  ),
  getSpeciesTax: get(
    () =>
      json([{ speciesCode: "337915000", speciesDescription: "Homo sapiens" }]),
    [],
  ),
  getSpeciesValuesAndCounts: get(
    counts(() => "337915000"),
    [],
  ),
  getCollectionDescriptions: get(descriptions, ["collectionName"]),
  getCollectionOrSeriesForDOI: post(byDoi),
  getDicomTags: get(tags, ["SeriesUID"]),
  getSimpleSearch: post(simpleSearch),
  getSimpleSearchWithModalityAndBodyPartPaged: post(simpleSearch),
  getManifestForSimpleSearch: post((request, series) =>
    manifest(uidsOf(searched(request, series))),
  ),
  getRestrictionsForSimpleSearch: post((request, series) =>
    answer(
      200,
      "text/plain",
      searched(request, series).some(({ licenseName }) =>
        /restricted/i.test(licenseName),
      )
        ? "yes"
        : "no",
    ),
  ),
  getManifestText: post(manifestOfList),
  getManifestTextV2: post(manifestOfList),
  getManifestForTextSearch: post((_request, series) =>
    manifest(uidsOf(series)),
  ),
  getManifestForCollection: post(({ parameters }, series) =>
    manifest(
      uidsOf(
        series.filter(
          ({ collection }) => collection === parameters.get("collection"),
        ),
      ),
    ),
  ),
  getManifestFromPatientStudySeries: post(({ parameters }, series) =>
    manifest(
      uidsOf(
        series.filter(({ patientId }) =>
          (parameters.get("patientIDs") ?? "").split(",").includes(patientId),
        ),
      ),
    ),
  ),
  getTextSearch: post(textSearch),
  getTextSearchPaged: post(textSearch),
  getStudyDrillDownWithSeriesIds: post(drillDown),
  getImageDrillDown: post(drillDown),
  getThumbnail: post(({ parameters }, series) =>
    series.some(
      ({ seriesInstanceUID }) =>
        seriesInstanceUID === parameters.get("seriesUID"),
    )
      ? answer(200, "image/jpeg", sampleThumbnail)
      : refused("WADO: no such object"),
  ),
  getMD5Hierarchy: post(hierarchy),
  getSeriesMetadata: post(
    ofWholeList((request, series) =>
      table(
        series.map((each) => seriesRow(request.archive, each, "v4")),
        request.parameters.get("format") ?? "CSV",
      ),
    ),
  ),
  getSeriesMetadata2: post((request, series) =>
    table(
      listed(request, series).map((each) => spacedRow(request.archive, each)),
      "CSV",
    ),
  ),
  getLicenses: get(
    () =>
      json([
        {
          id: 1,
          longName: "Creative Commons Attribution 4.0 International License",
          shortName: "CC BY 4.0",
          licenseURL: "https://creativecommons.org/licenses/by/4.0/",
          commercialUse: "YES",
        },
      ]),
    null,
  ),
  getSitesForSeries: get(
    () => json(["Sample site"].map((site) => ({ site }))),
    null,
  ),
  getMinMaxTimepoints: get(
    () => json({ minTimepoint: 0, maxTimepoint: 90 }),
    null,
  ),
};

/** The answer of an endpoint; unknown ones and wrong verbs are unhandled errors, as at the source. */
export function nbiaAnswer(request: NbiaRequest): ArchiveAnswer {
  const endpoint = endpoints[request.name];
  if (endpoint?.verb !== request.verb) return oops("HTTP 404 Not Found");
  const isOlder = request.faults.some(({ kind }) => kind === "olderBuild");
  const allowed = isOlder
    ? endpoint.allowed?.filter((name) => name !== "IncludeMD5")
    : endpoint.allowed;
  const stranger = [...request.parameters.keys()].find(
    (name) => allowed !== null && allowed?.includes(name) === false,
  );
  if (request.version === "v4" && stranger !== undefined)
    return refused(
      `Invalid query parameter: '${stranger}'. Allowed parameters are: [${allowed?.join(", ") ?? ""}]`,
    );
  const series = request.archive.series.filter(
    ({ collection }) => (collection === "NLST") === request.isNlst,
  );
  return endpoint.handle(request, series);
}
