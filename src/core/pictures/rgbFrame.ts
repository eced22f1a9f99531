// Pixels of a picture as interleaved RGB of eight bits.
import type { DecodedFrame } from "../pixels/decodedFrame.ts";

/** Pixels beyond which a picture is not decoded for a look at it: 100 million of three bytes are 300 MB. */
const mostPixels = 100_000_000;

/** Room for the pixels of a picture; null if it is too large to be looked at. */
export function rgbRoom(columns: number, rows: number): Uint8Array | null {
  return columns * rows > mostPixels
    ? null
    : new Uint8Array(columns * rows * 3);
}

/** A frame of so many columns and rows, with `samples` three bytes per pixel. */
export function rgbFrame(
  columns: number,
  rows: number,
  samples: Uint8Array,
): DecodedFrame {
  return {
    rows,
    columns,
    samplesPerPixel: 3,
    photometricInterpretation: "RGB",
    bitsStored: 8,
    isSigned: false,
    samples,
  };
}

/** Lays a value of eight bits over white, as viewers do with see-through pixels; `alpha` from 0 to 255. */
export function overWhite(value: number, alpha: number): number {
  if (alpha === 255) return value;
  return Math.round((value * alpha + 255 * (255 - alpha)) / 255);
}
