// Recognises series of public archives among files that were dropped or named, by the records that fetching left beside them.
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
  damagedSeries,
  publicSeriesOf,
  type PublicSeries,
} from "../../core/archive/credit/publicSeries.ts";
import { readProvenance } from "../../core/archive/download/provenance.ts";
import { isRecordName } from "../../core/archive/download/recordName.ts";
import type { ArchiveEntry } from "../../core/model/fileSource.ts";
import type { ScannedInstance, SkippedFile } from "../../core/model/stack.ts";
import { errnoOf } from "../../shared/diskErrors.ts";

/** Reads a whole file that lies in an archive file; null where that fails. */
export type ReadPacked = (entry: ArchiveEntry) => Promise<string | null>;

/** Where records may lie beside the files that were read. */
export interface RecordPlaces {
  /** Folders that this program fetches into. */
  readonly stores: readonly string[];
  readonly readPacked: ReadPacked;
}

/** What was read below some roots. */
export interface FilesRead {
  readonly instances: readonly ScannedInstance[];
  readonly skipped: readonly SkippedFile[];
}

/** A record has some 300 bytes a file; the largest series known have tens of thousands. */
const maxRecordBytes = 64 * 1024 * 1024;

/**
 * What the records say of the series that were read, each series once. A record lies beside the folder of its series, so one is
 * either among the files read, packed into a zip or not, or beside a root. Where the images came without it, the record in one
 * of the stores knows the series by its UID. Never fails: one that is named like the record of a series and does not tell of it
 * is damaged, and the series is held back, whatever another record says.
 */
export async function fetchedSeriesAmong(
  roots: readonly string[],
  { instances, skipped }: FilesRead,
  { stores, readPacked }: RecordPlaces,
): Promise<readonly PublicSeries[]> {
  // A header can hold anything in place of a UID.
  const uids = new Set<string>(
    instances
      .map(({ header }) => header.seriesInstanceUID)
      .filter((uid) => isRecordName(`${uid}.json`)),
  );
  const found = new Map<string, PublicSeries>();
  const take = (path: string, text: RecordText) => {
    const record = typeof text === "string" ? readProvenance(text) : null;
    const named = seriesNamedBy(path);
    if (record !== null && uids.has(record.seriesInstanceUID))
      if (!isHeld(found.get(record.seriesInstanceUID)))
        found.set(record.seriesInstanceUID, publicSeriesOf(record));
    const isOfIts = record?.seriesInstanceUID === named;
    if (text !== noRecord && uids.has(named) && !isOfIts)
      found.set(named, damagedSeries(named));
  };
  for (const place of new Set([
    ...recordsAmong(skipped, instances),
    ...recordsBeside(roots, instances, uids),
  ]))
    take(place, await recordAt(place));
  for (const { packedRecord } of skipped) {
    if (packedRecord === undefined) continue;
    const isReadable = packedRecord.sizeBytes <= maxRecordBytes;
    const text = isReadable ? await readPacked(packedRecord) : null;
    take(packedRecord.path, text);
  }
  // One that lies with the images says what was decided of these very files.
  for (const uid of uids) {
    if (found.has(uid)) continue;
    for (const store of stores) {
      const place = join(store, `${uid}.json`);
      take(place, await recordAt(place));
    }
  }
  return [...found.values()];
}

/** The series whose record is named so; a packed one may lie at the top of its archive. */
function seriesNamedBy(path: string): string {
  return /(?:^|[/\\!])([0-9.]+)\.json$/.exec(path)?.[1] ?? "";
}

function isHeld(series: PublicSeries | undefined): boolean {
  return (
    series?.verdict.kind === "blocked" &&
    series.verdict.reason === "recordDamaged"
  );
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
      isRecordName(basename(path)) ||
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

/** Text of a record; null for one that cannot be read. */
type RecordText = string | null | typeof noRecord;

/** There is no such file. */
const noRecord = Symbol("no record");

async function recordAt(path: string): Promise<RecordText> {
  try {
    const { size } = await stat(path);
    return size > maxRecordBytes ? null : await readFile(path, "utf8");
  } catch (error) {
    // Where a part of the way is no folder, there is no file either.
    return ["ENOENT", "ENOTDIR"].includes(errnoOf(error)) ? noRecord : null;
  }
}
