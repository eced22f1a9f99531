// Reads and decodes one frame of an instance, in whatever transfer syntax; only that frame's bytes are read.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { CodestreamDecoders } from "./codecs/codestream.ts";
import { decodeCompressed } from "./codecs/decodeCompressed.ts";
import { pixelCodingOf, refusalOfSyntax } from "./codecs/pixelCodings.ts";
import type { DecodedFrame } from "./decodedFrame.ts";
import { decodeNative } from "./decodeNative.ts";
import { readEncapsulatedFrame } from "./encapsulatedFrames.ts";
import { frameBits, frameLayoutOf, type FrameLayout } from "./frameLayout.ts";

/**
 * Frame `frameIndex` (0-based) of an instance. Refused: transfer syntaxes that are video or unknown, attributes without
 * which samples mean nothing, frames that the file does not hold in full, and compressed ones that do not decode.
 */
export async function readFrame(
  source: ByteSource,
  dataSet: DicomDataSet,
  frameIndex: number,
  decoders: CodestreamDecoders,
): Promise<Result<DecodedFrame, RefusalReason>> {
  const refusal = refusalOfSyntax(dataSet.transferSyntaxUID);
  if (refusal !== null) return failed(refusal);
  const layout = frameLayoutOf(dataSet);
  if (!layout.ok) return layout;
  const coding = pixelCodingOf(dataSet.transferSyntaxUID);
  if (coding.kind !== "compressed")
    return readNativeFrame(source, dataSet, layout.value, frameIndex);
  const bytes = await readEncapsulatedFrame(source, dataSet, frameIndex);
  return bytes.ok
    ? decodeCompressed(bytes.value, layout.value, coding.codec, decoders)
    : bytes;
}

async function readNativeFrame(
  source: ByteSource,
  dataSet: DicomDataSet,
  layout: FrameLayout,
  frameIndex: number,
): Promise<Result<DecodedFrame, RefusalReason>> {
  const { pixelData, encoding } = dataSet;
  if (pixelData?.valueLength === null)
    return failed({ kind: "header", problem: "badStructure" });
  const place = placeOf(dataSet, layout, frameIndex);
  const bytes = await bytesOf(source, dataSet, place);
  if (!bytes.ok) return bytes;
  const isSwapped =
    encoding.isBigEndian && pixelData?.vr === "OW" && layout.bitsAllocated < 16;
  return success(
    decodeNative(
      isSwapped ? unswapped(bytes.value, place) : bytes.value,
      layout,
      { firstBit: place.firstBit, isBigEndian: encoding.isBigEndian },
    ),
  );
}

/** Bytes of the file that hold a frame. */
interface FramePlace {
  readonly offset: number;
  readonly length: number;
  readonly firstBit: number;
  /** Bytes of `length` before the frame's first. */
  readonly lead: number;
  /** What Pixel Data as a whole should be long. */
  readonly expectedBytes: number;
}

function placeOf(
  dataSet: DicomDataSet,
  layout: FrameLayout,
  frameIndex: number,
): FramePlace {
  const bits = frameBits(layout);
  const startBit = bits * frameIndex;
  const startByte = Math.floor(startBit / 8);
  const endByte = Math.ceil((startBit + bits) / 8);
  // Where bytes are swapped in pairs, whole pairs are needed; reading one byte more does no harm elsewhere.
  const lead = startByte % 2;
  return {
    offset: (dataSet.pixelData?.valueOffset ?? 0) + startByte - lead,
    length: endByte - startByte + lead,
    firstBit: startBit % 8,
    lead,
    expectedBytes: Math.ceil((bits * layout.numberOfFrames) / 8),
  };
}

async function bytesOf(
  source: ByteSource,
  dataSet: DicomDataSet,
  place: FramePlace,
): Promise<Result<Uint8Array, RefusalReason>> {
  const { offset, length, lead } = place;
  const valueOffset = dataSet.pixelData?.valueOffset ?? 0;
  const valueLength = dataSet.pixelData?.valueLength ?? 0;
  const end = valueOffset + valueLength;
  const wanted = Math.min(length + (length % 2), end - offset);
  const bytes = dataSet.isDeflated
    ? success(dataSet.bytes.subarray(offset, offset + Math.max(0, wanted)))
    : await source.read(offset, Math.max(0, wanted));
  if (!bytes.ok)
    return failed({
      kind: "unreadable",
      code: "code" in bytes.failure ? bytes.failure.code : bytes.failure.kind,
    });
  if (bytes.value.length < length)
    return failed({
      kind: "pixelDataTruncated",
      expectedBytes: place.expectedBytes,
      foundBytes: Math.max(
        0,
        Math.min(valueLength, dataSet.totalSizeBytes - valueOffset),
      ),
    });
  return success(bytes.value.subarray(lead));
}

/** Big endian OW swaps the bytes of every pair, also where pixels are smaller than that (PS3.5 8.1.2). */
function unswapped(bytes: Uint8Array, place: FramePlace): Uint8Array {
  const { lead } = place;
  const whole = new Uint8Array(
    bytes.buffer,
    bytes.byteOffset - lead,
    bytes.length + lead,
  );
  const pairs = whole.slice(0, whole.length - (whole.length % 2));
  Buffer.from(pairs.buffer).swap16();
  return pairs.subarray(lead);
}
