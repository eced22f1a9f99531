// What dicom-parser, an independent reader, makes of a file: the second opinion in tests of our own reader.
import { parseDicom } from "dicom-parser";

/** Tag, value offset and value length of an element. */
type ElementPlace = readonly [number, number, number];

/** Pixel Data in its three forms. */
const pixelDataTags = [0x7fe00010, 0x7fe00008, 0x7fe00009];

/**
 * Places of the top-level elements before Pixel Data, file meta left out, in file order. Null if dicom-parser cannot read
 * the file.
 */
export function dicomParserSummary(
  file: Uint8Array,
): readonly ElementPlace[] | null {
  try {
    const { elements } = parseDicom(file, { untilTag: "x7fe00010" });
    return Object.values(elements)
      .map((element): ElementPlace => [
        parseInt(element.tag.slice(1), 16),
        element.dataOffset,
        element.length,
      ])
      .filter(([tag]) => tag > 0x0002ffff && !pixelDataTags.includes(tag))
      .sort((a, b) => a[1] - b[1]);
  } catch {
    // It throws strings; what it says of a file it cannot read is of no use here.
    return null;
  }
}
