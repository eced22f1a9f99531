// A JPEG file as its segments (ITU-T T.81 annex B), each checked against the form the standard gives it.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { startsWith, u16be, u8 } from "./integers.ts";

/** One marker segment. `scan` follows a start of scan: its entropy-coded data with restart markers. */
export interface JpegSegment {
  /** Second byte of the marker. */
  readonly marker: number;
  /** Without marker and length. */
  readonly payload: Uint8Array;
  readonly scan: Uint8Array | null;
}

export const jpegMarker = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  quantization: 0xdb,
  huffman: 0xc4,
  restartInterval: 0xdd,
  baseline: 0xc0,
  extended: 0xc1,
  progressive: 0xc2,
  app0: 0xe0,
  app1: 0xe1,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
} as const;

export const jpegBeginning = [0xff, 0xd8, 0xff];

/** Start-of-frame markers of coding processes that browsers decode. */
export function isSupportedFrame(marker: number): boolean {
  return marker >= jpegMarker.baseline && marker <= jpegMarker.progressive;
}

export function isApplicationData(marker: number): boolean {
  return marker >= jpegMarker.app0 && marker <= jpegMarker.app15;
}

/** The segments between start and end of the image; what follows the end is not looked at. `damaged` if there is no end. */
export function jpegSegments(
  bytes: Uint8Array,
): Result<readonly JpegSegment[], PictureProblem> {
  if (!startsWith(bytes, jpegBeginning)) return failed("damaged");
  const segments: JpegSegment[] = [];
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return failed("damaged");
    // Any number of fill bytes may stand before a marker (B.1.1.2).
    while (bytes[at] === 0xff) at += 1;
    const marker = bytes[at];
    if (marker === undefined) return failed("damaged");
    at += 1;
    if (marker === jpegMarker.endOfImage) return success(segments);
    if (hasNoLength(marker)) return failed("damaged");
    const end = at + u16be(bytes, at);
    if (end < at + 2 || end > bytes.length) return failed("damaged");
    const payload = bytes.subarray(at + 2, end);
    at = end;
    let scan: Uint8Array | null = null;
    if (marker === jpegMarker.startOfScan) {
      at = endOfScan(bytes, at);
      scan = bytes.subarray(end, at);
    }
    segments.push({ marker, payload, scan });
  }
}

/** Stand-alone and reserved markers, none of which belongs between segments. */
function hasNoLength(marker: number): boolean {
  return marker < 0xc0 || (marker >= 0xd0 && marker <= jpegMarker.startOfImage);
}

/** Where entropy-coded data end: before the first marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = u8(bytes, at + 1);
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
    at += 2;
  }
}

/** True if the payload of a segment that decoders need has exactly the length its own content gives it, so that nothing hides in it. */
export function hasExactLength({ marker, payload }: JpegSegment): boolean {
  switch (marker) {
    case jpegMarker.quantization:
      return endOfTables(payload, (at) => (u8(payload, at) < 16 ? 65 : 129));
    case jpegMarker.huffman:
      return endOfTables(payload, (at) => {
        const counts = payload.subarray(at + 1, at + 17);
        return 17 + counts.reduce((sum, count) => sum + count, 0);
      });
    case jpegMarker.restartInterval:
      return payload.length === 2;
    case jpegMarker.startOfScan:
      return payload.length === 4 + 2 * u8(payload, 0);
    default:
      return (
        isSupportedFrame(marker) && payload.length === 6 + 3 * u8(payload, 5)
      );
  }
}

function endOfTables(
  payload: Uint8Array,
  lengthAt: (at: number) => number,
): boolean {
  let at = 0;
  while (at < payload.length) at += lengthAt(at);
  return at === payload.length && at > 0;
}
