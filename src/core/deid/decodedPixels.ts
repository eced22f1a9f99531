// Plans Pixel Data of a decoded frame: samples as plain little endian bytes, and the attributes that describe them (PS3.3 C.7.6.3).
import { failed, success, type Result } from "../../shared/result.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { numberValue, textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { ExplicitVRLittleEndian } from "../dicom/transferSyntaxes.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import type { DecodedFrame, Samples } from "../pixels/decodedFrame.ts";
import { textOf } from "./elementText.ts";
import { paddingPiece, type PixelPiece, type PixelPlan } from "./pixelPlan.ts";

/** Transfer syntaxes that always lose something, with the method's name (PS3.3 C.7.6.1.1.5.2). */
const lossyMethods: ReadonlyMap<string, string> = new Map([
  ["1.2.840.10008.1.2.4.50", "ISO_10918_1"],
  ["1.2.840.10008.1.2.4.51", "ISO_10918_1"],
  ["1.2.840.10008.1.2.4.53", "ISO_10918_1"],
  ["1.2.840.10008.1.2.4.55", "ISO_10918_1"],
  ["1.2.840.10008.1.2.4.81", "ISO_14495_1"],
]);

/** Samples that Pixel Data can hold. */
export type PlainSamples = Exclude<Samples, Float32Array | Float64Array>;

/** A frame as it is written uncompressed. */
export interface PlainFrame extends DecodedFrame {
  readonly samples: PlainSamples;
}

/** A decoded frame in the colours it is written in. Refuses floating point samples, which Pixel Data cannot hold. */
export function plainFrame(
  dataSet: DicomDataSet,
  decoded: DecodedFrame,
): Result<PlainFrame, RefusalReason> {
  // Every viewer reads RGB. What was coded without loss keeps its samples to the last bit.
  const isLossy = lossyMethods.has(dataSet.transferSyntaxUID);
  const isPartial = decoded.photometricInterpretation.startsWith("YBR_PARTIAL");
  const frame = isPartial || isLossy ? withRGB(decoded) : decoded;
  const { samples } = frame;
  if (samples instanceof Float32Array || samples instanceof Float64Array)
    return failed({ kind: "unsupportedPixelLayout", keyword: "PixelData" });
  return success({ ...frame, samples });
}

/** Plans Pixel Data of a plain frame, and the attributes that describe it. */
export function planPlainPixels(
  dataSet: DicomDataSet,
  frame: PlainFrame,
  treatment: "transcoded" | "rewritten" | "masked",
): PixelPlan {
  const { samples } = frame;
  const bytes = littleEndianBytes(samples);
  const isOdd = bytes.byteLength % 2 !== 0;
  const content: PixelPiece = { kind: "bytes", bytes };
  return {
    treatment,
    pieces: isOdd ? [content, paddingPiece] : [content],
    transferSyntaxUID: ExplicitVRLittleEndian,
    vr: samples.BYTES_PER_ELEMENT > 1 ? "OW" : "OB",
    lengthBytes: bytes.byteLength + (isOdd ? 1 : 0),
    attributes: new Map([
      ...pixelAttributes(frame, samples.BYTES_PER_ELEMENT * 8),
      ...lossyAttributes(dataSet),
    ]),
    masked: null,
  };
}

function pixelAttributes(
  frame: DecodedFrame,
  bitsAllocated: number,
): readonly (readonly [Tag, ElementToWrite | null])[] {
  const word = (tag: Tag, value: number) =>
    [tag, { tag, vr: "US", value: numberValue("US", [value]) }] as const;
  const isColour = frame.samplesPerPixel > 1;
  return [
    word(tags.SamplesPerPixel, frame.samplesPerPixel),
    text(tags.PhotometricInterpretation, frame.photometricInterpretation),
    isColour
      ? word(tags.PlanarConfiguration, 0)
      : [tags.PlanarConfiguration, null],
    word(tags.Rows, frame.rows),
    word(tags.Columns, frame.columns),
    word(tags.BitsAllocated, bitsAllocated),
    word(tags.BitsStored, frame.bitsStored),
    word(tags.HighBit, frame.bitsStored - 1),
    word(tags.PixelRepresentation, frame.isSigned ? 1 : 0),
  ];
}

/** The transfer syntax no longer tells that something was lost, so these must. */
function lossyAttributes(
  dataSet: DicomDataSet,
): readonly (readonly [Tag, ElementToWrite])[] {
  const method = lossyMethods.get(dataSet.transferSyntaxUID);
  if (method === undefined) return [];
  const stated = textOf(dataSet, tags.LossyImageCompressionMethod).trim();
  return [
    text(tags.LossyImageCompression, "01"),
    ...(stated === "" ? [text(tags.LossyImageCompressionMethod, method)] : []),
  ];
}

function text(tag: Tag, value: string): readonly [Tag, ElementToWrite] {
  return [tag, { tag, vr: "CS", value: textValue(value) }];
}

/** How far luminance and chroma reach in one of the YBR colour spaces, and where luminance starts. */
interface YBRRange {
  readonly black: number;
  readonly luminance: number;
  readonly chroma: number;
}

const fullRange: YBRRange = { black: 0, luminance: 255, chroma: 255 };
/** The range of ITU-R BT.601 for television. */
const partialRange: YBRRange = { black: 16, luminance: 219, chroma: 224 };

function rangeOf({ photometricInterpretation }: DecodedFrame): YBRRange | null {
  if (photometricInterpretation === "YBR_FULL") return fullRange;
  return photometricInterpretation.startsWith("YBR_PARTIAL")
    ? partialRange
    : null;
}

/** YBR_FULL and YBR_PARTIAL of eight bits to RGB (PS3.3 C.7.6.3.1.2); anything else as it is. */
export function withRGB(frame: DecodedFrame): DecodedFrame {
  const { samples } = frame;
  const range = rangeOf(frame);
  if (range === null || !(samples instanceof Uint8Array)) return frame;
  const brightness = 255 / range.luminance;
  const colour = 255 / range.chroma;
  const rgb = new Uint8ClampedArray(samples.length);
  for (let at = 0; at < samples.length; at += 3) {
    const y = ((samples[at] ?? 0) - range.black) * brightness;
    const blue = ((samples[at + 1] ?? 0) - 128) * colour;
    const red = ((samples[at + 2] ?? 0) - 128) * colour;
    // The array rounds and clamps.
    rgb[at] = y + 1.402 * red;
    rgb[at + 1] = y - 0.344136 * blue - 0.714136 * red;
    rgb[at + 2] = y + 1.772 * blue;
  }
  return {
    ...frame,
    photometricInterpretation: "RGB",
    samples: new Uint8Array(rgb.buffer),
  };
}

/** The bytes of samples as they are written. */
export function littleEndianBytes(samples: PlainSamples): Uint8Array {
  // All platforms that Electron runs on are little endian.
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
