// Decodes the bytes of an uncompressed frame (PS3.5 8.1) into samples.
import type { DecodedFrame, Samples } from "./decodedFrame.ts";
import { isSubsampled, type FrameLayout } from "./frameLayout.ts";

/**
 * The samples of one frame. `bytes` hold at least the whole frame; `firstBit` is where it starts in them (0 unless
 * one-bit frames share a byte).
 */
export function decodeNative(
  bytes: Uint8Array,
  layout: FrameLayout,
  place: { readonly firstBit: number; readonly isBigEndian: boolean },
): DecodedFrame {
  const { rows, columns, samplesPerPixel } = layout;
  const stored = storedSamples(bytes, layout, place);
  const isHalfChroma = isSubsampled(layout);
  return {
    rows,
    columns,
    samplesPerPixel,
    photometricInterpretation: isHalfChroma
      ? layout.photometricInterpretation.replace("_422", "")
      : layout.photometricInterpretation,
    bitsStored: layout.bitsStored,
    isSigned: layout.isSigned,
    samples: isHalfChroma
      ? withFullChroma(stored, rows, columns)
      : samplesPerPixel > 1 && layout.planarConfiguration === 1
        ? interleaved(stored, samplesPerPixel)
        : stored,
  };
}

/** Samples in the order of the file, cleared of unused bits. */
function storedSamples(
  bytes: Uint8Array,
  layout: FrameLayout,
  place: { readonly firstBit: number; readonly isBigEndian: boolean },
): Samples {
  const { rows, columns, bitsAllocated, isSigned } = layout;
  const perPixel = isSubsampled(layout)
    ? (4 * Math.ceil(columns / 2)) / columns
    : layout.samplesPerPixel;
  const count = Math.round(rows * columns * perPixel);
  if (bitsAllocated === 1) return unpackedBits(bytes, place.firstBit, count);
  const size = bitsAllocated / 8;
  // A copy, so that it is aligned and can be swapped in place; not by slice(), which for a Buffer copies nothing.
  const copy = new Uint8Array(bytes.subarray(0, count * size));
  if (place.isBigEndian && size > 1) swapBytes(copy, size);
  const { buffer } = copy;
  if (layout.isFloat)
    return size === 4
      ? new Float32Array(buffer, 0, count)
      : new Float64Array(buffer, 0, count);
  const samples =
    size === 1
      ? isSigned
        ? new Int8Array(buffer, 0, count)
        : copy
      : size === 2
        ? isSigned
          ? new Int16Array(buffer, 0, count)
          : new Uint16Array(buffer, 0, count)
        : isSigned
          ? new Int32Array(buffer, 0, count)
          : new Uint32Array(buffer, 0, count);
  if (layout.bitsStored < bitsAllocated) keepStoredBits(samples, layout);
  return samples;
}

/** One-bit pixels, the first in the lowest bit (PS3.5 8.1.1). */
function unpackedBits(
  bytes: Uint8Array,
  firstBit: number,
  count: number,
): Uint8Array {
  const samples = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) {
    const bit = firstBit + index;
    samples[index] = ((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
  }
  return samples;
}

function swapBytes(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else buffer.swap64();
}

/** Bits outside Bits Stored may hold overlays; signs are extended from High Bit. In place. */
function keepStoredBits(
  samples: Exclude<Samples, Float32Array | Float64Array>,
  layout: FrameLayout,
): void {
  const up = 31 - layout.highBit;
  const down = 32 - layout.bitsStored;
  if (layout.isSigned)
    for (let index = 0; index < samples.length; index += 1)
      samples[index] = ((samples[index] ?? 0) << up) >> down;
  else
    for (let index = 0; index < samples.length; index += 1)
      samples[index] = ((samples[index] ?? 0) << up) >>> down;
}

/** Planes one after the other to samples pixel by pixel. */
function interleaved(planes: Samples, samplesPerPixel: number): Samples {
  const pixels = planes.length / samplesPerPixel;
  const samples = planes.slice();
  for (let plane = 0; plane < samplesPerPixel; plane += 1)
    for (let pixel = 0; pixel < pixels; pixel += 1)
      samples[pixel * samplesPerPixel + plane] =
        planes[plane * pixels + pixel] ?? 0;
  return samples;
}

/** Two luminances and one pair of chroma for every two pixels of a row, to three samples a pixel. */
function withFullChroma(
  stored: Samples,
  rows: number,
  columns: number,
): Samples {
  const samples = new Uint8Array(rows * columns * 3);
  const pairs = Math.ceil(columns / 2);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const pair = (row * pairs + (column >>> 1)) * 4;
      const at = (row * columns + column) * 3;
      samples[at] = stored[pair + (column & 1)] ?? 0;
      samples[at + 1] = stored[pair + 2] ?? 0;
      samples[at + 2] = stored[pair + 3] ?? 0;
    }
  return samples;
}
