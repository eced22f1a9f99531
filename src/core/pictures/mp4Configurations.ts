// Decoder configurations of MP4 video: rebuilt from what decoding takes, without room for a text behind or between it.
import { joined, u16be, u8, variableSize } from "./integers.ts";
import { areVisualHeaders } from "./visualSegments.ts";

/** NAL unit types (H.264 7.4.1, H.265 7.4.2.2) of parameter sets; others may carry words. */
const avc = { sequence: 7, picture: 8 };
const hevcParameterSets: ReadonlySet<number> = new Set([32, 33, 34]);

/** Bytes of AVC and HEVC configurations before their first parameter set. */
const avcHeadBytes = 5;
const hevcHeadBytes = 22;
const hevcArrayHeadBytes = 3;

/** Tags of MPEG-4 descriptors (ISO/IEC 14496-1 7.2.2.1): the stream, how it is decoded, for which decoder, how it is packed. */
const descriptorsInOrder = [3, 4, 5, 6];

/** Object type of MPEG-4 video (14496-1 table 5); MPEG-2 and others under the same entry are not taken apart here. */
const mpeg4Visual = 0x20;

/** What stays of a configuration box of this type; null for one that is not known, or not put together rightly. */
export function cleanConfiguration(
  type: string,
  payload: Uint8Array,
): Uint8Array | null {
  switch (type) {
    case "avcC":
      return cleanAvc(payload);
    case "hvcC":
      return cleanHevc(payload);
    case "esds":
      return isElementaryStream(payload) ? payload : null;
    // Eight numbers and the length of initialisation data, which VP8 and VP9 have none of.
    case "vpcC":
      return payload.length === 12 && u16be(payload, 10) === 0 ? payload : null;
    case "av1C":
      return isSequenceHeader(payload) ? payload : null;
    case "pasp":
      return payload.length === 8 ? payload : null;
    default:
      return null;
  }
}

/** Units of 16-bit length; null where they do not fit or are of another type. */
function unitsEnd(
  bytes: Uint8Array,
  start: number,
  units: {
    readonly count: number;
    readonly isOfType: (head: number) => boolean;
  },
): number | null {
  let at = start;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (at + 3 > bytes.length || !units.isOfType(u8(bytes, at + 2)))
      return null;
    at += 2 + u16be(bytes, at);
    if (at > bytes.length) return null;
  }
  return at;
}

/** ISO/IEC 14496-15 5.3.3.1: up to the last picture parameter set. What follows decoders read from the sequence. */
function cleanAvc(payload: Uint8Array): Uint8Array | null {
  if (payload.length < avcHeadBytes + 2) return null;
  const sequences = unitsEnd(payload, avcHeadBytes + 1, {
    count: u8(payload, avcHeadBytes) & 0x1f,
    isOfType: (head) => (head & 0x1f) === avc.sequence,
  });
  if (sequences === null || sequences >= payload.length) return null;
  const pictures = unitsEnd(payload, sequences + 1, {
    count: u8(payload, sequences),
    isOfType: (head) => (head & 0x1f) === avc.picture,
  });
  return pictures === null ? null : payload.subarray(0, pictures);
}

/** ISO/IEC 14496-15 8.3.3.1: the arrays of parameter sets. */
function cleanHevc(payload: Uint8Array): Uint8Array | null {
  if (payload.length <= hevcHeadBytes) return null;
  const kept: Uint8Array[] = [];
  let at = hevcHeadBytes + 1;
  for (let array = 0; array < u8(payload, hevcHeadBytes); array += 1) {
    if (at + hevcArrayHeadBytes > payload.length) return null;
    const type = u8(payload, at) & 0x3f;
    const end = unitsEnd(payload, at + hevcArrayHeadBytes, {
      count: u16be(payload, at + 1),
      isOfType: (head) => ((head >> 1) & 0x3f) === type,
    });
    if (end === null) return null;
    if (hevcParameterSets.has(type)) kept.push(payload.subarray(at, end));
    at = end;
  }
  return joined([
    payload.subarray(0, hevcHeadBytes),
    Uint8Array.of(kept.length),
    ...kept,
  ]);
}

/** ISO/IEC 14496-1 7.2.6: descriptors of their own lengths, one in the other or behind it, up to the end. */
function isElementaryStream(payload: Uint8Array): boolean {
  let at = 4;
  for (const tag of descriptorsInOrder) {
    if (at >= payload.length) return tag === 6;
    if (u8(payload, at) !== tag) return false;
    const size = variableSize(payload, at + 1, { isBigEndian: true });
    if (size === null) return false;
    const { value, end } = size;
    // ES_ID and flags; object type, stream type, buffer and bit rates: nothing optional.
    const fields = { 3: 3, 4: 13, 5: value, 6: value }[tag] ?? 0;
    const isWhole =
      tag === 3
        ? end + value === payload.length
        : end + value <= payload.length;
    if (!isWhole || (tag === 3 && u8(payload, end + 2) >= 0x20)) return false;
    if (tag === 4 && u8(payload, end) !== mpeg4Visual) return false;
    if (tag === 5 && !areVisualHeaders(payload.subarray(end, end + value)))
      return false;
    if (tag === 6 && value !== 1) return false;
    at = end + fields;
  }
  return at === payload.length;
}

/** AV1 in ISOBMFF 2.3: four bytes, and one sequence header with its size. */
function isSequenceHeader(payload: Uint8Array): boolean {
  if (payload.length === 4) return true;
  if (payload.length < 6 || u8(payload, 4) !== 0x0a) return false;
  const size = variableSize(payload, 5, { isBigEndian: false });
  return size !== null && size.end + size.value === payload.length;
}
