// Pixels of a bitmap.
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { bmpImage, bmpRowBytes, type BmpHeader } from "./bmpImage.ts";
import { u16le, u32le, u8 } from "./integers.ts";
import { rgbFrame, rgbRoom } from "./rgbFrame.ts";

/** Places of red, green and blue in 16 bits where the file says none. */
const plainMasks16 = [0x7c00, 0x03e0, 0x001f] as const;

/** In 32 bits. */
const plainMasks32 = [0xff0000, 0xff00, 0xff] as const;

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

/**
 * What the bits beside the colours hold, as grey: alpha, which is not shown, or bits that mean nothing. All of them leave with
 * the picture. None if they are the same in every pixel, or the file is damaged.
 */
export function hiddenInBmp(bytes: Uint8Array): readonly DecodedFrame[] {
  const parsed = bmpImage(bytes);
  if (!parsed.ok) return [];
  const { header, pixelsAt } = parsed.value;
  const { columns, rows, isTopDown } = header;
  const mask = maskBesideColours(header);
  const rgb = mask === 0 ? null : rgbRoom(columns, rows);
  if (rgb === null) return [];
  const rowBytes = bmpRowBytes(header);
  for (let stored = 0; stored < rows; stored += 1) {
    const row = bytes.subarray(pixelsAt + stored * rowBytes);
    const line = (isTopDown ? stored : rows - 1 - stored) * columns;
    for (let x = 0; x < columns; x += 1) {
      const at = (line + x) * 3;
      rgb.fill(masked(valueAt(row, header, x), mask), at, at + 3);
    }
  }
  return rgb.every((value) => value === rgb[0])
    ? []
    : [rgbFrame(columns, rows, rgb)];
}

/** Zero where a pixel is nothing but colour. */
function maskBesideColours({ bitsPerPixel, masks }: BmpHeader): number {
  if (bitsPerPixel !== 16 && bitsPerPixel !== 32) return 0;
  const plain = bitsPerPixel === 16 ? plainMasks16 : plainMasks32;
  const [red, green, blue] = masks ?? plain;
  const all = bitsPerPixel === 16 ? 0xffff : 0xffffffff;
  return (all & ~(red | green | blue)) >>> 0;
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
  const value = valueAt(row, header, x);
  const [red, green, blue] = masks ?? plainMasks16;
  return [masked(value, red), masked(value, green), masked(value, blue)];
}

/** A pixel of 16 or 32 bits. */
function valueAt(
  row: Uint8Array,
  { bitsPerPixel }: BmpHeader,
  x: number,
): number {
  return bitsPerPixel === 16 ? u16le(row, x * 2) : u32le(row, x * 4);
}

/** The bits of a value under a mask, as eight bits. */
function masked(value: number, mask: number): number {
  if (mask === 0) return 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return Math.round((((value & mask) >>> shift) * 255) / most);
}
