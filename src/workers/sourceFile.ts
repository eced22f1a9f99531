// One original file as the preparation reads it: on the worker's own thread, in few large reads, and only if it is still the file that was scanned.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { systemPath } from "../adapters/fileTree/systemPaths.ts";
import type { RangeReader } from "../core/deid/applyDeid.ts";
import { archiveLimits } from "../core/media/archiveLimits.ts";
import {
  entryRange,
  isReadInPlace,
  isWholeEntry,
  unpackToScratch,
  unpackWhole,
  type ByteRange,
} from "../core/media/entryData.ts";
import { withPatience } from "../core/media/patientReads.ts";
import type { Decrypt, Scratch } from "../core/media/scratch.ts";
import type {
  ArchiveEntry,
  FileSource,
  PlainFile,
} from "../core/model/fileSource.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import { errnoOf } from "../shared/diskErrors.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { WaningPatience } from "./waningPatience.ts";

/** Memory that one job reads into, over and over: no more than one file or one chunk is held at a time. */
export class ReadBuffer {
  #bytes = Buffer.alloc(0);

  /** The first `length` bytes; what was there before is overwritten. */
  take(length: number): Buffer {
    // Grown in steps, so that files of rising size do not each get a new one.
    if (this.#bytes.byteLength < length)
      this.#bytes = Buffer.allocUnsafeSlow(
        Math.ceil(length / growthBytes) * growthBytes,
      );
    return this.#bytes.subarray(0, length);
  }
}

const growthBytes = 1024 * 1024;
/** Files up to this size are read whole, in one call. */
const wholeFileBytes = 8 * 1024 * 1024;

/** An open original. What it hands out of a small file is valid until the next file is opened with the same buffer. */
export interface SourceFile extends ByteSource, RangeReader {}

/** The calls that reading makes, on the calling thread. */
export interface SynchronousFiles {
  /** For reading; the answer is a descriptor. */
  open(path: string): number;
  stat(descriptor: number): {
    readonly size: number;
    readonly mtimeMs: number;
  };
  /** Reads into `bytes` from `position` of the file; how many there were, 0 at its end. */
  read(descriptor: number, bytes: Buffer, position: number): number;
  close(descriptor: number): void;
}

/** The file system. */
export const nodeFiles: SynchronousFiles = {
  open: (path) => openSync(systemPath(path), "r"),
  stat: (descriptor) => fstatSync(descriptor),
  read: (descriptor, bytes, position) =>
    readSync(descriptor, bytes, 0, bytes.byteLength, position),
  close: closeSync,
};

/** What reading an original needs. */
export interface ReadingDeps {
  readonly files: SynchronousFiles;
  readonly buffer: ReadBuffer;
  readonly scratch: Scratch;
  readonly patience: WaningPatience;
}

/** Opens a file and makes sure that it has not changed since the scan. */
export async function openSourceFile(
  source: FileSource,
  deps: ReadingDeps,
): Promise<Result<SourceFile, RefusalReason>> {
  if (source.kind === "file") {
    const range = { offset: 0, length: source.sizeBytes };
    return await openStretch(source, range, deps);
  }
  const container = await openFile(source.container, deps);
  if (!container.ok) return container;
  try {
    if (!isReadInPlace(source))
      return await openPacked(container.value, source, deps);
    const range = await entryRange(container.value, source);
    if (!range.ok) return failed(refusalOf(range.failure));
    if (range.value.length !== source.sizeBytes) return failed(unpackRefusal);
    const opened = await openStretch(source.container, range.value, deps);
    return opened.ok && opened.value instanceof WholeFile
      ? opened.value.checkedAs(source)
      : opened;
  } finally {
    await container.value.close();
  }
}

/** A file, or the part of one that holds an entry. */
async function openStretch(
  file: PlainFile,
  range: ByteRange,
  deps: ReadingDeps,
): Promise<Result<SourceFile, RefusalReason>> {
  const opened = await openFile(file, deps);
  if (!opened.ok) return opened;
  const large = opened.value.stretch(range);
  if (range.length > wholeFileBytes) return success(large);
  const bytes = await large.readRange(0, range.length);
  await large.close();
  return bytes.ok ? success(new WholeFile(bytes.value)) : bytes;
}

/** An entry that has to be unpacked: into memory if it fits, else to a private file that goes when it is closed. */
async function openPacked(
  container: ByteSource,
  entry: ArchiveEntry,
  deps: ReadingDeps,
): Promise<Result<SourceFile, RefusalReason>> {
  if (entry.sizeBytes <= archiveLimits.inMemoryBytes) {
    const bytes = await unpackWhole(container, entry);
    return bytes.ok
      ? success(new WholeFile(bytes.value))
      : failed(refusalOf(bytes.failure));
  }
  const { scratch } = deps;
  const unpacked = await unpackToScratch(container, entry, scratch);
  if (!unpacked.ok) return failed(refusalOf(unpacked.failure));
  const file = unpacked.value;
  const opened = await openFile(file, deps);
  if (opened.ok) opened.value.afterClose = () => scratch.remove(file);
  else await scratch.remove(file);
  return opened;
}

async function openFile(
  expected: PlainFile,
  deps: ReadingDeps,
): Promise<Result<LargeFile, RefusalReason>> {
  const whole = { offset: 0, length: expected.sizeBytes };
  const copy = openCopy(expected, deps);
  if (copy !== null) return success(new LargeFile(copy, whole, deps));
  const opened = await withPatience(deps.patience, () =>
    openExpected(expected, deps.files),
  );
  if (!opened.ok) return opened;
  const decrypt = deps.scratch.decryptionOf(expected.path);
  return success(new LargeFile({ fd: opened.value, decrypt }, whole, deps));
}

/** Null if there is no copy, or none any more: the file itself may still be there. */
function openCopy(
  { copy, sizeBytes }: PlainFile,
  { files, scratch }: ReadingDeps,
): Descriptor | null {
  if (copy === undefined) return null;
  let fd: number | null = null;
  try {
    fd = files.open(copy);
    if (files.stat(fd).size === sizeBytes)
      return { fd, decrypt: scratch.decryptionOf(copy) };
  } catch {
    // Its medium decides.
  }
  if (fd !== null) closeQuietly(fd, files);
  return null;
}

/** The descriptor of a file that is still as it was. */
function openExpected(
  expected: PlainFile,
  files: SynchronousFiles,
): Result<number, RefusalReason> {
  let fd: number;
  try {
    fd = files.open(expected.path);
  } catch (error) {
    return failed(sourceRefusal(error));
  }
  try {
    const { size, mtimeMs } = files.stat(fd);
    if (
      size === expected.sizeBytes &&
      Math.trunc(mtimeMs) === expected.modifiedAtMs
    )
      return success(fd);
    closeQuietly(fd, files);
    return failed({ kind: "sourceChanged" });
  } catch (error) {
    closeQuietly(fd, files);
    return failed(sourceRefusal(error));
  }
}

/** What systems say when a disc was ejected, a stick pulled out or a share disconnected. */
const vanishedCodes: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "ENODEV",
  "ENXIO",
  "ENOMEDIUM",
  "EHOSTDOWN",
  "EHOSTUNREACH",
]);

function sourceRefusal(
  error: unknown,
): RefusalReason & { readonly kind: "sourceVanished" | "unreadable" } {
  const code = errnoOf(error);
  return vanishedCodes.has(code)
    ? { kind: "sourceVanished" }
    : { kind: "unreadable", code };
}

const unpackRefusal: RefusalReason = {
  kind: "header",
  problem: "unpackFailed",
};

/** Why an image cannot be prepared whose original, or archive, cannot be read. */
export function refusalOf(failure: DiskFailure): RefusalReason {
  switch (failure.kind) {
    case "unpackFailed":
      return unpackRefusal;
    case "sourceVanished":
    case "sourceChanged":
    case "unreadable":
      return failure;
    case "diskFull":
    case "unwritable":
    case "spoolDamaged":
    case "recordDamaged":
    case "inUseElsewhere":
    case "journalLocked":
      return { kind: "unreadable", code: failure.kind };
  }
}

/** A small file, in memory. */
class WholeFile implements SourceFile {
  readonly sizeBytes: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.sizeBytes = bytes.byteLength;
  }

  /** Itself, if it is what the archive says of the entry. */
  checkedAs(entry: ArchiveEntry): Result<WholeFile, RefusalReason> {
    return isWholeEntry(entry, this.#bytes)
      ? success(this)
      : failed(unpackRefusal);
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    return Promise.resolve(
      success(this.#bytes.subarray(offset, offset + length)),
    );
  }

  readRange(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, RefusalReason>> {
    return Promise.resolve(
      offset + length <= this.sizeBytes
        ? success(this.#bytes.subarray(offset, offset + length))
        : failed({ kind: "sourceChanged" }),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An open file; `decrypt` is null if it can be read as it is. */
interface Descriptor {
  readonly fd: number;
  readonly decrypt: Decrypt | null;
}

/** A file, or a part of one, that stays open. */
class LargeFile implements SourceFile {
  readonly sizeBytes: number;
  /** Called once it is closed. */
  afterClose: () => Promise<void> = () => Promise.resolve();
  readonly #descriptor: Descriptor;
  readonly #offset: number;
  readonly #deps: ReadingDeps;

  constructor(descriptor: Descriptor, range: ByteRange, deps: ReadingDeps) {
    this.#descriptor = descriptor;
    this.#offset = range.offset;
    this.sizeBytes = range.length;
    this.#deps = deps;
  }

  /** A part of it; closing the part closes the file. */
  stretch(range: ByteRange): LargeFile {
    return new LargeFile(this.#descriptor, range, this.#deps);
  }

  async read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - offset));
    return await this.#fill(Buffer.allocUnsafeSlow(wanted), offset);
  }

  async readRange(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, RefusalReason>> {
    const read = await this.#fill(this.#deps.buffer.take(length), offset);
    return !read.ok || read.value.byteLength === length
      ? read
      : failed({ kind: "sourceChanged" });
  }

  async close(): Promise<void> {
    closeQuietly(this.#descriptor.fd, this.#deps.files);
    await this.afterClose();
  }

  /** As many bytes as there are. */
  async #fill(
    bytes: Buffer,
    offset: number,
  ): Promise<Result<Uint8Array, ReturnType<typeof sourceRefusal>>> {
    const { patience, files } = this.#deps;
    const { fd, decrypt } = this.#descriptor;
    // A second attempt goes on where the first one failed: nothing is read twice.
    let filled = 0;
    const read = await withPatience(patience, () => {
      try {
        for (;;) {
          const rest = bytes.subarray(filled);
          if (rest.byteLength === 0) break;
          const position = this.#offset + offset + filled;
          const count = files.read(fd, rest, position);
          if (count === 0) break;
          filled += count;
        }
        return success(bytes.subarray(0, filled));
      } catch (error) {
        return failed(sourceRefusal(error));
      }
    });
    if (!read.ok) return read;
    patience.renew();
    return decrypt === null
      ? read
      : success(decrypt(read.value, this.#offset + offset));
  }
}

function closeQuietly(fd: number, files: SynchronousFiles): void {
  try {
    files.close(fd);
  } catch {
    // A file that was only read loses nothing.
  }
}
