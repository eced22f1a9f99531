// Opens found files in a worker thread, whether they lie in a folder or in an archive.
import {
  freeBytesFor,
  scratchFolder,
  type ScratchPlace,
} from "../adapters/archives/scratchFolder.ts";
import { readZipDirectory } from "../adapters/archives/yauzlDirectory.ts";
import { openSourceFile } from "../adapters/fileTree/fileByteSource.ts";
import { systemClock } from "../adapters/systemClock.ts";
import type { ArchiveListing } from "../core/media/archiveContents.ts";
import { openEntry } from "../core/media/entrySource.ts";
import { listArchive, type ArchiveRequest } from "../core/media/listArchive.ts";
import { patientSource, withPatience } from "../core/media/patientReads.ts";
import type { Decrypt, Scratch } from "../core/media/scratch.ts";
import { scratchWithRoom } from "../core/media/scratchRoom.ts";
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
import { WaningPatience } from "./waningPatience.ts";

/** Reading of found files, with patience where a disc or share fails for a moment. */
export interface FoundFiles {
  /** Opens a file of this computer, or a scratch file. */
  readonly openPath: (
    path: LocalPath,
  ) => Promise<Result<SourceFile, SkipReason>>;
  readonly scratch: Scratch;
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

/** Found files for one thread; what has to be unpacked goes to the scratch folder, as long as there is room. */
export function foundFiles(place: ScratchPlace): FoundFiles {
  const scratch = scratchWithRoom(scratchFolder(place), () =>
    freeBytesFor(place.folder),
  );
  const open = (path: LocalPath) => openPatiently(path, scratch);
  const openSame = (file: PlainFile) => openUnchanged(file, scratch);
  const entryDeps = { scratch, open: openSame };
  return {
    openPath: open,
    scratch,
    async open(file) {
      if (file.kind === "file") return await open(file.path);
      const opened = await openEntry(file, entryDeps);
      return opened.ok
        ? success(asSourceFile(opened.value, file.container))
        : failed(skipReasonOf(opened.failure));
    },
    openAgain: (source) =>
      source.kind === "file" ? openSame(source) : openEntry(source, entryDeps),
    list: (request) =>
      listArchive(request, { open, scratch, readZipDirectory }),
  };
}

/** Of this thread, so that a drive that was pulled out does not hold up thousands of files. */
const patience = new WaningPatience(systemClock);

async function openPatiently(
  path: LocalPath,
  scratch: Scratch,
): Promise<Result<SourceFile, SkipReason>> {
  const opened = await withPatience(patience, () => openSourceFile(path));
  if (!opened.ok) return opened;
  const source = patientSource(opened.value, patience);
  const decrypt = scratch.decryptionOf(path);
  return success(decrypt === null ? source : decryptedSource(source, decrypt));
}

function decryptedSource(source: SourceFile, decrypt: Decrypt): SourceFile {
  const { sizeBytes, modifiedAtMs } = source;
  return {
    sizeBytes,
    modifiedAtMs,
    async read(offset, length) {
      const read = await source.read(offset, length);
      return read.ok ? success(decrypt(read.value, offset)) : read;
    },
    close: () => source.close(),
  };
}

async function openUnchanged(
  file: PlainFile,
  scratch: Scratch,
): Promise<Result<SourceFile, DiskFailure>> {
  const copy = await openCopy(file, scratch);
  if (copy !== null) return success(copy);
  const opened = await openPatiently(file.path, scratch);
  if (!opened.ok) return failed(diskFailureOf(opened.failure));
  const { sizeBytes, modifiedAtMs } = opened.value;
  if (sizeBytes === file.sizeBytes && modifiedAtMs === file.modifiedAtMs)
    return opened;
  await opened.value.close();
  return failed({ kind: "sourceChanged" });
}

/** Null if there is none, or none any more: the file itself may still be there. */
async function openCopy(
  { copy, sizeBytes }: PlainFile,
  scratch: Scratch,
): Promise<SourceFile | null> {
  if (copy === undefined) return null;
  const opened = await openPatiently(copy, scratch);
  if (!opened.ok) return null;
  if (opened.value.sizeBytes === sizeBytes) return opened.value;
  await opened.value.close();
  return null;
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
