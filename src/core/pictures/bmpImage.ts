// A Windows bitmap: its header in every known length, its colours and its rows.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { i32le, startsWith, u16le, u32le, u8 } from "./integers.ts";

export interface BmpHeader {
  readonly columns: number;
  readonly rows: number;
  /** Rows come from the top; usually they come from the bottom. */
  readonly isTopDown: boolean;
  readonly bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  /** Bits of red, green, blue and alpha in a pixel of 16 or 32 bits; null where they have their plain places. */
  readonly masks: readonly [number, number, number, number] | null;
}

export interface BmpImage {
  readonly header: BmpHeader;
  /** Blue, green, red per colour. */
  readonly colours: readonly (readonly [number, number, number])[];
  readonly pixelsAt: number;
}

const coreHeaderBytes = 12;
const bitFields = 3;
const alphaBitFields = 6;
const depths: readonly BmpHeader["bitsPerPixel"][] = [1, 4, 8, 16, 24, 32];

export function isBmpBeginning(bytes: Uint8Array): boolean {
  const headerBytes = u32le(bytes, 14);
  return (
    startsWith(bytes, [0x42, 0x4d]) &&
    [coreHeaderBytes, 40, 52, 56, 108, 124].includes(headerBytes) &&
    u16le(bytes, headerBytes === coreHeaderBytes ? 22 : 26) === 1
  );
}

/** Bytes of a stored row: a multiple of four. */
export function bmpRowBytes({ columns, bitsPerPixel }: BmpHeader): number {
  return Math.ceil((columns * bitsPerPixel) / 32) * 4;
}

function depthOf(value: number): BmpHeader["bitsPerPixel"] | null {
  return depths.find((depth) => depth === value) ?? null;
}

/** The header alone; null if it is none or of a packing that is not supported (RLE, JPEG and PNG inside). */
export function bmpHeader(bytes: Uint8Array): BmpHeader | null {
  if (!isBmpBeginning(bytes)) return null;
  const headerBytes = u32le(bytes, 14);
  if (headerBytes === coreHeaderBytes) {
    const bitsPerPixel = depthOf(u16le(bytes, 24));
    const size = { columns: u16le(bytes, 18), rows: u16le(bytes, 20) };
    return bitsPerPixel === null
      ? null
      : { ...size, isTopDown: false, bitsPerPixel, masks: null };
  }
  const rows = i32le(bytes, 22);
  const columns = i32le(bytes, 18);
  const bitsPerPixel = depthOf(u16le(bytes, 28));
  const compression = u32le(bytes, 30);
  const hasMasks = compression === bitFields || compression === alphaBitFields;
  if (bitsPerPixel === null || columns <= 0 || rows === 0) return null;
  if (!hasMasks && compression !== 0) return null;
  if (hasMasks && bitsPerPixel !== 16 && bitsPerPixel !== 32) return null;
  const hasAlphaMask = compression === alphaBitFields || headerBytes >= 56;
  return {
    columns,
    rows: Math.abs(rows),
    isTopDown: rows < 0,
    bitsPerPixel,
    masks: hasMasks
      ? [
          u32le(bytes, 54),
          u32le(bytes, 58),
          u32le(bytes, 62),
          hasAlphaMask ? u32le(bytes, 66) : 0,
        ]
      : null,
  };
}

/** Header, colours and the place of the rows, which must all be there. */
export function bmpImage(bytes: Uint8Array): Result<BmpImage, PictureProblem> {
  const header = bmpHeader(bytes);
  if (header === null)
    return failed(isBmpBeginning(bytes) ? "unsupported" : "damaged");
  const pixelsAt = u32le(bytes, 10);
  const pixelBytes = bmpRowBytes(header) * header.rows;
  if (pixelsAt < 26 || pixelsAt + pixelBytes > bytes.length)
    return failed("damaged");
  const headerBytes = u32le(bytes, 14);
  const colourBytes = headerBytes === coreHeaderBytes ? 3 : 4;
  const count = colourCount(bytes, header, headerBytes);
  const coloursAt = 14 + headerBytes;
  if (count > 256 || coloursAt + count * colourBytes > pixelsAt)
    return failed("damaged");
  const colours = Array.from({ length: count }, (_, index) => {
    const at = coloursAt + index * colourBytes;
    return [u8(bytes, at), u8(bytes, at + 1), u8(bytes, at + 2)] as const;
  });
  return success({ header, colours, pixelsAt });
}

/** Colours of a palette image; those beside true colour are a mere suggestion and do not count. */
function colourCount(
  bytes: Uint8Array,
  { bitsPerPixel }: BmpHeader,
  headerBytes: number,
): number {
  if (bitsPerPixel > 8) return 0;
  const said = headerBytes === coreHeaderBytes ? 0 : u32le(bytes, 46);
  return said === 0 ? 2 ** bitsPerPixel : said;
}
