// A zip archive of stored entries with fixed times, whose bytes depend on nothing but the entries (APPNOTE 6.3.3).
import { bytesOfLatin1, joined } from "./integers.ts";

/** A file of the archive. */
export interface ZipEntry {
  /** ASCII, without folders. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly crc32: number;
}

/** Sizes and places are 32 bits wide without the extension that not every reader knows; so are they counted. */
export const mostZipBytes = 0xffffffff;
export const mostZipEntries = 0xffff;

/** What stands around the files: a head before each, and the directory after the last. */
export interface ZipFrame {
  /** One per entry, in order. */
  readonly heads: readonly Uint8Array[];
  readonly directory: Uint8Array;
  readonly sizeBytes: number;
}

const version = 20;
/** Midnight on 1 January 1980, the first day of the format. */
const fixedTime = 0;
const fixedDate = 0x0021;

/** Lays out the archive. The sum of everything must stay below `mostZipBytes`. */
export function zipFrame(entries: readonly ZipEntry[]): ZipFrame {
  const heads = entries.map((entry) =>
    joined([u32(0x04034b50), ...commonFields(entry), name(entry)]),
  );
  let offset = 0;
  const records = entries.map((entry, index) => {
    const record = joined([
      u32(0x02014b50),
      u16(version),
      ...commonFields(entry),
      // No comment, first disk, no attributes.
      u16(0, 0, 0),
      u32(0, offset),
      name(entry),
    ]);
    offset += (heads[index]?.length ?? 0) + entry.sizeBytes;
    return record;
  });
  const directory = joined(records);
  const end = joined([
    u32(0x06054b50),
    u16(0, 0, entries.length, entries.length),
    u32(directory.length, offset),
    u16(0),
  ]);
  return {
    heads,
    directory: joined([directory, end]),
    sizeBytes: offset + directory.length + end.length,
  };
}

/** Fields that stand in the head and in the directory alike: version needed to lengths of name and extra field. */
function commonFields(entry: ZipEntry): readonly Uint8Array[] {
  return [
    // No flags, method 0: stored.
    u16(version, 0, 0, fixedTime, fixedDate),
    u32(entry.crc32, entry.sizeBytes, entry.sizeBytes),
    u16(entry.name.length, 0),
  ];
}

function name(entry: ZipEntry): Uint8Array {
  return bytesOfLatin1(entry.name);
}

function u16(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value & 0xff, value >> 8]));
}

function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  return bytes;
}
