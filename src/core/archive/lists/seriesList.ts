// Lists of series as files: `.tcia` manifests of every writer, and tables with a column of UIDs (reference section 8).
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { isUID } from "../call/buildRequest.ts";
import { delimitedLine, delimitedRecords } from "../rows/delimited.ts";

/** A list as read. */
export interface SeriesList {
  /** Each once, in the order of the file. */
  readonly seriesInstanceUIDs: readonly string[];
  /** Lines that hold something and no UID. */
  readonly rejected: number;
  readonly repeated: number;
}

export const maxListBytes = 20 * 1024 * 1024;
const maxSeries = 200_000;

/** Reads a list. `notAManifest` if it names no series, `tooManySeries` beyond 200,000 of them. */
export function readSeriesList(
  text: string,
): Result<SeriesList, ArchiveFailure> {
  const clean = text.replace(/^\uFEFF/, "");
  const column = tableColumn(clean);
  const lines = column ?? manifestLines(clean);
  const uids = new Set<string>();
  let rejected = 0;
  let repeated = 0;
  for (const uid of lines.flatMap(uidsIn)) {
    if (!isUID(uid)) rejected++;
    else if (uids.has(uid)) repeated++;
    else uids.add(uid);
  }
  if (uids.size === 0) return failed({ kind: "notAManifest" });
  if (uids.size > maxSeries)
    return failed({ kind: "tooManySeries", allowed: maxSeries });
  return success({
    seriesInstanceUIDs: [...uids],
    rejected,
    repeated,
  });
}

/**
 * What a line names, be it a UID or not; nothing for a blank one. The rule of the archive's own client is that everything but
 * digits and dots goes; but its server writes a list with commas into one line as it was given (reference section 12), and
 * these UIDs are no longer one.
 */
function uidsIn(line: string): readonly string[] {
  if (line.trim() === "") return [];
  const digits = (text: string) => text.replaceAll(/[^\d.]/g, "");
  const parts = line
    .split(/[\s,;]+/)
    .map(digits)
    .filter((part) => part !== "");
  return parts.some(isUID) ? parts : [digits(line)];
}

/** What follows the marker; without one, lines that set nothing. */
function manifestLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  const marker = lines.findIndex((line) =>
    /^\s*ListOfSeriesToDownload\s*=/i.test(line),
  );
  if (marker < 0) return lines.filter((line) => !line.includes("="));
  const behind = (lines[marker] ?? "").replace(/^[^=]*=/, "");
  return [behind, ...lines.slice(marker + 1)];
}

/** The column of Series Instance UIDs, where the first line is a header that names one. */
function tableColumn(text: string): readonly string[] | null {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const separator = firstLine.includes("\t")
    ? "\t"
    : firstLine.includes(";") && !firstLine.includes(",")
      ? ";"
      : ",";
  const header = delimitedRecords(firstLine, separator)[0] ?? [];
  const at = header.findIndex((name) =>
    ["seriesinstanceuid", "seriesuid", "seriesid"].includes(
      name.toLowerCase().replaceAll(/[^a-z]/g, ""),
    ),
  );
  if (at < 0) return null;
  return delimitedRecords(text, separator)
    .slice(1)
    .map((record) => record[at] ?? "");
}

/** A manifest as TCIA's tools read it; `name` is its own, with time in it. */
export function writeManifest(
  seriesInstanceUIDs: readonly string[],
  name: string,
): string {
  return [
    "downloadServerUrl=https://nbia.cancerimagingarchive.net/nbia-download/servlet/DownloadServlet",
    "includeAnnotation=false",
    "noOfrRetry=4",
    `databasketId=${name.replaceAll(/[\r\n]/g, " ")}`,
    "manifestVersion=3.0",
    "ListOfSeriesToDownload=",
    ...seriesInstanceUIDs,
    "",
  ].join("\n");
}

/** A table of series with what a reader wants to know of each. */
export function writeSeriesTable(series: readonly ArchiveSeries[]): string {
  const header = [
    "SeriesInstanceUID",
    "StudyInstanceUID",
    "PatientID",
    "Collection",
    "Modality",
    "SeriesDescription",
    "ImageCount",
    "FileSize",
    "LicenseName",
    "LicenseURI",
    "DataDescriptionURI",
  ];
  const lines = series.map((each) => [
    each.seriesInstanceUID,
    each.studyInstanceUID,
    each.patientId,
    each.collection,
    each.modality,
    each.description,
    each.imageCount === null ? "" : String(each.imageCount),
    each.sizeBytes === null ? "" : String(each.sizeBytes),
    each.licence.name,
    each.licence.uri,
    each.descriptionUri,
  ]);
  return `${[header, ...lines].map(delimitedLine).join("\n")}\n`;
}
