// Recognises a picture by its content, from a few reads of its beginning.
import type { PictureFacts } from "../model/picture.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { bmpHeader } from "./bmpImage.ts";
import { isGifBeginning } from "./gifBlocks.ts";
import { startsWith, u16be, u16le, u8 } from "./integers.ts";
import { isSupportedFrame, jpegBeginning, jpegMarker } from "./jpegSegments.ts";
import { isMp4Beginning, mp4Facts } from "./mp4Facts.ts";
import { pngHeader, pngSignature } from "./pngChunks.ts";

/** Bytes that are enough for every format whose size stands at its beginning. */
const beginningBytes = 4096;

/** More segments before the frame than any camera writes. */
const mostSegments = 1000;

/** What the file is and how large its image; null if it is no picture of the formats the service takes, or its head is damaged. */
export async function recognisePicture(
  file: ByteSource,
): Promise<PictureFacts | null> {
  const read = await file.read(0, beginningBytes);
  if (!read.ok) return null;
  const bytes = read.value;
  if (startsWith(bytes, jpegBeginning)) return jpegFacts(file);
  if (isMp4Beginning(bytes)) return mp4Facts(file);
  if (startsWith(bytes, pngSignature)) {
    const header = pngHeader(bytes.subarray(16, 29));
    return header === null ? null : { format: "png", ...sizeOf(header) };
  }
  if (isGifBeginning(bytes))
    return withPixels({
      format: "gif",
      columns: u16le(bytes, 6),
      rows: u16le(bytes, 8),
    });
  const header = bmpHeader(bytes);
  return header === null
    ? null
    : withPixels({ format: "bmp", ...sizeOf(header) });
}

function sizeOf({ columns, rows }: Omit<PictureFacts, "format">) {
  return { columns, rows };
}

function withPixels(facts: PictureFacts): PictureFacts | null {
  return facts.columns > 0 && facts.rows > 0 ? facts : null;
}

/** Walks from segment to segment: Exif and colour profiles often fill more than what one read brings. */
async function jpegFacts(file: ByteSource): Promise<PictureFacts | null> {
  let at = 2;
  for (let count = 0; count < mostSegments; count += 1) {
    // Fill byte and marker, length, precision, rows, columns.
    const read = await file.read(at, 9);
    if (!read.ok || read.value.length < 9) return null;
    const head = read.value;
    if (u8(head, 0) !== 0xff) return null;
    const marker = u8(head, 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isSupportedFrame(marker))
      return withPixels({
        format: "jpeg",
        columns: u16be(head, 7),
        rows: u16be(head, 5),
      });
    if (marker < 0xc0 || marker === jpegMarker.startOfScan) return null;
    at += 2 + u16be(head, 2);
  }
  return null;
}
