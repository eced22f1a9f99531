// Plans which bytes of Pixel Data are copied, and what turns them to little endian. Pixels are never decoded.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import {
  ExplicitVRLittleEndian,
  isUncompressed,
} from "../dicom/transferSyntaxes.ts";
import type { ByteSwap } from "./byteOrder.ts";
import { rawValue, singleWord, textOf } from "./elementText.ts";

/** The bytes that follow the head in the output. */
export interface PixelCopy {
  /** Whether the range lies in the file, or in the data set's own bytes (deflated files are inflated there). */
  readonly from: "file" | "dataSet";
  /** First byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly swap: ByteSwap;
  /** Zeros after them, to make the length even. */
  readonly paddingBytes: 0 | 1;
}

/** How Pixel Data is written. */
export interface PixelPlan {
  readonly copy: PixelCopy;
  readonly transferSyntaxUID: string;
  readonly vr: "OB" | "OW";
  /** Null: undefined length, fragments and their delimiter are in the copy. */
  readonly lengthBytes: number | null;
}

/** Encapsulated syntaxes that the site's viewer decodes: JPEG baseline, extended and lossless, JPEG-LS, JPEG 2000, RLE (PS3.5 A.4). */
const copiedSyntaxes: ReadonlySet<string> = new Set([
  "1.2.840.10008.1.2.4.50",
  "1.2.840.10008.1.2.4.51",
  "1.2.840.10008.1.2.4.57",
  "1.2.840.10008.1.2.4.70",
  "1.2.840.10008.1.2.4.80",
  "1.2.840.10008.1.2.4.81",
  "1.2.840.10008.1.2.4.90",
  "1.2.840.10008.1.2.4.91",
  "1.2.840.10008.1.2.5",
]);

/** What the number of bytes of a frame depends on. */
interface Layout {
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly rows: number;
  readonly columns: number;
  readonly bitsAllocated: number;
}

/** Where the planner is: which frame (1-based; null: the only one), and where encapsulated Pixel Data ends in the file. */
export interface PixelContext {
  readonly frame: number | null;
  readonly encapsulatedEnd: number | null;
}

/** Number of Frames of a data set; 1 if absent or nonsense. */
function frameCount(dataSet: DicomDataSet): number {
  const count = Number.parseInt(textOf(dataSet, tags.NumberOfFrames), 10);
  return count > 0 ? count : 1;
}

/** True if the pixels of this data set are in fragments, whose end must be looked for. */
export function isEncapsulated(dataSet: DicomDataSet): boolean {
  return (
    dataSet.pixelData?.tag === tags.PixelData &&
    dataSet.pixelData.valueLength === null
  );
}

/** Why this transfer syntax or number of frames cannot be sent, or null; known before any pixel is looked at. */
export function refusedSyntax(dataSet: DicomDataSet): RefusalReason | null {
  const { transferSyntaxUID } = dataSet;
  if (dataSet.pixelData?.tag !== tags.PixelData) return { kind: "noPixelData" };
  if (isUncompressed(transferSyntaxUID))
    return isEncapsulated(dataSet)
      ? { kind: "header", problem: "badStructure" }
      : null;
  const frames = frameCount(dataSet);
  if (frames > 1) return { kind: "compressedMultiFrame", frames };
  if (!copiedSyntaxes.has(transferSyntaxUID))
    return { kind: "unsupportedTransferSyntax", transferSyntaxUID };
  return isEncapsulated(dataSet)
    ? null
    : { kind: "header", problem: "badStructure" };
}

/** Plans the copy of one image's pixels. Pure; bytes are only counted. */
export function planPixels(
  dataSet: DicomDataSet,
  context: PixelContext,
): Result<PixelPlan, RefusalReason> {
  const refused = refusedSyntax(dataSet);
  if (refused !== null) return failed(refused);
  const layout = readLayout(dataSet);
  if (!layout.ok) return layout;
  return isEncapsulated(dataSet)
    ? encapsulatedPixels(dataSet, context)
    : nativePixels(dataSet, layout.value, context.frame);
}

function encapsulatedPixels(
  dataSet: DicomDataSet,
  context: PixelContext,
): Result<PixelPlan, RefusalReason> {
  const { pixelData, transferSyntaxUID } = dataSet;
  const end = context.encapsulatedEnd;
  if (pixelData === null || end === null)
    return failed({ kind: "header", problem: "badStructure" });
  return success({
    copy: {
      from: "file",
      start: pixelData.valueOffset,
      end,
      swap: "none",
      paddingBytes: 0,
    },
    transferSyntaxUID,
    vr: "OB",
    lengthBytes: null,
  });
}

function nativePixels(
  dataSet: DicomDataSet,
  layout: Layout,
  frame: number | null,
): Result<PixelPlan, RefusalReason> {
  const { pixelData } = dataSet;
  if (pixelData?.valueLength == null) return failed({ kind: "noPixelData" });
  const foundBytes = Math.max(
    0,
    Math.min(
      pixelData.valueLength,
      dataSet.totalSizeBytes - pixelData.valueOffset,
    ),
  );
  const frames = frameCount(dataSet);
  const frameBits = bitsOfFrame(layout, foundBytes / frames);
  if (frameBits === null) return failed(unsupported(tags.BitsAllocated));
  if (frames > 1 && (frame === null || frame > frames))
    return failed(unsupported(tags.NumberOfFrames));
  // Bit-packed frames that do not end on a byte cannot be cut apart by copying.
  if (frames > 1 && frameBits % 8 !== 0)
    return failed(unsupported(tags.BitsAllocated));
  const frameBytes = Math.ceil(frameBits / 8);
  const first = ((frame ?? 1) - 1) * frameBytes;
  if (frameBytes === 0 || first + frameBytes > foundBytes)
    return failed({
      kind: "pixelDataTruncated",
      expectedBytes: frames * frameBytes,
      foundBytes,
    });
  const swap = pixelSwap(dataSet, layout.bitsAllocated);
  // Eight-bit pixels in big endian words change places in pairs; a frame that starts or ends inside a pair is torn.
  if (swap === "swap16" && (first % 2 !== 0 || frameBytes % 2 !== 0))
    return failed(unsupported(tags.BitsAllocated));
  const start = pixelData.valueOffset + first;
  const paddingBytes = frameBytes % 2 === 0 ? 0 : 1;
  return success({
    copy: {
      from: dataSet.isDeflated ? "dataSet" : "file",
      start,
      end: start + frameBytes,
      swap,
      paddingBytes,
    },
    transferSyntaxUID: ExplicitVRLittleEndian,
    vr: layout.bitsAllocated > 8 ? "OW" : "OB",
    lengthBytes: frameBytes + paddingBytes,
  });
}

function unsupported(tag: Tag): RefusalReason {
  return { kind: "unsupportedPixelLayout", keyword: keywordOf(tag) };
}

/**
 * Size of one frame in bits (PS3.5 8.1, PS3.3 C.7.6.3.1.2); null for allocations that nothing in practice uses. Some
 * writers store full chrominance under a subsampled name; then the size that is there decides.
 */
function bitsOfFrame(
  layout: Layout,
  foundBytesPerFrame: number,
): number | null {
  const { samplesPerPixel, rows, columns, bitsAllocated } = layout;
  if (![1, 8, 16, 32, 64].includes(bitsAllocated)) return null;
  const fullBits = rows * columns * samplesPerPixel * bitsAllocated;
  if (samplesPerPixel !== 3 || foundBytesPerFrame * 8 >= fullBits)
    return fullBits;
  switch (layout.photometricInterpretation) {
    case "YBR_FULL_422":
    case "YBR_PARTIAL_422":
      return (fullBits / 3) * 2;
    case "YBR_PARTIAL_420":
      return fullBits / 2;
    default:
      return fullBits;
  }
}

/** What turns big endian pixels to little endian: words of OW, or cells wider than a word (PS3.5 8.2, A.3). */
function pixelSwap(dataSet: DicomDataSet, bitsAllocated: number): ByteSwap {
  if (!dataSet.encoding.isBigEndian) return "none";
  switch (bitsAllocated) {
    case 16:
      return "swap16";
    case 32:
      return "swap32";
    case 64:
      return "swap64";
    default:
      return dataSet.pixelData?.vr === "OW" ? "swap16" : "none";
  }
}

function readLayout(dataSet: DicomDataSet): Result<Layout, RefusalReason> {
  const photometricInterpretation = textOf(
    dataSet,
    tags.PhotometricInterpretation,
  );
  if (photometricInterpretation === "")
    return failed(missing(tags.PhotometricInterpretation));
  const numbers: number[] = [];
  for (const tag of [
    tags.SamplesPerPixel,
    tags.Rows,
    tags.Columns,
    tags.BitsAllocated,
  ]) {
    const element = findElement(dataSet.elements, tag);
    const number =
      element === null ? null : singleWord(rawValue(dataSet, element));
    if (number === null || number === 0) return failed(missing(tag));
    numbers.push(number);
  }
  const [samplesPerPixel = 0, rows = 0, columns = 0, bitsAllocated = 0] =
    numbers;
  return success({
    samplesPerPixel,
    photometricInterpretation,
    rows,
    columns,
    bitsAllocated,
  });
}

function missing(tag: Tag): RefusalReason {
  return { kind: "missingAttribute", keyword: keywordOf(tag) };
}
