// Opens one archive, wherever it lies, and lists the files in it.
import { assertNever } from "../../shared/assertNever.ts";
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  ArchiveEntry,
  PlainFile,
  UnreadFile,
} from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { SourceFile } from "../scan/fileTree.ts";
import {
  archiveTooLarge,
  isBeyondRatio,
  type ArchiveListing,
} from "./archiveContents.ts";
import type { ArchiveFormat } from "./archiveFormat.ts";
import { archiveLimits } from "./archiveLimits.ts";
import { isArchivePart } from "./archiveParts.ts";
import { entryRange, isReadInPlace, unpackToScratch } from "./entryData.ts";
import { RangeSource } from "./entrySource.ts";
import { gunzipToScratch } from "./gunzip.ts";
import { listSingle, listTar, type OpenArchive } from "./listTar.ts";
import { listZip } from "./listZip.ts";
import type { Scratch } from "./scratch.ts";
import { skipReasonOf } from "./skipReasonOf.ts";
import { isTarHeader, tarBlockBytes } from "./tarHeader.ts";
import type { ReadZipDirectory } from "./zipDirectory.ts";

/** An archive to list. */
export interface ArchiveRequest {
  readonly file: UnreadFile;
  readonly format: Exclude<ArchiveFormat, "unsupported">;
  /** Archives around it. */
  readonly depth: number;
  /** Tried in order if it is locked. */
  readonly passwords: readonly string[];
}

export interface ArchiveDeps {
  readonly open: (
    path: PlainFile["path"],
  ) => Promise<Result<SourceFile, SkipReason>>;
  readonly scratch: Scratch;
  readonly readZipDirectory: ReadZipDirectory;
}

type Listed = Result<ArchiveListing, SkipReason | DiskFailure>;

/** Lists an archive. A failure is the reason why it is left out whole. */
export async function listArchive(
  request: ArchiveRequest,
  deps: ArchiveDeps,
): Promise<Result<ArchiveListing, SkipReason>> {
  const { file, depth } = request;
  if (depth >= archiveLimits.depth) return failed(archiveTooLarge("depth"));
  const opened =
    file.kind === "file"
      ? await openWhole(file, deps)
      : await openNested(file, deps);
  if (!opened.ok) return failed(skipReasonOf(opened.failure));
  try {
    const listed = await listOpen(opened.value, request, deps);
    return asPart(
      file.path,
      listed.ok ? listed : failed(skipReasonOf(listed.failure)),
    );
  } finally {
    await opened.value.source.close();
  }
}

/** Without the others, the first part of a divided archive looks damaged. */
function asPart(
  path: string,
  listed: Result<ArchiveListing, SkipReason>,
): Result<ArchiveListing, SkipReason> {
  const problem = listed.ok ? listed.value.damage : listed.failure;
  if (problem?.kind !== "archiveDamaged" || !isArchivePart(path, true))
    return listed;
  const part: SkipReason = { kind: "archivePart" };
  return listed.ok ? success({ ...listed.value, damage: part }) : failed(part);
}

async function openWhole(
  {
    path,
    known,
  }: { readonly path: PlainFile["path"]; readonly known?: PlainFile },
  { open }: ArchiveDeps,
): Promise<Result<OpenArchive, SkipReason>> {
  const source = await open(known?.copy ?? path);
  if (!source.ok) return source;
  const { sizeBytes, modifiedAtMs } = source.value;
  const container = known ?? { kind: "file", path, sizeBytes, modifiedAtMs };
  return success({ path, source: source.value, container, offset: 0 });
}

/** An archive in an archive: read in place where it lies open, else unpacked to a private file. */
async function openNested(
  entry: ArchiveEntry,
  deps: ArchiveDeps,
): Promise<Result<OpenArchive, SkipReason | DiskFailure>> {
  const { path, container } = entry;
  const opened = await deps.open(container.copy ?? container.path);
  if (!opened.ok) return opened;
  const source = opened.value;
  if (isReadInPlace(entry)) {
    const range = await entryRange(source, entry);
    if (range.ok) {
      const { offset } = range.value;
      const inner = new RangeSource(source, range.value);
      return success({ path, source: inner, container, offset });
    }
    await source.close();
    return range;
  }
  const unpacked = await unpackNested(source, entry, deps);
  await source.close();
  if (!unpacked.ok) return unpacked;
  const inner = await openWhole(unpacked.value, deps);
  return inner.ok ? success({ ...inner.value, path }) : inner;
}

async function unpackNested(
  source: ByteSource,
  entry: ArchiveEntry,
  { scratch }: ArchiveDeps,
): Promise<Result<PlainFile, SkipReason | DiskFailure>> {
  const { packed, sizeBytes } = entry;
  const packedBytes = packed.kind === "zip" ? packed.packedBytes : sizeBytes;
  return isBeyondRatio(sizeBytes, packedBytes)
    ? failed(archiveTooLarge("ratio"))
    : await unpackToScratch(source, entry, scratch);
}

async function listOpen(
  archive: OpenArchive,
  { format, passwords }: ArchiveRequest,
  deps: ArchiveDeps,
): Promise<Listed> {
  switch (format) {
    case "zip":
      return await listZip(archive, deps.readZipDirectory, passwords);
    case "tar":
      return await listTar(archive);
    case "gzip":
      return await listGzip(archive, deps);
    default:
      return assertNever(format, "archive format");
  }
}

/** A gzip file holds one file; if that is a tar archive, its files are meant. */
async function listGzip(
  archive: OpenArchive,
  deps: ArchiveDeps,
): Promise<Listed> {
  const unpacked = await gunzipToScratch(archive.source, deps.scratch);
  if (!unpacked.ok) return unpacked;
  const { file, isWhole } = unpacked.value;
  const inner = await openWhole(file, deps);
  if (!inner.ok) return inner;
  const open = { ...inner.value, path: archive.path };
  try {
    const beginning = await open.source.read(0, tarBlockBytes);
    if (!beginning.ok) return beginning;
    const listed = isTarHeader(beginning.value)
      ? await listTar(open)
      : listSingle(open, nameWithoutGz(archive.path));
    if (!listed.ok || isWhole) return listed;
    return success({ ...listed.value, damage: { kind: "archiveDamaged" } });
  } finally {
    await open.source.close();
  }
}

function nameWithoutGz(path: string): string {
  const name = path.split(/[/\\!]/).at(-1) ?? "";
  return name.replace(/\.gz$/i, "") || "content";
}
