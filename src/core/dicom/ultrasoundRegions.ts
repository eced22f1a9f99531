// Where on an ultrasound image the scanner says that it measures (PS3.3 C.8.5.5.1): what lies elsewhere is text and scales.
import type { PixelBox } from "../../shared/mask.ts";
import type { DicomElement, Tag } from "./dataSet.ts";
import { findElement, numberOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";

/** The regions as boxes, without those that are empty or turned inside out. */
export function ultrasoundRegionsOf(header: HeaderReader): readonly PixelBox[] {
  const items = header.element(tags.SequenceOfUltrasoundRegions)?.items ?? [];
  return items.flatMap((item) => regionOf(item, header) ?? []);
}

function regionOf(
  item: readonly DicomElement[],
  header: HeaderReader,
): PixelBox | null {
  const place = (tag: Tag) => numberOf(findElement(item, tag), header.context);
  const left = place(tags.RegionLocationMinX0);
  const top = place(tags.RegionLocationMinY0);
  const right = place(tags.RegionLocationMaxX1);
  const bottom = place(tags.RegionLocationMaxY1);
  if (left === null || top === null || right === null || bottom === null)
    return null;
  // Both corners lie within the region.
  return right > left && bottom > top
    ? { left, top, width: right - left + 1, height: bottom - top + 1 }
    : null;
}
