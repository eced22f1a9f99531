// A JPEG without anything but its pixels: tables and scans are copied, everything else is dropped or written anew.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { bytesOfLatin1, startsWith, u8 } from "./integers.ts";
import {
  orientationExif,
  orientationOf,
  type Orientation,
} from "./jpegOrientation.ts";
import { JpegScans } from "./jpegScans.ts";
import {
  hasExactLength,
  isApplicationData,
  isSupportedFrame,
  jpegMarker,
  jpegSegments,
  type JpegSegment,
} from "./jpegSegments.ts";

const jfif = bytesOfLatin1("JFIF\0");
const adobe = bytesOfLatin1("Adobe");

/** Version 1.02, no unit, square pixels, no thumbnail (JFIF 1.02). */
const plainJfif = Uint8Array.of(...jfif, 1, 2, 0, 0, 1, 0, 1, 0, 0);

/**
 * Keeps quantization and Huffman tables, restart interval, frame header and scans, in their order. Of the application data
 * three facts stay, in segments of our own: that it is a JFIF, the colour transform (Adobe APP14), and how to turn it.
 */
export function cleanJpeg(
  bytes: Uint8Array,
): Result<readonly Uint8Array[], PictureProblem> {
  const parsed = jpegSegments(bytes);
  if (!parsed.ok) return parsed;
  const segments = parsed.value;
  const parts: Uint8Array[] = [markerBytes(jpegMarker.startOfImage)];
  pushFacts(parts, segments);
  const coding = new JpegScans();
  let frames = 0;
  let scans = 0;
  for (const segment of segments) {
    const { marker, payload, scan } = segment;
    if (isApplicationData(marker) || marker === jpegMarker.comment) continue;
    if (!isKept(marker)) return failed("unsupported");
    if (!hasExactLength(segment)) return failed("damaged");
    if (isSupportedFrame(marker)) frames += 1;
    if (scan !== null) scans += 1;
    if (scan !== null && frames === 0) return failed("damaged");
    pushSegment(parts, marker, payload);
    coding.take(marker, payload);
    if (scan === null) continue;
    const pictureBytes = coding.endOfScan(payload, scan);
    if (pictureBytes === null) return failed("damaged");
    parts.push(scan.subarray(0, pictureBytes));
  }
  if (frames !== 1 || scans === 0) return failed("damaged");
  parts.push(markerBytes(jpegMarker.endOfImage));
  return success(parts);
}

/** How a JPEG is to be turned when shown. */
export function jpegOrientation(bytes: Uint8Array): Orientation {
  const parsed = jpegSegments(bytes);
  return parsed.ok ? orientationAmong(parsed.value) : 1;
}

function isKept(marker: number): boolean {
  return (
    isSupportedFrame(marker) ||
    marker === jpegMarker.quantization ||
    marker === jpegMarker.huffman ||
    marker === jpegMarker.restartInterval ||
    marker === jpegMarker.startOfScan
  );
}

function pushFacts(
  parts: Uint8Array[],
  segments: readonly JpegSegment[],
): void {
  const application = (marker: number, beginning: Uint8Array) =>
    segments.find(
      (segment) =>
        segment.marker === marker && startsWith(segment.payload, beginning),
    );
  if (application(jpegMarker.app0, jfif) !== undefined)
    pushSegment(parts, jpegMarker.app0, plainJfif);
  const orientation = orientationAmong(segments);
  if (orientation !== 1)
    pushSegment(parts, jpegMarker.app1, orientationExif(orientation));
  const colour = application(jpegMarker.app14, adobe);
  // Version 100, no flags, colour transform (Adobe TN 5116, section 18).
  if (colour !== undefined && colour.payload.length >= 12)
    pushSegment(
      parts,
      jpegMarker.app14,
      Uint8Array.of(...adobe, 0, 100, 0, 0, 0, 0, u8(colour.payload, 11)),
    );
}

function orientationAmong(segments: readonly JpegSegment[]): Orientation {
  for (const { marker, payload } of segments) {
    const orientation =
      marker === jpegMarker.app1 ? orientationOf(payload) : null;
    if (orientation !== null) return orientation;
  }
  return 1;
}

function markerBytes(marker: number): Uint8Array {
  return Uint8Array.of(0xff, marker);
}

function pushSegment(
  parts: Uint8Array[],
  marker: number,
  payload: Uint8Array,
): void {
  const length = payload.length + 2;
  parts.push(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), payload);
}
