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

/** Plans the plain form of a decoded frame. Refuses floating point samples, which Pixel Data cannot hold. */
export function planDecodedPixels(
  dataSet: DicomDataSet,
  decoded: DecodedFrame,
): Result<PixelPlan, RefusalReason> {
  const lossyMethod = lossyMethods.get(dataSet.transferSyntaxUID);
  // Every viewer reads RGB. What was coded without loss keeps its samples to the last bit.
  const frame = lossyMethod === undefined ? decoded : withRGB(decoded);
  const { samples } = frame;
  if (samples instanceof Float32Array || samples instanceof Float64Array)
    return failed({ kind: "unsupportedPixelLayout", keyword: "PixelData" });
  const bytes = littleEndianBytes(samples);
  const isOdd = bytes.byteLength % 2 !== 0;
  const content: PixelPiece = { kind: "bytes", bytes };
  return success({
    treatment: "transcoded",
    pieces: isOdd ? [content, paddingPiece] : [content],
    transferSyntaxUID: ExplicitVRLittleEndian,
    vr: samples.BYTES_PER_ELEMENT > 1 ? "OW" : "OB",
    lengthBytes: bytes.byteLength + (isOdd ? 1 : 0),
    attributes: new Map([
      ...pixelAttributes(frame, samples.BYTES_PER_ELEMENT * 8),
      ...lossyAttributes(dataSet, lossyMethod),
    ]),
  });
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
  method: string | undefined,
): readonly (readonly [Tag, ElementToWrite])[] {
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

/** YBR_FULL to RGB (PS3.3 C.7.6.3.1.2); anything else as it is. */
function withRGB(frame: DecodedFrame): DecodedFrame {
  const { samples } = frame;
  const isYBR = frame.photometricInterpretation === "YBR_FULL";
  if (!isYBR || !(samples instanceof Uint8Array)) return frame;
  const rgb = new Uint8ClampedArray(samples.length);
  for (let at = 0; at < samples.length; at += 3) {
    const y = samples[at] ?? 0;
    const blue = (samples[at + 1] ?? 0) - 128;
    const red = (samples[at + 2] ?? 0) - 128;
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

function littleEndianBytes(
  samples: Exclude<Samples, Float32Array | Float64Array>,
): Uint8Array {
  // All platforms that Electron runs on are little endian.
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
