// Writes a zip archive of CT slices straight to disk, so that it can be larger than memory; in Zip64, as such archives are.
import { closeSync, openSync, writeSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";
import { ctSlices } from "./ctSlices.mjs";

const longestStoredBlock = 65_535;

/**
 * Writes the archive. Resolves to its size.
 * @param {string} path @param {{ files: number, rows: number, isDeflated: boolean }} options
 */
export function writeZipOfSlices(path, { files, rows, isDeflated }) {
  const descriptor = openSync(path, "w");
  const directory = [];
  let offset = 0;
  const write = (bytes) => {
    offset += writeSync(descriptor, bytes);
  };
  let packedPixels = null;
  for (const { name, head, tail, pixelOffset } of ctSlices({ files, rows })) {
    const start = tail.subarray(0, pixelOffset + 4);
    const rest = tail.subarray(pixelOffset + 4);
    // Packed once: it is the same in all slices, and what differs goes before it in a block of its own.
    packedPixels ??= deflateRawSync(rest, { level: 6 });
    const parts = isDeflated
      ? [storedBlock(Buffer.concat([head, start])), packedPixels]
      : [head, tail];
    const entry = {
      name: Buffer.from(name),
      method: isDeflated ? 8 : 0,
      crc: crc32(tail, crc32(head)),
      sizeBytes: head.length + tail.length,
      packedBytes: parts.reduce((sum, part) => sum + part.length, 0),
      offset,
    };
    directory.push(entry);
    write(localHeader(entry));
    for (const part of parts) write(part);
  }
  const directoryOffset = offset;
  for (const entry of directory) write(centralHeader(entry));
  write(ending(directory.length, directoryOffset, offset - directoryOffset));
  closeSync(descriptor);
  return offset;
}

/** A block of deflate that is not the last and not packed (RFC 1951 3.2.4). */
function storedBlock(bytes) {
  if (bytes.length > longestStoredBlock) throw new Error("Header too long");
  const head = Buffer.alloc(5);
  head.writeUInt16LE(bytes.length, 1);
  head.writeUInt16LE(~bytes.length & 0xffff, 3);
  return Buffer.concat([head, bytes]);
}

function commonFields({ method, crc, packedBytes, sizeBytes }) {
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(45, 0);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(0x5821, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packedBytes, 14);
  fields.writeUInt32LE(sizeBytes, 18);
  return fields;
}

function localHeader(entry) {
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(entry.name.length, 0);
  return Buffer.concat([
    Buffer.from("PK\x03\x04", "latin1"),
    commonFields(entry),
    lengths,
    entry.name,
  ]);
}

function centralHeader(entry) {
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(entry.offset), 4);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(entry.name.length, 0);
  tail.writeUInt16LE(extra.length, 2);
  tail.writeUInt32LE(0xffffffff, 14);
  return Buffer.concat([
    Buffer.from("PK\x01\x02", "latin1"),
    Buffer.of(45, 3),
    commonFields(entry),
    tail,
    entry.name,
    extra,
  ]);
}

function ending(count, offset, length) {
  const record = Buffer.alloc(56);
  record.write("PK\x06\x06", "latin1");
  record.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(count), at);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 0xff);
  end.write("PK\x05\x06", "latin1");
  end.fill(0, 4, 8);
  end.fill(0, 20);
  return Buffer.concat([record, locator, end]);
}
