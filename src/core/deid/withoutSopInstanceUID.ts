// Where SOP Instance UID (0008,0018) lies in a de-identified file, so that a copy can be made without it (contract section 10, point 4).
import { elementHeadAt, longHeadBytes } from "../dicom/elementHead.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";

/** Bytes of a file, the end not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** As much of a file as holds its first elements: our own files have nothing long before this one. */
export const uidHeadBytes = 16 * 1024;

const sopInstanceUID = 0x00080018;
/** After the preamble (128 bytes) and its mark. */
const metaOffset = 132;

/**
 * The element's range in a file as we write them: explicit VR little endian, with (0002,0000). Null if the data set has
 * none. `damaged` if it is no such file.
 */
export function sopInstanceUIDRange(
  head: Uint8Array,
): ByteRange | null | "damaged" {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const encoding = valueEncodings.explicitLE;
  if (head.byteLength < metaOffset + longHeadBytes) return "damaged";
  const groupLength = elementHeadAt(view, metaOffset, encoding);
  if (groupLength?.tag !== 0x00020000 || groupLength.length !== 4)
    return "damaged";
  let offset =
    groupLength.valueOffset + 4 + view.getUint32(groupLength.valueOffset, true);
  while (offset + longHeadBytes <= head.byteLength) {
    const element = elementHeadAt(view, offset, encoding);
    if (element === null) return "damaged";
    const end = element.valueOffset + element.length;
    if (element.tag === sopInstanceUID) return { start: offset, end };
    if (element.tag > sopInstanceUID) return null;
    offset = end;
  }
  return "damaged";
}
