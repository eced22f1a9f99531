// A bitmap without anything but its pixels: the header is written anew, rows are copied with their padding emptied.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { success, type Result } from "../../shared/result.ts";
import {
  bmpImage,
  bmpRowBytes,
  type BmpHeader,
  type BmpImage,
} from "./bmpImage.ts";

const fileHeaderBytes = 14;
const plainHeaderBytes = 40;
/** BITMAPV4HEADER: the shortest one with room for four masks. */
const maskedHeaderBytes = 108;
const bitFields = 3;
/** "sRGB": colours are as usual, and no profile lies or is linked in the file. */
const srgbColourSpace = 0x73524742;

/** Keeps size, depth, masks, colours and pixels; resolution, profiles, gaps and what follows the pixels go. */
export function cleanBmp(
  bytes: Uint8Array,
): Result<readonly Uint8Array[], PictureProblem> {
  const parsed = bmpImage(bytes);
  if (!parsed.ok) return parsed;
  const image = parsed.value;
  return success([headerBytesOf(image), pixelRows(bytes, image)]);
}

function headerBytesOf({ header, colours }: BmpImage): Uint8Array {
  const infoBytes =
    header.masks === null ? plainHeaderBytes : maskedHeaderBytes;
  const pixelsAt = fileHeaderBytes + infoBytes + colours.length * 4;
  const pixelBytes = bmpRowBytes(header) * header.rows;
  const bytes = new Uint8Array(pixelsAt);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, pixelsAt + pixelBytes, true);
  view.setUint32(10, pixelsAt, true);
  view.setUint32(14, infoBytes, true);
  view.setInt32(18, header.columns, true);
  view.setInt32(22, header.isTopDown ? -header.rows : header.rows, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, header.bitsPerPixel, true);
  view.setUint32(30, header.masks === null ? 0 : bitFields, true);
  view.setUint32(34, pixelBytes, true);
  view.setUint32(46, colours.length, true);
  header.masks?.forEach((mask, index) => {
    view.setUint32(54 + index * 4, mask, true);
  });
  if (header.masks !== null) view.setUint32(70, srgbColourSpace, true);
  colours.forEach((colour, index) => {
    bytes.set(colour, fileHeaderBytes + infoBytes + index * 4);
  });
  return bytes;
}

function pixelRows(
  bytes: Uint8Array,
  { header, pixelsAt }: BmpImage,
): Uint8Array {
  const rowBytes = bmpRowBytes(header);
  const pixels = bytes.slice(pixelsAt, pixelsAt + rowBytes * header.rows);
  for (let row = 0; row < header.rows; row += 1)
    emptyPadding(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), header);
  return pixels;
}

/** Sets the bits after the last pixel of a row to zero. */
function emptyPadding(
  row: Uint8Array,
  { columns, bitsPerPixel }: BmpHeader,
): void {
  const usedBits = columns * bitsPerPixel;
  row.fill(0, Math.ceil(usedBits / 8));
  const lastBits = usedBits % 8;
  const last = Math.floor(usedBits / 8);
  if (lastBits > 0) row[last] = (row[last] ?? 0) & (0xff << (8 - lastBits));
}
