// Plans which bytes of Pixel Data are copied of an uncompressed frame, and what turns them to little endian.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { InstanceTreatment } from "../../shared/stackFacts.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { ExplicitVRLittleEndian } from "../dicom/transferSyntaxes.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import { bitsOfFrame, type NativeLayout } from "../pixels/nativeFrames.ts";
import type { MaskedRows } from "../masks/maskRuns.ts";
import type { ByteSwap } from "./byteOrder.ts";
import { textOf, wordOf } from "./elementText.ts";

/** Bytes of the output that follow its head. */
export type PixelPiece =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | {
      readonly kind: "copy";
      /** Whether the range lies in the file, or in the data set's own bytes (deflated files are inflated there). */
      readonly from: "file" | "dataSet";
      /** First byte, and the one after the last. */
      readonly start: number;
      readonly end: number;
      readonly swap: ByteSwap;
    };

/** How Pixel Data is written. */
export interface PixelPlan {
  readonly treatment: InstanceTreatment;
  readonly pieces: readonly PixelPiece[];
  readonly transferSyntaxUID: string;
  readonly vr: "OB" | "OW";
  /** Null: undefined length; fragments and their delimiter are among the pieces. */
  readonly lengthBytes: number | null;
  /** Attributes that the treatment changed; null: not in the output. */
  readonly attributes: ReadonlyMap<Tag, ElementToWrite | null>;
  /** What the written pixels have to prove; null if nothing was painted. */
  readonly masked: MaskedPixels | null;
}

/** Pixels with masks painted over them. */
export interface MaskedPixels {
  readonly rows: MaskedRows;
  readonly columns: number;
  /** Bytes of the black pixel of the masks. */
  readonly black: Uint8Array;
  /** The whole frame in the form that is written, with nothing painted. */
  readonly unpainted: Uint8Array;
}

/** Number of Frames of a data set; 1 if absent or nonsense. */
export function frameCount(dataSet: DicomDataSet): number {
  const count = Number.parseInt(textOf(dataSet, tags.NumberOfFrames), 10);
  return count > 0 ? count : 1;
}

/**
 * Plans the copy of an uncompressed frame (1-based; null: the only one). Pure; bytes are only counted. Null where a copy
 * would tear pixels: they are smaller than a byte, or lie in words across the border of the frame.
 */
export function planNativePixels(
  dataSet: DicomDataSet,
  frame: number | null,
): Result<PixelPlan | null, RefusalReason> {
  const { pixelData } = dataSet;
  const read = readLayout(dataSet);
  if (!read.ok) return read;
  const layout = read.value;
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
  if (layout.bitsAllocated === 1) return success(null);
  const frameBytes = Math.ceil(frameBits / 8);
  const first = ((frame ?? 1) - 1) * frameBytes;
  if (frameBytes === 0 || first + frameBytes > foundBytes)
    return failed({
      kind: "pixelDataTruncated",
      expectedBytes: frames * frameBytes,
      foundBytes,
    });
  const swap = pixelSwap(dataSet, layout.bitsAllocated);
  if (swap === "swap16" && (first % 2 !== 0 || frameBytes % 2 !== 0))
    return success(null);
  const start = pixelData.valueOffset + first;
  const isOdd = frameBytes % 2 !== 0;
  const copy: PixelPiece = {
    kind: "copy",
    from: dataSet.isDeflated ? "dataSet" : "file",
    start,
    end: start + frameBytes,
    swap,
  };
  return success({
    treatment: "copied",
    pieces: isOdd ? [copy, paddingPiece] : [copy],
    transferSyntaxUID: ExplicitVRLittleEndian,
    vr: layout.bitsAllocated > 8 ? "OW" : "OB",
    lengthBytes: frameBytes + (isOdd ? 1 : 0),
    attributes: new Map(),
    masked: null,
  });
}

/** A zero that makes a length even. */
export const paddingPiece: PixelPiece = {
  kind: "bytes",
  bytes: Uint8Array.of(0),
};

function unsupported(tag: Tag): RefusalReason {
  return { kind: "unsupportedPixelLayout", keyword: keywordOf(tag) };
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

function readLayout(
  dataSet: DicomDataSet,
): Result<NativeLayout, RefusalReason> {
  const photometricInterpretation = textOf(
    dataSet,
    tags.PhotometricInterpretation,
  );
  if (photometricInterpretation === "")
    return failed(missing(tags.PhotometricInterpretation));
  const samplesPerPixel = wordOf(dataSet, tags.SamplesPerPixel) ?? 0;
  if (samplesPerPixel === 0) return failed(missing(tags.SamplesPerPixel));
  const rows = wordOf(dataSet, tags.Rows) ?? 0;
  if (rows === 0) return failed(missing(tags.Rows));
  const columns = wordOf(dataSet, tags.Columns) ?? 0;
  if (columns === 0) return failed(missing(tags.Columns));
  const bitsAllocated = wordOf(dataSet, tags.BitsAllocated) ?? 0;
  if (bitsAllocated === 0) return failed(missing(tags.BitsAllocated));
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
