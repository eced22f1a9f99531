// Opens found files in a worker thread, whether they lie in a folder or in an archive.
import { scratchFolder } from "../adapters/archives/scratchFolder.ts";
import { readZipDirectory } from "../adapters/archives/yauzlDirectory.ts";
import { openSourceFile } from "../adapters/fileTree/fileByteSource.ts";
import { systemClock } from "../adapters/systemClock.ts";
import type { ArchiveListing } from "../core/media/archiveContents.ts";
import { openEntry } from "../core/media/entrySource.ts";
import { listArchive, type ArchiveRequest } from "../core/media/listArchive.ts";
import { patientSource, withPatience } from "../core/media/patientReads.ts";
import { skipReasonOf } from "../core/media/skipReasonOf.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type {
  FileSource,
  PlainFile,
  UnreadFile,
} from "../core/model/fileSource.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { SourceFile } from "../core/scan/fileTree.ts";
import type { DiskFailure, SkipReason } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Reading of found files, with patience where a disc or share fails for a moment. */
export interface FoundFiles {
  /** Opens a file for the scan. */
  readonly open: (file: UnreadFile) => Promise<Result<SourceFile, SkipReason>>;
  /** Opens a file that was scanned, if it is still the same. */
  readonly openAgain: (
    source: FileSource,
  ) => Promise<Result<ByteSource, DiskFailure>>;
  /** Lists an archive. */
  readonly list: (
    request: ArchiveRequest,
  ) => Promise<Result<ArchiveListing, SkipReason>>;
}

/** Found files for one thread; what has to be unpacked goes to the scratch folder. */
export function foundFiles(scratchPath: string): FoundFiles {
  const scratch = scratchFolder(scratchPath);
  const entryDeps = { scratch, open: openUnchanged };
  return {
    async open(file) {
      if (file.kind === "file") return await openPatiently(file.path);
      const opened = await openEntry(file, entryDeps);
      return opened.ok
        ? success(asSourceFile(opened.value, file.container))
        : failed(skipReasonOf(opened.failure));
    },
    openAgain: (source) =>
      source.kind === "file"
        ? openUnchanged(source)
        : openEntry(source, entryDeps),
    list: (request) =>
      listArchive(request, { open: openPatiently, scratch, readZipDirectory }),
  };
}

async function openPatiently(
  path: LocalPath,
): Promise<Result<SourceFile, SkipReason>> {
  const opened = await withPatience(systemClock, () => openSourceFile(path));
  return opened.ok ? success(patientSource(opened.value, systemClock)) : opened;
}

async function openUnchanged(
  file: PlainFile,
): Promise<Result<SourceFile, DiskFailure>> {
  const opened = await openPatiently(file.path);
  if (!opened.ok) return failed(diskFailureOf(opened.failure));
  const { sizeBytes, modifiedAtMs } = opened.value;
  if (sizeBytes === file.sizeBytes && modifiedAtMs === file.modifiedAtMs)
    return opened;
  await opened.value.close();
  return failed({ kind: "sourceChanged" });
}

/** What kept a file from being opened, once it had been found. A link or device in its place is another file. */
function diskFailureOf(reason: SkipReason): DiskFailure {
  if (reason.kind !== "unreadable") return { kind: "sourceChanged" };
  return reason.code === "ENOENT" || reason.code === "ENOTDIR"
    ? { kind: "sourceVanished" }
    : reason;
}

function asSourceFile(source: ByteSource, container: PlainFile): SourceFile {
  const { sizeBytes, firstLookBytes } = source;
  return {
    sizeBytes,
    ...(firstLookBytes !== undefined && { firstLookBytes }),
    modifiedAtMs: container.modifiedAtMs,
    read: (offset, length) => source.read(offset, length),
    close: () => source.close(),
  };
}
