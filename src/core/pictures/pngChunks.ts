// A PNG file as its chunks, with their check sums verified (PNG third edition, section 5).
import { crc32 } from "node:zlib";
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  bytesOfLatin1,
  bytesOfU32be,
  joined,
  latin1,
  startsWith,
  u32be,
  u8,
} from "./integers.ts";

export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

/** Image header (11.2.1). */
export interface PngHeader {
  readonly columns: number;
  readonly rows: number;
  readonly bitDepth: number;
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly isInterlaced: boolean;
}

export const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Chunks up to the end chunk, which is the last; what follows it is not looked at. */
export function pngChunks(
  bytes: Uint8Array,
): Result<readonly PngChunk[], PictureProblem> {
  if (!startsWith(bytes, pngSignature)) return failed("damaged");
  const chunks: PngChunk[] = [];
  for (let at = pngSignature.length; at + 12 <= bytes.length;) {
    const end = at + 8 + u32be(bytes, at);
    if (end + 4 > bytes.length) return failed("damaged");
    if (crc32(bytes.subarray(at + 4, end)) !== u32be(bytes, end))
      return failed("damaged");
    const type = latin1(bytes, at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    if (type === "IEND") return success(chunks);
    at = end + 4;
  }
  return failed("damaged");
}

/** Bit depths each colour type may have (table 11.1). */
const bitDepths = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
} as const;

function isColourType(value: number): value is PngHeader["colourType"] {
  return value in bitDepths;
}

/** The header chunk's data; null if they are not of the standard's form. */
export function pngHeader(data: Uint8Array): PngHeader | null {
  const colourType = u8(data, 9);
  const bitDepth = u8(data, 8);
  const interlace = u8(data, 12);
  const depths: readonly number[] = isColourType(colourType)
    ? bitDepths[colourType]
    : [];
  const columns = u32be(data, 0);
  const rows = u32be(data, 4);
  const isValid =
    data.length === 13 &&
    columns > 0 &&
    rows > 0 &&
    depths.includes(bitDepth) &&
    u8(data, 10) === 0 &&
    u8(data, 11) === 0 &&
    interlace <= 1;
  return isValid && isColourType(colourType)
    ? { columns, rows, bitDepth, colourType, isInterlaced: interlace === 1 }
    : null;
}

const samplesByColourType = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** Samples of one pixel. */
export function samplesPerPixel({ colourType }: PngHeader): number {
  return samplesByColourType[colourType];
}

/** A reduced image of an interlaced file, or the image itself: every `stepX`-th pixel of every `stepY`-th row (8.1). */
export interface PngPass {
  readonly firstX: number;
  readonly firstY: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly columns: number;
  readonly rows: number;
}

const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes in file order, empty ones left out. */
export function pngPasses(header: PngHeader): readonly PngPass[] {
  const patterns = header.isInterlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  return patterns
    .map(([firstX, firstY, stepX, stepY]) => ({
      firstX,
      firstY,
      stepX,
      stepY,
      columns: Math.ceil((header.columns - firstX) / stepX),
      rows: Math.ceil((header.rows - firstY) / stepY),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** Bytes of one row of a pass without its filter byte. */
export function pngRowBytes(header: PngHeader, pass: PngPass): number {
  return Math.ceil(
    (pass.columns * samplesPerPixel(header) * header.bitDepth) / 8,
  );
}

/** Bytes of the inflated image data. */
export function pngDataBytes(header: PngHeader): number {
  return pngPasses(header).reduce(
    (sum, pass) => sum + pass.rows * (1 + pngRowBytes(header, pass)),
    0,
  );
}

/** A chunk as it is written: length, type, data, check sum. */
export function pngChunkParts({ type, data }: PngChunk): Uint8Array[] {
  const head = joined([bytesOfU32be(data.length), bytesOfLatin1(type)]);
  const checkSum = crc32(data, crc32(head.subarray(4)));
  return [head, data, bytesOfU32be(checkSum)];
}
