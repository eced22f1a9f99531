// Values of parsed elements as bytes, text and numbers.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";

/** A value as it stands in the file. */
export interface RawValue {
  readonly vr: string;
  readonly bytes: Uint8Array;
  readonly isBigEndian: boolean;
}

/** The bytes of an element of the data set, at whatever depth. Below VR UN items are little endian (PS3.5 6.2.2). */
export function rawValue(
  dataSet: DicomDataSet,
  element: DicomElement,
  isBelowUN = false,
): RawValue {
  return {
    vr: element.vr,
    bytes: dataSet.bytes.subarray(
      element.valueOffset,
      element.valueOffset + element.valueLength,
    ),
    isBigEndian:
      dataSet.encoding.isBigEndian && !isBelowUN && element.vr !== "UN",
  };
}

/** Bytes as text, one character a byte, without the padding at the end. */
export function paddedText(bytes: Uint8Array): string {
  let end = bytes.byteLength;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
  return Buffer.from(bytes.buffer, bytes.byteOffset, end).toString("latin1");
}

/** Text of a top-level element without padding; empty if absent. */
export function textOf(dataSet: DicomDataSet, tag: Tag): string {
  const element = findElement(dataSet.elements, tag);
  return element === null ? "" : paddedText(rawValue(dataSet, element).bytes);
}

/** UID text of a list of elements; empty if absent. */
export function uidOf(
  dataSet: DicomDataSet,
  elements: readonly DicomElement[],
  tag: Tag,
): string {
  const element = findElement(elements, tag);
  return element === null
    ? ""
    : paddedText(rawValue(dataSet, element).bytes).trim();
}

/** The one 16-bit number of a value that has just one; null for anything else. */
export function singleWord(value: RawValue): number | null {
  if (value.bytes.byteLength !== 2) return null;
  // Not destructured: several of these are read of every image, and an iterator is much code to compile.
  const first = value.bytes[0] ?? 0;
  const second = value.bytes[1] ?? 0;
  return value.isBigEndian ? first * 256 + second : second * 256 + first;
}

/** The same of a top-level element; null also if it is absent. */
export function wordOf(dataSet: DicomDataSet, tag: Tag): number | null {
  const element = findElement(dataSet.elements, tag);
  return element === null ? null : singleWord(rawValue(dataSet, element));
}

/** All 16-bit numbers of a value. */
export function words(value: RawValue): readonly number[] {
  const { bytes, isBigEndian } = value;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / 2) }, (_, index) =>
    view.getUint16(index * 2, !isBigEndian),
  );
}
