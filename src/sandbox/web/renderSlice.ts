// Draws the first frame of an uncompressed DICOM file as 8-bit grey or RGB. Enough to look at what arrived, no more.
import { failed, success, type Result } from "../../shared/result.ts";
import {
  numberOf,
  readDicomFile,
  textOf,
  uint16Of,
  type DicomFile,
} from "../policy/dicomFile.ts";
import type { Raster } from "./png.ts";

/** Why a file is not drawn; the words are shown in its place. */
export type NotDrawn =
  | "Compressed: not drawn by the sandbox"
  | "No image in this file"
  | "This pixel format is not drawn by the sandbox"
  | "Cannot be read";

const uncompressed = [
  "1.2.840.10008.1.2",
  "1.2.840.10008.1.2.1",
  "1.2.840.10008.1.2.2",
];

/** Larger images are not drawn. */
const maxPixels = 64 * 1024 * 1024;

interface Frame {
  readonly file: DicomFile;
  readonly width: number;
  readonly height: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly photometricInterpretation: string;
  readonly pixels: Buffer;
}

function readFrame(file: DicomFile): Result<Frame, NotDrawn> {
  const element = file.elements.get("7FE00010");
  const height = uint16Of(file, "00280010") ?? 0;
  const width = uint16Of(file, "00280011") ?? 0;
  if (element === undefined || height * width === 0)
    return failed("No image in this file");
  if (!uncompressed.includes(file.transferSyntaxUID))
    return failed("Compressed: not drawn by the sandbox");
  const samplesPerPixel = uint16Of(file, "00280002") ?? 1;
  const bitsAllocated = uint16Of(file, "00280100") ?? 0;
  const length = height * width * samplesPerPixel * (bitsAllocated / 8);
  const isKnownDepth = bitsAllocated === 8 || bitsAllocated === 16;
  if (!isKnownDepth || height * width > maxPixels)
    return failed("This pixel format is not drawn by the sandbox");
  if (element.valueLength < length) return failed("Cannot be read");
  return success({
    file,
    width,
    height,
    samplesPerPixel,
    bitsAllocated,
    photometricInterpretation: textOf(file, "00280004"),
    pixels: file.bytes.subarray(
      element.valueOffset,
      element.valueOffset + length,
    ),
  });
}

/** Stored values of a one-sample frame: the bits in use, with their sign. */
function storedValues(frame: Frame): Int32Array {
  const { file, pixels, bitsAllocated } = frame;
  const bitsStored = uint16Of(file, "00280101") ?? bitsAllocated;
  const highBit = uint16Of(file, "00280102") ?? bitsStored - 1;
  const isSigned = uint16Of(file, "00280103") === 1;
  const values = new Int32Array(frame.width * frame.height);
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  for (let index = 0; index < values.length; index += 1) {
    const raw =
      bitsAllocated === 8
        ? pixels.readUInt8(index)
        : file.isBigEndian
          ? pixels.readUInt16BE(index * 2)
          : pixels.readUInt16LE(index * 2);
    values[index] = isSigned ? (raw << up) >> down : (raw << up) >>> down;
  }
  return values;
}

/** Lower and upper stored value of the window: the file's own, or the range of its values. */
function windowRange(
  file: DicomFile,
  values: Int32Array,
): readonly [number, number] {
  const center = numberOf(file, "00281050");
  const width = numberOf(file, "00281051");
  const slope = numberOf(file, "00281053") ?? 1;
  const intercept = numberOf(file, "00281052") ?? 0;
  if (center !== null && width !== null && width > 0 && slope !== 0) {
    const bound = (value: number) => (value - intercept) / slope;
    return [bound(center - width / 2), bound(center + width / 2)];
  }
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

function drawGrey(frame: Frame): Raster {
  const values = storedValues(frame);
  const [lower, upper] = windowRange(frame.file, values);
  const scale = 255 / (upper - lower || 1);
  const isInverted = frame.photometricInterpretation === "MONOCHROME1";
  const samples = new Uint8ClampedArray(values.length);
  for (const [index, value] of values.entries()) {
    const level = (value - lower) * scale;
    samples[index] = isInverted ? 255 - level : level;
  }
  return {
    width: frame.width,
    height: frame.height,
    channels: 1,
    samples: new Uint8Array(samples.buffer),
  };
}

/** One colour table (PS3.3 C.7.6.3.1.5), as 8-bit levels from the first mapped value on. */
function palette(
  file: DicomFile,
  colour: 1 | 2 | 3,
): { readonly first: number; readonly levels: Uint8Array } | null {
  const descriptor = file.elements.get(`0028110${colour}`);
  const table = file.elements.get(`0028120${colour}`);
  if (descriptor === undefined || table === undefined) return null;
  if (descriptor.valueLength < 6) return null;
  const number = (offset: number) =>
    file.isBigEndian
      ? file.bytes.readUInt16BE(offset)
      : file.bytes.readUInt16LE(offset);
  const entries = Math.min(
    number(descriptor.valueOffset) || 65_536,
    Math.floor(table.valueLength / 2),
  );
  const shift = number(descriptor.valueOffset + 4) === 8 ? 0 : 8;
  const levels = Uint8Array.from(
    { length: entries },
    (_, index) => number(table.valueOffset + index * 2) >> shift,
  );
  return { first: number(descriptor.valueOffset + 2), levels };
}

function drawPalette(frame: Frame): Raster | null {
  const tables = [1, 2, 3].map((colour) =>
    palette(frame.file, colour as 1 | 2 | 3),
  );
  const values = storedValues(frame);
  const samples = new Uint8Array(values.length * 3);
  for (const [channel, table] of tables.entries()) {
    if (table === null) return null;
    const last = table.levels.length - 1;
    for (const [index, value] of values.entries()) {
      const entry = Math.max(0, Math.min(last, value - table.first));
      samples[index * 3 + channel] = table.levels[entry] ?? 0;
    }
  }
  return { width: frame.width, height: frame.height, channels: 3, samples };
}

/** ITU-R BT.601 full range (PS3.3 C.7.6.3.1.2), in place. */
function convertYbrToRgb(samples: Uint8ClampedArray): void {
  for (let index = 0; index + 2 < samples.length; index += 3) {
    const y = samples[index] ?? 0;
    const cb = (samples[index + 1] ?? 0) - 128;
    const cr = (samples[index + 2] ?? 0) - 128;
    samples[index] = y + 1.402 * cr;
    samples[index + 1] = y - 0.344136 * cb - 0.714136 * cr;
    samples[index + 2] = y + 1.772 * cb;
  }
}

function drawColour(frame: Frame): Raster | null {
  const isYbr = frame.photometricInterpretation === "YBR_FULL";
  if (frame.bitsAllocated !== 8 || frame.samplesPerPixel !== 3) return null;
  if (!isYbr && frame.photometricInterpretation !== "RGB") return null;
  const pixelCount = frame.width * frame.height;
  const isPlanar = uint16Of(frame.file, "00280006") === 1;
  const samples = new Uint8ClampedArray(frame.pixels);
  if (isPlanar)
    for (let index = 0; index < samples.length; index += 1)
      samples[index] =
        frame.pixels[(index % 3) * pixelCount + Math.floor(index / 3)] ?? 0;
  if (isYbr) convertYbrToRgb(samples);
  return {
    width: frame.width,
    height: frame.height,
    channels: 3,
    samples: new Uint8Array(samples.buffer),
  };
}

function draw(frame: Frame): Raster | null {
  switch (frame.photometricInterpretation) {
    case "MONOCHROME1":
    case "MONOCHROME2":
      return frame.samplesPerPixel === 1 ? drawGrey(frame) : null;
    case "PALETTE COLOR":
      return drawPalette(frame);
    default:
      return drawColour(frame);
  }
}

/** Draws a file. Never throws. */
export function renderSlice(bytes: Buffer): Result<Raster, NotDrawn> {
  const file = readDicomFile(bytes);
  if (!file.ok) return failed("Cannot be read");
  const frame = readFrame(file.value);
  if (!frame.ok) return frame;
  const raster = draw(frame.value);
  return raster === null
    ? failed("This pixel format is not drawn by the sandbox")
    : success(raster);
}
