// The pixels of a written file: nothing stands behind them, and what stands between them says only how they are coded.
import type { DicomDataSet } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { encapsulatedFrames } from "../pixels/encapsulatedFrames.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { cleanCodestream } from "./codestream/cleanCodestream.ts";
import type { StreamRange } from "./codestream/cleanedStream.ts";
import { CodestreamReader } from "./codestream/codestreamReader.ts";
import { pixelCount } from "./framePixels.ts";
import { pixelRoute } from "./pixelRoute.ts";

/** What is known of Pixel Data that keep to the rules. */
export interface WrittenPixels {
  /** Of compressed pixels, all that is not coded samples: markers, tables, parameters. */
  readonly headers: readonly Uint8Array[];
}

const itemHeadBytes = 8;

/**
 * Pixel Data as they must be: the last thing in the file; compressed ones with an empty offset table and one fragment whose
 * codestream has nothing left to take out. Null if they are not.
 */
export async function writtenPixels(
  dataSet: DicomDataSet,
  written: ByteSource,
): Promise<WrittenPixels | null> {
  const { pixelData } = dataSet;
  if (pixelData?.tag !== tags.PixelData) return null;
  const { valueOffset, valueLength } = pixelData;
  if (valueLength === null) return await oneCleanFragment(dataSet, written);
  return valueOffset + valueLength === written.sizeBytes
    ? { headers: [] }
    : null;
}

async function oneCleanFragment(
  dataSet: DicomDataSet,
  written: ByteSource,
): Promise<WrittenPixels | null> {
  const start = dataSet.pixelData?.valueOffset ?? 0;
  const route = pixelRoute(dataSet);
  const encapsulated = await encapsulatedFrames(written, dataSet);
  if (route.kind !== "codestream" || !encapsulated.ok) return null;
  const { frames, endOffset } = encapsulated.value;
  const [fragment, ...others] = frames.flat();
  if (fragment === undefined || others.length > 0) return null;
  const fragmentEnd = fragment.offset + fragment.length;
  const delimiter = await written.read(fragmentEnd, itemHeadBytes);
  const isWhole =
    fragment.offset === start + 2 * itemHeadBytes &&
    fragment.length % 2 === 0 &&
    endOffset === written.sizeBytes &&
    delimiter.ok &&
    Buffer.from(delimiter.value).toString("hex") === "feffdde000000000";
  if (!isWhole) return null;
  const reader = new CodestreamReader(written, [fragment]);
  const pixels = pixelCount(dataSet);
  const cleaned = await cleanCodestream(route.codec, reader, pixels);
  if (!cleaned.ok || cleaned.value?.removedParts !== 0) return null;
  return await readHeaders(reader, cleaned.value.headers);
}

/** Null if the file cannot be read any more. */
async function readHeaders(
  reader: CodestreamReader,
  ranges: readonly StreamRange[],
): Promise<WrittenPixels | null> {
  const headers: Uint8Array[] = [];
  for (const { start, end } of ranges) {
    const read = await reader.bytes(start, end - start);
    if (!read.ok || read.value.byteLength < end - start) return null;
    headers.push(read.value.slice());
  }
  return { headers };
}
