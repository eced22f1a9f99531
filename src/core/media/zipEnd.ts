// Finds where a zip archive begins and ends in its file: programs stand before archives that unpack themselves, comments and stray bytes behind them.
import type { DiskFailure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { RangeSource } from "./entrySource.ts";

/** The archive proper. */
interface ZipExtent {
  /** Bytes before it. */
  readonly offset: number;
  /** Without its comment and what comes after. */
  readonly length: number;
  /** Bytes of the comment that its last record claims. */
  readonly commentBytes: number;
}

/** End of central directory record (APPNOTE 4.3.16) without its comment. */
const endRecordBytes = 22;
const maxCommentBytes = 0xffff;
const endSignature = 0x06054b50;
const recordSignature = 0x02014b50;
const localHeaderSignature = 0x04034b50;
const maskedFlag = 0x2000;
const zip64LocatorBytes = 20;
const zip64LocatorSignature = 0x07064b50;
/** Signatures that are looked at; comments full of them are no accident. */
const maxCandidates = 16;

/** An archive as a source of its own, for readers that know only bare ones. */
export interface BareZip {
  readonly source: ByteSource;
  /** Where it begins in the file. */
  readonly offset: number;
}

/** The archive in a file; the file as it is if no end of an archive makes sense. Fails as the source fails. */
export async function bareZip(
  file: ByteSource,
): Promise<Result<BareZip, DiskFailure>> {
  const found = await findExtent(file);
  if (!found.ok) return found;
  const extent = found.value;
  const isBare =
    extent === null ||
    (extent.length === file.sizeBytes && extent.commentBytes === 0);
  if (isBare) return success({ source: file, offset: 0 });
  return success({
    source: new WithoutComment(file, extent),
    offset: extent.offset,
  });
}

/** True if an archive lies in the file that does not begin with it, and is not empty. */
export async function hasZipBehind(
  file: ByteSource,
): Promise<Result<boolean, DiskFailure>> {
  const found = await findExtent(file);
  if (!found.ok) return found;
  const extent = found.value;
  return success(extent !== null && extent.length > endRecordBytes);
}

/** True if the archive hides its directory: its local headers are masked then, and say so (APPNOTE 4.4.4, bit 13). */
export async function hasEncryptedDirectory(
  archive: ByteSource,
): Promise<Result<boolean, DiskFailure>> {
  const read = await archive.read(0, 8);
  if (!read.ok) return read;
  const head = Buffer.from(read.value);
  return success(
    head.length === 8 &&
      head.readUInt32LE(0) === localHeaderSignature &&
      (head.readUInt16LE(6) & maskedFlag) !== 0,
  );
}

async function findExtent(
  file: ByteSource,
): Promise<Result<ZipExtent | null, DiskFailure>> {
  const most = endRecordBytes + zip64LocatorBytes + maxCommentBytes;
  const tailOffset = Math.max(0, file.sizeBytes - most);
  const read = await file.read(tailOffset, most);
  if (!read.ok) return read;
  const tail = read.value;
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
  let candidates = 0;
  let best: ZipExtent | null = null;
  for (let at = tail.length - endRecordBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (++candidates > maxCandidates) break;
    const checked = await extentAt(file, view, { at, tailOffset });
    if (!checked.ok) return checked;
    const extent = checked.value;
    if (extent === null) continue;
    // A record whose comment ends with the file is the end; others may be followed by stray bytes.
    if (at + endRecordBytes + extent.commentBytes === tail.length)
      return success(extent);
    best ??= extent;
  }
  return success(best);
}

/** The archive that ends with the record at `at` of the tail; null if there is none. */
async function extentAt(
  file: ByteSource,
  view: DataView,
  { at, tailOffset }: { readonly at: number; readonly tailOffset: number },
): Promise<Result<ZipExtent | null, DiskFailure>> {
  const commentBytes = view.getUint16(at + 20, true);
  const end = tailOffset + at + endRecordBytes;
  const hasLocator =
    at >= zip64LocatorBytes &&
    view.getUint32(at - zip64LocatorBytes, true) === zip64LocatorSignature;
  if (hasLocator) return success({ offset: 0, length: end, commentBytes });
  const directoryBytes = view.getUint32(at + 12, true);
  const directoryOffset = view.getUint32(at + 16, true);
  const directoryStart = tailOffset + at - directoryBytes;
  const offset = directoryStart - directoryOffset;
  if (offset < 0) return success(null);
  const extent = { offset, length: end - offset, commentBytes };
  if (directoryBytes === 0) return success(extent);
  const read = await file.read(directoryStart, 4);
  if (!read.ok) return read;
  const first = Buffer.from(read.value);
  const isDirectory =
    first.length === 4 && first.readUInt32LE() === recordSignature;
  return success(isDirectory ? extent : null);
}

/** The archive with no comment in its last record. */
class WithoutComment extends RangeSource {
  override async read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const read = await super.read(offset, length);
    if (!read.ok) return read;
    const commentLengthAt = this.sizeBytes - 2 - offset;
    if (read.value.length <= commentLengthAt) return read;
    // A copy: what was read may be shared.
    const bytes = Uint8Array.from(read.value);
    bytes.fill(0, Math.max(0, commentLengthAt));
    return success(bytes);
  }
}
