// Reads the part of a data element before its value: tag, VR and length (PS3.5 7.1).
import type { Tag, ValueEncoding } from "./dataSet.ts";
import { dictionaryVR } from "./dictionary.ts";
import { areLetters, hasLongForm, vrOfBytes } from "./valueRepresentations.ts";

/** Length field that means "until the delimiter" (PS3.5 7.1.3). */
export const undefinedLength = 0xffffffff;

/** Bytes before the value in implicit VR and for most VRs. */
export const shortHeadBytes = 8;
/** Bytes before the value for VRs with a 32-bit length in explicit VR. */
export const longHeadBytes = 12;

/** Tag, VR and length of an element: the part before the value. */
export interface ElementHead {
  readonly tag: Tag;
  readonly vr: string;
  readonly valueOffset: number;
  /** May be `undefinedLength`. */
  readonly length: number;
  readonly isMisencoded: boolean;
}

/** The head at `offset`, where at least eight bytes must be; null if it has twelve and they are not there. */
export function elementHeadAt(
  view: DataView,
  offset: number,
  encoding: ValueEncoding,
): ElementHead | null {
  const littleEndian = !encoding.isBigEndian;
  const group = view.getUint16(offset, littleEndian);
  const tag = group * 0x10000 + view.getUint16(offset + 2, littleEndian);
  const short = offset + shortHeadBytes;
  // Items and delimiters have no VR in any encoding (PS3.5 7.5).
  if (!encoding.isExplicitVR || group === 0xfffe)
    return {
      tag,
      vr: group === 0xfffe ? "UN" : dictionaryVR(tag),
      valueOffset: short,
      length: view.getUint32(offset + 4, littleEndian),
      isMisencoded: false,
    };
  const first = view.getUint8(offset + 4);
  const second = view.getUint8(offset + 5);
  const vr = vrOfBytes(first, second);
  const shortLength = view.getUint16(offset + 6, littleEndian);
  if (vr !== null && !hasLongForm(vr))
    return {
      tag,
      vr,
      valueOffset: short,
      length: shortLength,
      isMisencoded: false,
    };
  const hasLetters = areLetters(first, second);
  // Letters may be a VR of a later edition, which has the long form; anything else is an implicit VR element astray.
  if (vr === null && (!hasLetters || shortLength !== 0))
    return {
      tag,
      vr: dictionaryVR(tag),
      valueOffset: short,
      length: hasLetters
        ? shortLength
        : view.getUint32(offset + 4, littleEndian),
      isMisencoded: true,
    };
  if (offset + longHeadBytes > view.byteLength) return null;
  return {
    tag,
    vr: vr ?? "UN",
    valueOffset: offset + longHeadBytes,
    length: view.getUint32(offset + 8, littleEndian),
    isMisencoded: false,
  };
}
