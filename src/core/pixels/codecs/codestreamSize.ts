// Reads the headers of JPEG-LS and JPEG 2000 codestreams: what they will decode to, known before a codec allocates for it.
import type { CodestreamSize } from "./codestream.ts";
import { nextMarker } from "./jpeg/entropyReader.ts";

/** A codestream's size, whether its codec undoes a colour transform, and whether it lost something on the way in. */
export interface CodestreamHeader extends CodestreamSize {
  readonly hasColourTransform: boolean;
  readonly isLossy: boolean;
}

/**
 * From the start of frame of JPEG-LS (ITU-T T.87 C.2.2); null if there is none, or no end of image: without that CharLS
 * takes half a minute to find out that a small image is cut short.
 */
export function jpegLsHeader(bytes: Uint8Array): CodestreamHeader | null {
  if (!hasEndOfImage(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: CodestreamSize | null = null;
  let position = 0;
  for (;;) {
    const marker = nextMarker(bytes, position);
    if (marker === null || marker.end + 10 > bytes.length)
      return size === null ? null : jpegLs(size, 0);
    position = marker.end;
    if (marker.code === 0xd8) continue;
    if (marker.code === 0xf7)
      size = {
        precision: view.getUint8(position + 2),
        rows: view.getUint16(position + 3),
        columns: view.getUint16(position + 5),
        components: view.getUint8(position + 7),
        isSigned: false,
      };
    // Of the scan's header, its components and then how far a sample may be off (C.2.3).
    if (marker.code === 0xda && size !== null)
      return jpegLs(
        size,
        bytes[position + 3 + 2 * view.getUint8(position + 2)],
      );
    position += view.getUint16(position);
  }
}

function jpegLs(size: CodestreamSize, near = 0): CodestreamHeader {
  return { ...size, hasColourTransform: false, isLossy: near > 0 };
}

/** Inside the coded data no FF is followed by a byte above 7F, so the marker is found wherever padding begins. */
function hasEndOfImage(bytes: Uint8Array): boolean {
  let at = bytes.lastIndexOf(0xff);
  while (at >= 0 && bytes[at + 1] !== 0xd9)
    at = at === 0 ? -1 : bytes.lastIndexOf(0xff, at - 1);
  return at >= 0;
}

const sizeMarker = 0xff51;
const codingStyleMarker = 0xff52;
const startOfTile = 0xff90;
/** The codestream begins this early even inside a JP2 file (the boxes before it are small). */
const maxBoxBytes = 1 << 16;

/**
 * From the main header of JPEG 2000 (ITU-T T.800 A.5 and A.6). Null if there is none, or if components differ in
 * precision or are subsampled, which no DICOM image is.
 */
export function jpeg2000Header(bytes: Uint8Array): CodestreamHeader | null {
  const start = startOfCodestream(bytes);
  if (start === null) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: CodestreamSize | null = null;
  let at = start + 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (marker === startOfTile || length < 2 || end > bytes.length) return null;
    const segment = new DataView(
      view.buffer,
      view.byteOffset + at + 4,
      length - 2,
    );
    if (marker === sizeMarker) size = imageSize(segment);
    if (marker === codingStyleMarker && segment.byteLength >= 5)
      return size === null ? null : { ...size, ...codingStyle(segment) };
    at = end;
  }
  return null;
}

/** Scod, progression order, layers, multiple component transform; at the end of its parameters the wavelet, 0: irreversible. */
function codingStyle(segment: DataView) {
  return {
    hasColourTransform: segment.getUint8(4) === 1,
    isLossy: segment.byteLength > 9 && segment.getUint8(9) === 0,
  };
}

function startOfCodestream(bytes: Uint8Array): number | null {
  const last = Math.min(bytes.length - 4, maxBoxBytes);
  for (let at = 0; at <= last; at += 1)
    if (
      bytes[at] === 0xff &&
      bytes[at + 1] === 0x4f &&
      bytes[at + 2] === 0xff &&
      bytes[at + 3] === 0x51
    )
      return at;
  return null;
}

function imageSize(segment: DataView): CodestreamSize | null {
  if (segment.byteLength < 36) return null;
  const components = segment.getUint16(34);
  if (components < 1 || segment.byteLength < 36 + components * 3) return null;
  const depth = segment.getUint8(36);
  for (let index = 0; index < components; index += 1) {
    const at = 36 + index * 3;
    const isAlike =
      segment.getUint8(at) === depth &&
      segment.getUint8(at + 1) === 1 &&
      segment.getUint8(at + 2) === 1;
    if (!isAlike) return null;
  }
  return {
    columns: segment.getUint32(2) - segment.getUint32(10),
    rows: segment.getUint32(6) - segment.getUint32(14),
    components,
    precision: (depth & 0x7f) + 1,
    isSigned: depth >= 0x80,
  };
}
