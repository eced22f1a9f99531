// Recognises a picture by its content, from a few reads of its beginning.
import type { PictureFacts } from "../model/picture.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { bmpHeader } from "./bmpImage.ts";
import { isGifBeginning } from "./gifBlocks.ts";
import { startsWith, u16be, u16le, u8 } from "./integers.ts";
import {
  isExif,
  isOnItsSide,
  orientationOf,
  type Orientation,
} from "./jpegOrientation.ts";
import { isSupportedFrame, jpegBeginning, jpegMarker } from "./jpegSegments.ts";
import { isMp4Beginning, mp4Facts } from "./mp4Facts.ts";
import { pngHeader, pngSignature } from "./pngChunks.ts";

/** Bytes that are enough for every format whose size stands at its beginning. */
const beginningBytes = 4096;

/** Of an Exif, to learn how the picture is turned. */
const firstLookBytes = 512;

/** More segments before the frame than any camera writes. */
const mostSegments = 1000;

/** What the file is and how large its image as it is shown; null if it is no picture of the formats the service takes, or its head is damaged. */
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
  let orientation: Orientation | null = null;
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
    if (isSupportedFrame(marker)) {
      const [across, down] = [u16be(head, 7), u16be(head, 5)];
      const size = isOnItsSide(orientation ?? 1)
        ? { columns: down, rows: across }
        : { columns: across, rows: down };
      return withPixels({ format: "jpeg", ...size });
    }
    if (marker === jpegMarker.app1 && orientation === null)
      orientation = await orientationAt(file, at + 4, u16be(head, 2) - 2);
    if (marker < 0xc0 || marker === jpegMarker.startOfScan) return null;
    at += 2 + u16be(head, 2);
  }
  return null;
}

/** The orientation in a segment's payload: nearly always at its beginning, which is all that is read then. */
async function orientationAt(
  file: ByteSource,
  offset: number,
  length: number,
): Promise<Orientation | null> {
  for (const bytes of [firstLookBytes, length]) {
    const read = await file.read(offset, Math.min(bytes, length));
    const found = read.ok ? orientationOf(read.value) : null;
    if (found !== null) return found;
    if (!read.ok || !isExif(read.value) || length <= firstLookBytes)
      return null;
  }
  return null;
}
