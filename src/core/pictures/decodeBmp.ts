// Pixels of a bitmap.
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { bmpImage, bmpRowBytes, type BmpHeader } from "./bmpImage.ts";
import { u16le, u32le, u8 } from "./integers.ts";
import { rgbFrame, rgbRoom } from "./rgbFrame.ts";

/** Places of red, green and blue in 16 bits where the file says none. */
const plainMasks16 = [0x7c00, 0x03e0, 0x001f] as const;

type Pixel = readonly [number, number, number];

/** RGB of eight bits; null if the file is damaged or packed in a way that is not supported. */
export function decodeBmp(bytes: Uint8Array): DecodedFrame | null {
  const parsed = bmpImage(bytes);
  if (!parsed.ok) return null;
  const { header, colours, pixelsAt } = parsed.value;
  const rowBytes = bmpRowBytes(header);
  const rgb = rgbRoom(header.columns, header.rows);
  if (rgb === null) return null;
  for (let stored = 0; stored < header.rows; stored += 1) {
    const y = header.isTopDown ? stored : header.rows - 1 - stored;
    const row = bytes.subarray(pixelsAt + stored * rowBytes);
    for (let x = 0; x < header.columns; x += 1) {
      const pixel =
        header.bitsPerPixel <= 8
          ? fromColours(colours[indexAt(row, header, x)])
          : trueColour(row, header, x);
      rgb.set(pixel, (y * header.columns + x) * 3);
    }
  }
  return rgbFrame(header.columns, header.rows, rgb);
}

function indexAt(
  row: Uint8Array,
  { bitsPerPixel }: BmpHeader,
  x: number,
): number {
  const bit = x * bitsPerPixel;
  const shift = 8 - bitsPerPixel - (bit & 7);
  return (u8(row, bit >> 3) >> shift) & (2 ** bitsPerPixel - 1);
}

function fromColours(colour: Pixel | undefined): Pixel {
  return colour === undefined ? [0, 0, 0] : [colour[2], colour[1], colour[0]];
}

function trueColour(row: Uint8Array, header: BmpHeader, x: number): Pixel {
  const { bitsPerPixel, masks } = header;
  if (masks === null && bitsPerPixel !== 16) {
    const at = x * (bitsPerPixel / 8);
    return [u8(row, at + 2), u8(row, at + 1), u8(row, at)];
  }
  const value = bitsPerPixel === 16 ? u16le(row, x * 2) : u32le(row, x * 4);
  const [red, green, blue] = masks ?? plainMasks16;
  return [masked(value, red), masked(value, green), masked(value, blue)];
}

/** The bits of a value under a mask, as eight bits. */
function masked(value: number, mask: number): number {
  if (mask === 0) return 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return Math.round((((value & mask) >>> shift) * 255) / most);
}
