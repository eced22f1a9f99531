// A zip as a server writes it on the fly: sizes behind the data, the directory at the end (APPNOTE 4.3).
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A file as it stands in a zip: deflated, with what is told of it beside the data. */
export interface PackedFile {
  readonly name: string;
  readonly packed: Buffer;
  readonly sizeBytes: number;
  readonly crc: number;
}

/** The pieces in order; a reader that stops in between has a broken archive. */
export function streamedZip(
  files: Iterable<ZipFile>,
  isZip64 = false,
): Generator<Buffer> {
  return zipOfPacked(packedFiles(files), isZip64);
}

function* packedFiles(files: Iterable<ZipFile>): Generator<PackedFile> {
  for (const { name, bytes } of files)
    yield {
      name,
      packed: deflateRawSync(bytes, { level: 1 }),
      sizeBytes: bytes.length,
      crc: crc32(bytes),
    };
}

/** The same of files that are packed already, one at a time. */
export function* zipOfPacked(
  files: Iterable<PackedFile>,
  isZip64: boolean,
): Generator<Buffer> {
  const records: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, sizeBytes, crc } of files) {
    const nameBytes = Buffer.from(name, "utf8");
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(isZip64 ? 45 : 20, 4);
    // Sizes follow the data; names are UTF-8.
    local.writeUInt16LE(0x808, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(nameBytes.length, 26);
    const descriptor = Buffer.alloc(16);
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc, 4);
    descriptor.writeUInt32LE(packed.length, 8);
    descriptor.writeUInt32LE(sizeBytes, 12);
    records.push(
      directoryRecord({
        nameBytes,
        crc,
        packedBytes: packed.length,
        sizeBytes,
        offset,
        isZip64,
      }),
    );
    const entry = Buffer.concat([local, nameBytes, packed, descriptor]);
    offset += entry.length;
    yield entry;
  }
  const directory = Buffer.concat(records);
  yield directory;
  yield ending(records.length, directory.length, offset, isZip64);
}

function directoryRecord(entry: {
  readonly nameBytes: Buffer;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
  readonly isZip64: boolean;
}): Buffer {
  const { isZip64, nameBytes } = entry;
  const unknown = 0xffffffff;
  const extra = Buffer.alloc(isZip64 ? 28 : 0);
  if (isZip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(entry.sizeBytes), 4);
    extra.writeBigUInt64LE(BigInt(entry.packedBytes), 12);
    extra.writeBigUInt64LE(BigInt(entry.offset), 20);
  }
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(isZip64 ? 45 : 20, 4);
  record.writeUInt16LE(isZip64 ? 45 : 20, 6);
  record.writeUInt16LE(0x808, 8);
  record.writeUInt16LE(8, 10);
  record.writeUInt32LE(entry.crc, 16);
  record.writeUInt32LE(isZip64 ? unknown : entry.packedBytes, 20);
  record.writeUInt32LE(isZip64 ? unknown : entry.sizeBytes, 24);
  record.writeUInt16LE(nameBytes.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(isZip64 ? unknown : entry.offset, 42);
  return Buffer.concat([record, nameBytes, extra]);
}

function ending(
  count: number,
  directoryBytes: number,
  offset: number,
  isZip64: boolean,
): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(isZip64 ? 0xffff : count, 8);
  end.writeUInt16LE(isZip64 ? 0xffff : count, 10);
  end.writeUInt32LE(isZip64 ? 0xffffffff : directoryBytes, 12);
  end.writeUInt32LE(isZip64 ? 0xffffffff : offset, 16);
  if (!isZip64) return end;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}
