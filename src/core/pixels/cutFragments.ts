// Tells whether encapsulated Pixel Data (PS3.5 A.4) ends before it should, by the end of the file alone wherever that says it.
import type { DicomDataSet } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { ItemReader, walkFragments } from "./encapsulatedItems.ts";

/** Holds the delimiter and what usually follows it: nothing, or a little padding. A page costs no more than a few bytes. */
const tailBytes = 4096;

/** Sequence Delimitation Item of length zero, as it always stands in little endian. */
const delimiter = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);

/**
 * True if the file plainly ends inside a fragment, or without delimiter after fewer fragments than frames. Native, deflated
 * and unreadable Pixel Data is not judged, nor is what would have to be unpacked to its end. One small read behind the
 * header for a whole file; item by item only where attributes or much padding follow, or where it is cut.
 */
export async function areFragmentsCut(
  source: ByteSource,
  dataSet: DicomDataSet,
): Promise<boolean> {
  const { pixelData, isDeflated, bytes, totalSizeBytes } = dataSet;
  if (pixelData?.valueLength !== null || isDeflated) return false;
  const { valueOffset } = pixelData;
  const isLoaded = bytes.length >= totalSizeBytes;
  if (source.firstLookBytes !== undefined && !isLoaded) return false;
  const start = Math.max(valueOffset, totalSizeBytes - tailBytes);
  const tail = await source.read(start, Math.max(0, totalSizeBytes - start));
  if (!tail.ok) return false;
  if (Buffer.from(tail.value).includes(delimiter)) return false;
  const walked = await walkFragments(source, new ItemReader(source), {
    offset: valueOffset,
    untilOffset: null,
  });
  if (!walked.ok) return walked.failure.kind === "pixelDataTruncated";
  const { fragments, endOffset } = walked.value;
  // The first item is the offset table.
  return (
    endOffset === totalSizeBytes && fragments.length - 1 < framesOf(dataSet)
  );
}

function framesOf(dataSet: DicomDataSet): number {
  const frames = new HeaderReader(dataSet).number(tags.NumberOfFrames) ?? 1;
  return Math.max(1, frames);
}
