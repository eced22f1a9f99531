// The zip directory port on yauzl: it knows Zip64, the encodings of names and the ways in which archivers differ, and reads nothing but the directory.
import { isUtf8 } from "node:buffer";
import {
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type Entry,
  type RandomAccessRead,
} from "yauzl";
import { archiveTooLarge } from "../../core/media/archiveContents.ts";
import { archiveLimits } from "../../core/media/archiveLimits.ts";
import type {
  ReadZipDirectory,
  ZipDirectory,
  ZipRecord,
} from "../../core/media/zipDirectory.ts";
import type { ByteSource } from "../../core/ports/byteSource.ts";
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** Read at a time: yauzl asks for each record in two small pieces. */
const blockBytes = 64 * 1024;
const madeOnUnix = 3;
const dosFolderAttribute = 0x10;
const aesExtraField = 0x9901;
const utf8Flag = 0x800;
/** General purpose bit 6 (APPNOTE 4.4.4): PKWARE's own encryption, at which yauzl gives up all that follows. */
const strongFlag = 0x40;
/** Reserved by PKWARE: carries the bit above through yauzl. */
const carriedStrongFlag = 0x8000;
const recordSignature = 0x02014b50;
/** A record of the directory before its name, which yauzl reads by itself. */
const recordHeadBytes = 46;

/** Reads the directory with yauzl. */
export const readZipDirectory: ReadZipDirectory = async (archive) => {
  const reader = new SourceReader(archive);
  const records: ZipRecord[] = [];
  try {
    const zip = await fromRandomAccessReaderPromise(reader, archive.sizeBytes, {
      autoClose: false,
      // Names are judged one by one; yauzl would give up the whole archive for one bad name.
      decodeStrings: false,
      validateEntrySizes: false,
    });
    if (zip.entryCount > archiveLimits.entries)
      return failed(archiveTooLarge("entries"));
    for await (const entry of zip.eachEntry()) records.push(recordOf(entry));
    return success({ records, damage: null });
  } catch (error) {
    if (reader.failure !== null) return failed(reader.failure);
    return partialDirectory(error, records);
  }
};

/** yauzl says what is wrong in words only. */
function partialDirectory(
  error: unknown,
  records: readonly ZipRecord[],
): Result<ZipDirectory, SkipReason | DiskFailure> {
  if (!(error instanceof Error) || error instanceof TypeError) throw error;
  const damage: SkipReason = error.message.startsWith("multi-disk")
    ? { kind: "archivePart" }
    : { kind: "archiveDamaged" };
  return records.length === 0 ? failed(damage) : success({ records, damage });
}

function recordOf(entry: Entry): ZipRecord {
  const flags = entry.generalPurposeBitFlag;
  const isUnix = entry.versionMadeBy >>> 8 === madeOnUnix;
  const attributes = entry.externalFileAttributes;
  return {
    name: getFileNameLowLevel(
      // Some archivers, that of macOS among them, write UTF-8 and do not mark it. Other text is seldom valid UTF-8 by chance.
      isUtf8(entry.fileNameRaw) ? flags | utf8Flag : flags,
      entry.fileNameRaw,
      entry.extraFields,
      false,
    ),
    method: entry.compressionMethod,
    isEncrypted: (flags & 0x1) !== 0,
    isStronglyEncrypted: (flags & carriedStrongFlag) !== 0,
    hasDataDescriptor: (flags & 0x8) !== 0,
    crc32: entry.crc32,
    modifiedTime: entry.lastModFileTime,
    packedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    headerOffset: entry.relativeOffsetOfLocalHeader,
    unixMode: isUnix ? attributes >>> 16 : 0,
    isDosFolder: (attributes & dosFolderAttribute) !== 0,
    aesExtra: aesExtra(entry),
  };
}

/** A copy: the original would keep everything alive that yauzl read with it. */
function aesExtra(entry: Entry): Uint8Array | null {
  const field = entry.extraFields.find(({ id }) => id === aesExtraField);
  return field === undefined ? null : Uint8Array.from(field.data);
}

/** Moves the mark of strong encryption to where yauzl does not look, so that each record is judged by itself. */
function carryStrongFlag(recordHead: Buffer): void {
  if (recordHead.readUInt32LE(0) !== recordSignature) return;
  const flags = recordHead.readUInt16LE(8);
  const others = flags & ~(strongFlag | carriedStrongFlag);
  const isStrong = (flags & strongFlag) !== 0;
  recordHead.writeUInt16LE(isStrong ? others | carriedStrongFlag : others, 8);
}

/** A byte source as yauzl reads it, through one block that is kept. */
class SourceReader extends RandomAccessReader {
  /** Why a read failed; yauzl only passes an error on. */
  failure: DiskFailure | null = null;
  readonly #source: ByteSource;
  #block: Uint8Array = new Uint8Array(0);
  #blockOffset = 0;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override read(...read: RandomAccessRead): void {
    const [buffer, offset, length, position, callback] = read;
    const done = (bytes: Uint8Array | null) => {
      if (bytes !== null) {
        buffer.set(bytes, offset);
        if (length === recordHeadBytes && bytes.length === length)
          carryStrongFlag(buffer.subarray(offset, offset + length));
      }
      const error = bytes === null ? new Error("The source failed") : null;
      callback(error, bytes?.length ?? 0);
    };
    void this.#read(position, length).then(done);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #read(position: number, length: number): Promise<Uint8Array | null> {
    const start = position - this.#blockOffset;
    if (start < 0 || start + length > this.#block.length) {
      const wanted = Math.max(length, blockBytes);
      const read = await this.#source.read(position, wanted);
      if (!read.ok) {
        this.failure = read.failure;
        return null;
      }
      this.#block = read.value;
      this.#blockOffset = position;
    }
    const from = position - this.#blockOffset;
    return this.#block.subarray(from, from + length);
  }
}
