// Turns a decoded frame into eight-bit pixels for the window, fitted into a size.
import type { PreviewImage } from "../../shared/preview.ts";
import { averagedPlane, fittedSize, type ImageSize } from "./boxFilter.ts";
import type { DecodedFrame } from "./decodedFrame.ts";
import type { FrameDisplay, GrayscaleWindow } from "./frameDisplay.ts";
import { greyOf, windowOver } from "./grayscale.ts";
import type { Palette } from "./palette.ts";

/** How a frame shall be rendered. */
export interface FrameRendering {
  readonly display: FrameDisplay;
  /** In units after rescale; null for the file's own window or else the range of the pixels. */
  readonly window: GrayscaleWindow | null;
  /** Longest side of the result; frames are never enlarged. */
  readonly maxSidePixels: number;
}

/** The image as it is to be seen. Grey frames go through rescale and window; colour is shown as it is. */
export function renderFrame(
  frame: DecodedFrame,
  rendering: FrameRendering,
): PreviewImage {
  const size = fittedSize(frame, rendering.maxSidePixels);
  const { palette } = rendering.display;
  const isPalette =
    frame.photometricInterpretation === "PALETTE COLOR" && palette !== null;
  if (isPalette) return colourImage(withPalette(frame, palette), size);
  return frame.samplesPerPixel === 3
    ? colourImage(withRgb(frame), size)
    : greyImage(frame, size, rendering);
}

function greyImage(
  frame: DecodedFrame,
  size: ImageSize,
  rendering: FrameRendering,
): PreviewImage {
  const { rescaleSlope, rescaleIntercept, voiFunction } = rendering.display;
  const values = averagedPlane(frame, { first: 0, step: 1 }, size);
  for (let index = 0; index < values.length; index += 1)
    values[index] = (values[index] ?? 0) * rescaleSlope + rescaleIntercept;
  const window =
    rendering.window ??
    rendering.display.window ??
    windowOver(withoutPadding(values, rendering.display));
  const isInverted = frame.photometricInterpretation === "MONOCHROME1";
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let index = 0; index < values.length; index += 1) {
    const grey = greyOf(values[index] ?? 0, window, voiFunction);
    const shown = isInverted ? 255 - grey : grey;
    const at = index * 4;
    pixels[at] = shown;
    pixels[at + 1] = shown;
    pixels[at + 2] = shown;
    pixels[at + 3] = 255;
  }
  return { width: size.columns, height: size.rows, pixels, window };
}

function withoutPadding(
  values: Float32Array,
  display: FrameDisplay,
): Float32Array {
  const { padding, rescaleSlope, rescaleIntercept } = display;
  if (padding === null) return values;
  const [a, b] = padding.map(
    (stored) => stored * rescaleSlope + rescaleIntercept,
  ) as [number, number];
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  return values.filter((value) => value < low || value > high);
}

/** Samples as interleaved eight-bit RGB. */
interface RgbFrame extends ImageSize {
  readonly samples: Uint8ClampedArray<ArrayBuffer>;
}

function colourImage(frame: RgbFrame, size: ImageSize): PreviewImage {
  const bytes = new Uint8Array(frame.samples.buffer);
  const image = { rows: frame.rows, columns: frame.columns, samples: bytes };
  const pixels = new Uint8ClampedArray(size.rows * size.columns * 4).fill(255);
  for (const first of [0, 1, 2]) {
    const plane = averagedPlane(image, { first, step: 3 }, size);
    for (let index = 0; index < plane.length; index += 1)
      pixels[index * 4 + first] = plane[index] ?? 0;
  }
  return { width: size.columns, height: size.rows, pixels, window: null };
}

function withPalette(frame: DecodedFrame, palette: Palette): RgbFrame {
  const { rows, columns, samples } = frame;
  const rgb = new Uint8ClampedArray(rows * columns * 3);
  const last = palette.red.length - 1;
  for (let index = 0; index < rows * columns; index += 1) {
    const entry = (samples[index] ?? 0) - palette.firstValue;
    const nearest = Math.min(Math.max(entry, 0), last);
    rgb[index * 3] = palette.red[nearest] ?? 0;
    rgb[index * 3 + 1] = palette.green[nearest] ?? 0;
    rgb[index * 3 + 2] = palette.blue[nearest] ?? 0;
  }
  return { rows, columns, samples: rgb };
}

function withRgb(frame: DecodedFrame): RgbFrame {
  const { rows, columns, samples } = frame;
  const rgb = new Uint8ClampedArray(rows * columns * 3);
  // More than eight bits: only the upper ones can be shown.
  const divisor = 2 ** Math.max(0, frame.bitsStored - 8);
  for (let index = 0; index < rgb.length; index += 1)
    rgb[index] = Math.floor((samples[index] ?? 0) / divisor);
  if (frame.photometricInterpretation === "YBR_PARTIAL") toFullRange(rgb);
  if (frame.photometricInterpretation.startsWith("YBR_")) toRgb(rgb);
  return { rows, columns, samples: rgb };
}

/** Luminance of 16 to 235 and chroma of 16 to 240, as retired uncompressed colour has them, to all values; in place. */
function toFullRange(ybr: Uint8ClampedArray): void {
  for (let at = 0; at < ybr.length; at += 3) {
    ybr[at] = ((ybr[at] ?? 0) - 16) * (255 / 219);
    for (const chroma of [at + 1, at + 2])
      ybr[chroma] = ((ybr[chroma] ?? 0) - 128) * (255 / 224) + 128;
  }
}

/** Full-range YCbCr to RGB (PS3.3 C.7.6.3.1.2, ITU-R BT.601), in place. */
function toRgb(ybr: Uint8ClampedArray): void {
  for (let at = 0; at < ybr.length; at += 3) {
    const luminance = ybr[at] ?? 0;
    const blueness = (ybr[at + 1] ?? 0) - 128;
    const redness = (ybr[at + 2] ?? 0) - 128;
    ybr[at] = luminance + 1.402 * redness;
    ybr[at + 1] = luminance - 0.344136 * blueness - 0.714136 * redness;
    ybr[at + 2] = luminance + 1.772 * blueness;
  }
}
