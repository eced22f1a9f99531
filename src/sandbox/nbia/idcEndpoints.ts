// Imaging Data Commons over the sample archive: discovery, manifests, open storage with ranges; and the registry of citations.
import { z } from "zod";
import { answer, json, type ArchiveAnswer } from "./archiveAnswer.ts";
import { countRows, unique } from "./nbiaRows.ts";
import type { SampleArchive, SampleSeries } from "./sampleArchive.ts";

const bodySchema = z.object({
  filters: z.object({
    terms: z.record(z.string(), z.array(z.string())).default({}),
  }),
  page: z.number().default(1),
  page_size: z.number().max(5_000).default(100),
});

const collectionId = ({ collection }: SampleSeries) =>
  collection.toLowerCase().replaceAll("-", "_");

const attributes: Readonly<Record<string, (each: SampleSeries) => string>> = {
  collection_id: collectionId,
  Modality: ({ modality }) => modality,
  BodyPartExamined: ({ bodyPart }) => bodyPart,
  PatientID: ({ patientId }) => patientId,
  StudyInstanceUID: ({ studyInstanceUID }) => studyInstanceUID,
  SeriesInstanceUID: ({ seriesInstanceUID }) => seriesInstanceUID,
};

const failure = (status: number, message: string) =>
  answer(
    status,
    "application/json",
    JSON.stringify({ error: { code: "bad_request", message } }),
  );

/** Collections that other people may copy; the restricted one is not mirrored. */
function mirrored(archive: SampleArchive): readonly SampleSeries[] {
  return archive.series.filter(({ licenseURI }) => licenseURI !== "");
}

/** The answer below `/v3/`. */
export function idcAnswer(
  archive: SampleArchive,
  path: string,
  bodyText: string,
  query: URLSearchParams,
): ArchiveAnswer {
  const all = mirrored(archive);
  const collections = () =>
    unique(all.map(collectionId)).map((collection_id) => ({
      collection_id,
      subjects: Number(
        countRows(
          all.filter((each) => collectionId(each) === collection_id),
          collectionId,
        )[0]?.["count"] ?? 0,
      ),
    }));
  const [first, second, third] = path.split("/");
  if (path === "version")
    return json({ version: "3.0.0b3", idc_data_version: "v0" });
  if (path === "collections") return json({ collections: collections() });
  if (first === "collections") {
    const found = collections().find(
      ({ collection_id }) => collection_id === second,
    );
    return found === undefined
      ? failure(404, "no such collection")
      : json({
          ...found,
          description: "<p>Sample</p>",
          source_doi: "10.7937/sample",
        });
  }
  if (path === "attributes")
    return json({
      attributes: Object.keys(attributes).map((name) => ({ name })),
    });
  if (first === "attributes" && third === "values") {
    const read = attributes[second ?? ""];
    const limit = Number(query.get("limit") ?? 1_000);
    return read === undefined
      ? failure(400, "unknown attribute")
      : json({
          values: countRows(all, read)
            .slice(0, limit)
            .map(({ criteria, count }) => ({
              value: criteria,
              count: Number(count),
            })),
        });
  }
  const body = bodySchema.safeParse(parsed(bodyText));
  if (!body.success)
    return answer(
      422,
      "application/json",
      JSON.stringify({ detail: [{ msg: "bad body" }] }),
    );
  const { filters, page, page_size } = body.data;
  const found = all.filter((each) =>
    Object.entries(filters.terms).every(([name, wanted]) =>
      wanted.includes(attributes[name]?.(each) ?? ""),
    ),
  );
  const licences = unique(found.map(({ licenseURI }) => licenseURI));
  switch (path) {
    case "cohort/counts":
      return json({
        patients: unique(found.map(({ patientId }) => patientId)).length,
        studies: unique(found.map(({ studyInstanceUID }) => studyInstanceUID))
          .length,
        series: found.length,
        instances: found.reduce((sum, { imageCount }) => sum + imageCount, 0),
        size_TB: 0.000001,
        filters_applied: filters,
        warnings: warningsOf(all, filters.terms),
      });
    case "cohort/manifest":
      return json({
        total: found.length,
        series: found
          .slice((page - 1) * page_size, page * page_size)
          .map((each) => ({
            collection_id: collectionId(each),
            PatientID: each.patientId,
            StudyInstanceUID: each.studyInstanceUID,
            SeriesInstanceUID: each.seriesInstanceUID,
            Modality: each.modality,
            BodyPartExamined: each.bodyPart,
            SeriesDescription: each.description,
            instanceCount: each.imageCount,
            series_size_MB: Math.round(archive.sizeBytes(each) / 10_000) / 100,
            aws_bucket: "idc-open-data",
            crdc_series_uuid: each.uuid,
            series_aws_url: `s3://idc-open-data/${each.uuid}/*`,
          })),
      });
    case "licenses":
      return json({
        licenses: licences.map((license_url) => ({
          license_url,
          license_short_name: shortName(license_url),
          series: found.filter(({ licenseURI }) => licenseURI === license_url)
            .length,
        })),
      });
    case "citations":
      return json({
        citations: unique(found.map(({ doi }) => doi.trim())).map(
          (doi) => `Sample A. Synthetic images. ${doi}`,
        ),
      });
    default:
      return failure(404, "not found");
  }
}

/** Values are case-sensitive there; one that nothing has is answered with a remark, not an error. */
function warningsOf(
  all: readonly SampleSeries[],
  terms: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return Object.entries(terms).flatMap(([name, values]) => {
    const read = attributes[name];
    if (read === undefined) return [`Unknown attribute ${name} was ignored.`];
    const known = new Set(all.map(read));
    return values
      .filter((value) => !known.has(value))
      .map((value) => `No series has the value ${value} for ${name}.`);
  });
}

function shortName(licenseURI: string): string {
  const [, kind = "", version = ""] =
    /licenses\/([a-z-]+)\/([\d.]+)/.exec(licenseURI) ?? [];
  return `CC ${kind.toUpperCase()} ${version}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The open storage: a listing of a folder, or an object, also from a position on. */
export function storageAnswer(
  archive: SampleArchive,
  key: string,
  query: URLSearchParams,
  range: string | undefined,
): ArchiveAnswer {
  const prefix = query.get("prefix") ?? key;
  const series = archive.series.find(({ uuid }) =>
    prefix.startsWith(`${uuid}/`),
  );
  const files =
    series === undefined
      ? []
      : archive.files(series).map(({ bytes, sopInstanceUID }) => ({
          key: `${series.uuid}/${sopInstanceUID}.dcm`,
          bytes,
        }));
  if (key === "")
    return answer(
      200,
      "application/xml",
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>idc-open-data</Name><Prefix>${prefix}</Prefix><KeyCount>${String(files.length)}</KeyCount><IsTruncated>false</IsTruncated>${files.map((file) => `<Contents><Key>${file.key}</Key><Size>${String(file.bytes.length)}</Size></Contents>`).join("")}</ListBucketResult>`,
    );
  const file = files.find((each) => each.key === key);
  if (file === undefined)
    return answer(
      404,
      "application/xml",
      "<Error><Code>NoSuchKey</Code></Error>",
    );
  const start = /^bytes=(\d+)-$/.exec(range ?? "")?.[1];
  if (start === undefined)
    return answer(200, "application/dicom", file.bytes, {
      "accept-ranges": "bytes",
    });
  const total = file.bytes.length;
  return answer(206, "application/dicom", file.bytes.subarray(Number(start)), {
    "content-range": `bytes ${start}-${String(total - 1)}/${String(total)}`,
  });
}

/** DataCite's answer for a DOI. */
export function dataciteAnswer(
  archive: SampleArchive,
  doi: string,
): ArchiveAnswer {
  const series = archive.series.find((each) =>
    each.doi.trim().toLowerCase().endsWith(doi.toLowerCase()),
  );
  if (series === undefined)
    return answer(404, "application/json", '{"errors":[{"status":"404"}]}');
  return json({
    data: {
      id: doi,
      type: "dois",
      attributes: {
        doi,
        titles: [{ title: `Synthetic images (${series.collection})` }],
        creators: [
          { name: "Sample, Ada", givenName: "Ada", familyName: "Sample" },
          { name: "Casedrop sandbox" },
        ],
        publicationYear: 2020,
        publisher: "The Cancer Imaging Archive",
        rightsList: [{ rights: series.licenseName }],
        url: "https://www.cancerimagingarchive.net/",
      },
    },
  });
}
