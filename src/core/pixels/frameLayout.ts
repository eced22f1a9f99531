// How the frames of an instance are stored (PS3.3 C.7.6.3), checked so that decoders can rely on it.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";

/** Attributes that say what the bytes of a frame mean; every number is in its valid range. */
export interface FrameLayout {
  readonly rows: number;
  readonly columns: number;
  readonly numberOfFrames: number;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  /** 1: one plane per sample instead of interleaved samples. */
  readonly planarConfiguration: number;
  /** 1, 8, 16 or 32; 32 or 64 for floating point. */
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly isFloat: boolean;
}

/** Largest frame that is decoded: a digital slide's or mammogram's full frame fits many times. */
const maxFrameSamples = 512 * 1024 * 1024;

/** The layout of Pixel Data; refused where an attribute is missing or makes no sense (it is named). */
export function frameLayoutOf(
  dataSet: DicomDataSet,
): Result<FrameLayout, RefusalReason> {
  if (dataSet.pixelData === null) return failed({ kind: "noPixelData" });
  const header = new HeaderReader(dataSet);
  const pixelDataTag = dataSet.pixelData.tag;
  const isFloat = pixelDataTag !== tags.PixelData;
  const rows = header.number(tags.Rows) ?? 0;
  const columns = header.number(tags.Columns) ?? 0;
  const samplesPerPixel = header.number(tags.SamplesPerPixel) ?? 1;
  const bitsAllocated =
    pixelDataTag === tags.FloatPixelData
      ? 32
      : pixelDataTag === tags.DoubleFloatPixelData
        ? 64
        : (header.number(tags.BitsAllocated) ?? 0);
  const bitsStored = isFloat
    ? bitsAllocated
    : (header.number(tags.BitsStored) ?? bitsAllocated);
  const highBit = isFloat
    ? bitsAllocated - 1
    : (header.number(tags.HighBit) ?? bitsStored - 1);
  const layout: FrameLayout = {
    rows,
    columns,
    numberOfFrames: Math.max(1, header.number(tags.NumberOfFrames) ?? 1),
    samplesPerPixel,
    photometricInterpretation: header.ascii(tags.PhotometricInterpretation),
    planarConfiguration: header.number(tags.PlanarConfiguration) ?? 0,
    bitsAllocated,
    bitsStored,
    highBit,
    isSigned: isFloat || header.number(tags.PixelRepresentation) === 1,
    isFloat,
  };
  const flaw = flawOf(layout);
  return flaw === null
    ? success(hasAllChroma(layout, dataSet) ? unhalved(layout) : layout)
    : failed({ kind: "missingAttribute", keyword: keywordOf(flaw) });
}

/** Some writers store full chroma under a subsampled name; then the size that is there decides. */
function hasAllChroma(layout: FrameLayout, dataSet: DicomDataSet): boolean {
  const found = dataSet.pixelData?.valueLength ?? 0;
  return (
    isSubsampled(layout) &&
    found * 8 >= frameBits(unhalved(layout)) * layout.numberOfFrames
  );
}

function unhalved(layout: FrameLayout): FrameLayout {
  const { photometricInterpretation } = layout;
  return {
    ...layout,
    photometricInterpretation: photometricInterpretation.replace("_422", ""),
  };
}

/** The attribute that has no usable value. */
function flawOf(layout: FrameLayout): Tag | null {
  const { rows, columns, samplesPerPixel, bitsAllocated } = layout;
  if (!isWholeNumber(rows, 1, 0xffff)) return tags.Rows;
  if (!isWholeNumber(columns, 1, 0xffff)) return tags.Columns;
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3)
    return tags.SamplesPerPixel;
  if (rows * columns * samplesPerPixel > maxFrameSamples) return tags.Rows;
  if (!Number.isInteger(layout.numberOfFrames)) return tags.NumberOfFrames;
  if (layout.isFloat) return null;
  if (![1, 8, 16, 32].includes(bitsAllocated)) return tags.BitsAllocated;
  if (isSubsampled(layout) && bitsAllocated !== 8) return tags.BitsAllocated;
  if (!isWholeNumber(layout.bitsStored, 1, bitsAllocated))
    return tags.BitsStored;
  if (!isWholeNumber(layout.highBit, layout.bitsStored - 1, bitsAllocated - 1))
    return tags.HighBit;
  return null;
}

function isWholeNumber(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** True where two pixels share their chroma: half the samples of the other colour layouts (PS3.3 C.7.6.3.1.2). */
export function isSubsampled(layout: FrameLayout): boolean {
  return (
    layout.samplesPerPixel === 3 &&
    /^YBR_(FULL|PARTIAL)_422$/.test(layout.photometricInterpretation)
  );
}

/** Bits of one uncompressed frame; frames follow each other without gaps, even inside a byte. */
export function frameBits(layout: FrameLayout): number {
  const { rows, columns, samplesPerPixel, bitsAllocated } = layout;
  const samples = isSubsampled(layout)
    ? rows * Math.ceil(columns / 2) * 4
    : rows * columns * samplesPerPixel;
  return samples * bitsAllocated;
}
