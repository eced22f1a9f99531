// How a JPEG is to be turned when shown: read from its Exif, and written as the only thing an Exif of ours says (CIPA DC-008 4.6.4 A).
import {
  bytesOfLatin1,
  joined,
  startsWith,
  u16be,
  u16le,
  u32be,
  u32le,
} from "./integers.ts";

/** 1: as stored. 2 to 8: mirrored or turned by right angles. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const exifBeginning = bytesOfLatin1("Exif\0\0");
const orientationTag = 0x0112;
const shortType = 3;
const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** True if rows and columns change places. */
export function isOnItsSide(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** True for the payload of an APP1 segment that is an Exif. */
export function isExif(payload: Uint8Array): boolean {
  return startsWith(payload, exifBeginning);
}

/** Orientation in the payload of an APP1 segment; null if it is no Exif or says none. */
export function orientationOf(payload: Uint8Array): Orientation | null {
  if (!isExif(payload)) return null;
  const tiff = payload.subarray(exifBeginning.length);
  const isLittleEndian = startsWith(tiff, [0x49, 0x49, 0x2a, 0x00]);
  if (!isLittleEndian && !startsWith(tiff, [0x4d, 0x4d, 0x00, 0x2a]))
    return null;
  const u16 = isLittleEndian ? u16le : u16be;
  const directory = (isLittleEndian ? u32le : u32be)(tiff, 4);
  const count = u16(tiff, directory);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.length) return null;
    if (u16(tiff, entry) !== orientationTag) continue;
    if (u16(tiff, entry + 2) !== shortType) return null;
    const value = u16(tiff, entry + 8);
    return orientations.find((orientation) => orientation === value) ?? null;
  }
  return null;
}

/** Payload of an APP1 segment that says the orientation and nothing else. */
export function orientationExif(orientation: Orientation): Uint8Array {
  return joined([
    exifBeginning,
    // Big-endian TIFF with one directory of one entry: tag, SHORT, one value, value; no further directory.
    Uint8Array.of(0x4d, 0x4d, 0x00, 0x2a, 0, 0, 0, 8, 0, 1),
    Uint8Array.of(0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0),
    Uint8Array.of(0, 0, 0, 0),
  ]);
}
