// Recognises series of public archives among files that were dropped or named, by the records that fetching left beside them.
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
  publicSeriesOf,
  type PublicSeries,
} from "../../core/archive/credit/publicSeries.ts";
import { readProvenance } from "../../core/archive/download/provenance.ts";
import type { ScannedInstance, SkippedFile } from "../../core/model/stack.ts";

/** What was read below some roots. */
export interface FilesRead {
  readonly instances: readonly ScannedInstance[];
  readonly skipped: readonly SkippedFile[];
}

/** A record has some 300 bytes a file; the largest series known have tens of thousands. */
const maxRecordBytes = 64 * 1024 * 1024;

/** As the store names records. */
const recordName = /^[0-9][0-9.]{0,63}\.json$/;

/**
 * What the records say of the series that were read, each series once. A record lies beside the folder of its series, so one is
 * either among the files read, or beside a root. Files inside archives are not looked into. Never fails: a file that cannot be
 * read is no record.
 */
export async function fetchedSeriesAmong(
  roots: readonly string[],
  { instances, skipped }: FilesRead,
): Promise<readonly PublicSeries[]> {
  const uids = new Set<string>(
    instances.map(({ header }) => header.seriesInstanceUID),
  );
  const found = new Map<string, PublicSeries>();
  for (const place of new Set([
    ...recordsAmong(skipped, instances),
    ...recordsBeside(roots, instances, uids),
  ])) {
    const series = await seriesOfRecord(place);
    if (series !== null && uids.has(series.seriesInstanceUID))
      found.set(series.seriesInstanceUID, series);
  }
  return [...found.values()];
}

/** Files that are named like a record, or like a folder with images. */
function recordsAmong(
  skipped: readonly SkippedFile[],
  instances: readonly ScannedInstance[],
): readonly string[] {
  const tables = skipped
    .map(({ source }): string => source.path)
    .filter((path) => path.endsWith(".json"));
  if (tables.length === 0) return [];
  const folders = new Set(instances.map(({ source }) => dirname(source.path)));
  return tables.filter(
    (path) =>
      recordName.test(basename(path)) ||
      folders.has(path.slice(0, -".json".length)),
  );
}

/** Beside a folder of one series, or a file in it; also where the folder itself was given another name. */
function recordsBeside(
  roots: readonly string[],
  instances: readonly ScannedInstance[],
  uids: ReadonlySet<string>,
): readonly string[] {
  if (instances.length === 0) return [];
  const files = new Set<string>(instances.map(({ source }) => source.path));
  const folders = new Set(
    roots
      .map((root) => resolve(root))
      .map((path) => (files.has(path) ? dirname(path) : path)),
  );
  const parents = new Set([...folders].map((folder) => dirname(folder)));
  return [
    ...[...folders].map((folder) => `${folder}.json`),
    ...[...parents].flatMap((parent) =>
      [...uids].map((uid) => join(parent, `${uid}.json`)),
    ),
  ];
}

async function seriesOfRecord(path: string): Promise<PublicSeries | null> {
  try {
    const { size } = await stat(path);
    if (size > maxRecordBytes) return null;
    const record = readProvenance(await readFile(path, "utf8"));
    return record === null ? null : publicSeriesOf(record);
  } catch {
    return null;
  }
}
