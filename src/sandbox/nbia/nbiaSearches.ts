// Searches, lists and descriptions of the NBIA interface over the sample archive.
import { answer, json, refused, type ArchiveAnswer } from "./archiveAnswer.ts";
import { searchResult, unique, uniqueBy } from "./nbiaRows.ts";
import { type SampleSeries } from "./sampleArchive.ts";
import {
  type NbiaRequest,
  type Handler,
  oops,
  matching,
  one,
} from "./nbiaHandlers.ts";

function uidsIn({ parameters }: NbiaRequest): ReadonlySet<string> {
  return new Set(
    parameters
      .getAll("list")
      .flatMap((each) => each.split(","))
      .map((each) => each.replaceAll(/[^\d.]/g, ""))
      .filter((uid) => uid !== ""),
  );
}

export function listed(request: NbiaRequest, series: readonly SampleSeries[]) {
  const uids = uidsIn(request);
  return series.filter((each) => uids.has(each.seriesInstanceUID));
}

/** The whole list is refused for one series that is withdrawn, or lies on the other server. */
export function ofWholeList(inner: Handler): Handler {
  return (request, series) => {
    const found = listed(request, series);
    return found.length < uidsIn(request).size
      ? refused("The series is not public or does not exist")
      : inner(request, found);
  };
}

export function manifest(uids: readonly string[]): ArchiveAnswer {
  return answer(
    200,
    "application/x-nbia-manifest-file",
    [
      "downloadServerUrl=https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet",
      "includeAnnotation=false",
      "noOfrRetry=4",
      "databasketId=manifest-1.tcia",
      "manifestVersion=3.0",
      "ListOfSeriesToDownload=",
      ...uids,
      "",
    ].join("\n"),
  );
}

export const uidsOf = (series: readonly SampleSeries[]) =>
  series.map(({ seriesInstanceUID }) => seriesInstanceUID);

export const manifestOfList: Handler = ({ parameters }) =>
  parameters.has("includeAnnotation")
    ? manifest(parameters.getAll("list"))
    : oops("includeAnnotation");

export function searched(
  { parameters }: NbiaRequest,
  series: readonly SampleSeries[],
) {
  const wanted = new Map<string, string[]>();
  for (let at = 0; parameters.has(`criteriaType${String(at)}`); at++) {
    const type = parameters.get(`criteriaType${String(at)}`) ?? "";
    wanted.set(type, [
      ...(wanted.get(type) ?? []),
      parameters.get(`value${String(at)}`) ?? "",
    ]);
  }
  const has = (type: string, value: string) =>
    wanted.get(type)?.includes(value) ?? true;
  return series.filter(
    (each) =>
      has("CollectionCriteria", each.collection) &&
      has("ImageModalityCriteria", each.modality) &&
      has("AnatomicalSiteCriteria", each.bodyPart) &&
      has("PatientCriteria", each.patientId) &&
      has("ManufacturerCriteria", "SAMPLE MAKER"),
  );
}

export const searchFields = ["sortField", "sortDirection", "start", "size"];

export const simpleSearch: Handler = (request, series) => {
  if (!searchFields.every((name) => request.parameters.has(name)))
    return oops("null");
  const result = searchResult(
    searched(request, series),
    Number(request.parameters.get("start")),
    Number(request.parameters.get("size")),
  );
  return result === null ? oops("beyond the end") : json(result);
};

export const textSearch: Handler = ({ parameters }, series) => {
  const text = (parameters.get("textValue") ?? "").toLowerCase();
  const found = uniqueBy(
    series.filter((each) =>
      `${each.description} ${each.patientId} ${each.bodyPart}`
        .toLowerCase()
        .includes(text),
    ),
    ({ patientId }) => patientId,
  );
  return json(
    found.map((each, index) => ({
      subjectId: each.patientId,
      project: each.collection,
      id: index,
      totalNumberOfStudies: 1,
      totalNumberOfSeries: 4,
      hit: `Series: <b>${each.description}</b>`,
      studyIdentifiers: [],
    })),
  );
};

export const tags: Handler = one(
  (_request, series) =>
    json([
      { element: "(0008,0060)", name: "Modality", data: series.modality },
      {
        element: "(0018,0015)",
        name: "Body Part Examined",
        data: series.bodyPart,
      },
      { element: "(0040,0275)", name: "Request Attributes Sequence", data: "" },
      {
        element: ">(0040,0007)",
        name: ">Scheduled Procedure Step Description",
        data: "SAMPLE",
      },
    ]),
  "SeriesUID",
);

export const hierarchy: Handler = (request, series) => {
  const [found] = matching(request, series);
  return answer(
    200,
    "text/plain",
    request.parameters.has("SeriesInstanceUID") && found !== undefined
      ? request.archive.seriesMd5(found)
      : "",
  );
};

export const drillDown: Handler = (request, series) =>
  json(
    uniqueBy(
      listed(request, series),
      ({ studyInstanceUID }) => studyInstanceUID,
    ).map((each) => ({
      studyId: each.studyInstanceUID,
      date: 1_452_038_400_000,
      description: "Sample study",
      id: 7,
      seriesList: [
        {
          seriesUID: each.seriesInstanceUID,
          modality: each.modality,
          numberImages: each.imageCount,
          patientId: each.patientId,
          project: each.collection,
        },
      ],
    })),
  );

export const descriptions: Handler = ({ parameters }, series) =>
  json(
    unique(series.map(({ collection }) => collection))
      .filter((name) => (parameters.get("collectionName") ?? name) === name)
      .map((collectionName, id) => ({
        id,
        collectionName,
        description: `<p>Synthetic images &amp; nothing else: <b>${collectionName}</b></p>`,
        userName: "sample",
        descriptionURI: "https://doi.org/10.7937/SAMPLE",
      })),
  );

export const byDoi: Handler = ({ parameters }, series) =>
  json(
    series
      .filter(({ doi }) => doi.trim() === (parameters.get("DOI") ?? "").trim())
      .map((each) => ({
        collection: each.collection,
        seriesInstanceUID: each.seriesInstanceUID,
        thirdPartyAnanlysis: "NO",
      })),
  );
