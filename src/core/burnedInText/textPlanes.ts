// A frame as eight-bit planes in which text stands out: its brightness, and for coloured frames its colourfulness.
import type { DecodedFrame, Samples } from "../pixels/decodedFrame.ts";
import type { Palette } from "../pixels/palette.ts";

/** Values from 0 to 255, row by row. */
export interface TextPlane {
  readonly columns: number;
  readonly rows: number;
  readonly values: Uint8Array;
}

/**
 * The planes of a frame that are searched for text. How the frame would be windowed plays no part: a name is found in
 * values that the preset window shows as plain white, too.
 */
export function textPlanesOf(
  frame: DecodedFrame,
  palette: Palette | null,
): readonly TextPlane[] {
  if (frame.samplesPerPixel === 3) return colourPlanes(frame);
  return frame.photometricInterpretation === "PALETTE COLOR" && palette !== null
    ? palettePlanes(frame, palette)
    : [plane(frame, spreadOut(frame.samples))];
}

function plane({ rows, columns }: DecodedFrame, values: Uint8Array): TextPlane {
  return { rows, columns, values };
}

/** Levels kept for the few values beyond either end of the bulk, where overlays often lie. */
const headroom = 24;
/** Part of the pixels that may lie beyond either end of the bulk. */
const tail = 0.002;
const bins = 4096;
/** Every so many pixels are enough to know the bulk. */
const sampleStep = 3;

/** Any range of values in eight bits, in order: the bulk of the pixels evenly, the few beyond them squeezed into the ends. */
function spreadOut(samples: Samples): Uint8Array {
  if (samples instanceof Uint8Array && isWide(samples)) return samples;
  return samples instanceof Uint16Array || samples instanceof Int16Array
    ? spreadOut16(samples)
    : spreadOutAny(samples);
}

/** True if eight bits are used well enough as they are. */
function isWide(samples: Uint8Array): boolean {
  let [least, most] = [255, 0];
  for (const value of samples) {
    if (value < least) least = value;
    if (value > most) most = value;
    if (most - least >= 128) return true;
  }
  return false;
}

/** Most images are of this kind: one look-up a pixel. */
function spreadOut16(samples: Uint16Array | Int16Array): Uint8Array {
  const codes = new Uint16Array(
    samples.buffer,
    samples.byteOffset,
    samples.length,
  );
  // Makes signed numbers rise from 0.
  const flip = samples instanceof Int16Array ? 0x8000 : 0;
  let [least, most] = [0xffff, 0];
  const seen = new Uint32Array(0x10000);
  for (const code of codes) {
    const value = code ^ flip;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (!(most > least)) return new Uint8Array(samples.length);
  for (let index = 0; index < codes.length; index += sampleStep) {
    const value = (codes[index] ?? 0) ^ flip;
    seen[value] = (seen[value] ?? 0) + 1;
  }
  const scale = (bins - 1) / (most - least);
  const counts = new Uint32Array(bins);
  for (let value = least; value <= most; value += 1) {
    const bin = ((value - least) * scale) | 0;
    counts[bin] = (counts[bin] ?? 0) + (seen[value] ?? 0);
  }
  const levels = levelsOf(counts, samples.length / sampleStep);
  const levelOf = new Uint8Array(0x10000);
  for (let value = least; value <= most; value += 1)
    levelOf[value ^ flip] = levels[((value - least) * scale) | 0] ?? 0;
  const values = new Uint8Array(samples.length);
  for (let index = 0; index < codes.length; index += 1)
    values[index] = levelOf[codes[index] ?? 0] ?? 0;
  return values;
}

function spreadOutAny(samples: Samples): Uint8Array {
  const { least, most } = rangeOf(samples);
  if (!(most > least)) return new Uint8Array(samples.length);
  const scale = (bins - 1) / (most - least);
  const counts = new Uint32Array(bins);
  for (let index = 0; index < samples.length; index += sampleStep) {
    const bin = Math.floor(((samples[index] ?? 0) - least) * scale);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const levels = levelsOf(counts, samples.length / sampleStep);
  const values = new Uint8Array(samples.length);
  for (let index = 0; index < samples.length; index += 1)
    values[index] = levels[(((samples[index] ?? 0) - least) * scale) | 0] ?? 0;
  return values;
}

function rangeOf(samples: Samples): { least: number; most: number } {
  let [least, most] = [Infinity, -Infinity];
  for (const value of samples) {
    if (value < least && value > -Infinity) least = value;
    if (value > most && value < Infinity) most = value;
  }
  return { least, most };
}

function levelsOf(counts: Uint32Array, total: number): Uint8Array {
  let [low, high] = [0, bins - 1];
  for (let below = 0; low < bins - 1; low += 1) {
    below += counts[low] ?? 0;
    if (below > total * tail) break;
  }
  for (let above = 0; high > low + 1; high -= 1) {
    above += counts[high] ?? 0;
    if (above > total * tail) break;
  }
  const span = 255 - 2 * headroom;
  return Uint8Array.from({ length: bins }, (_, bin) => {
    if (bin < low) return (headroom * bin) / low;
    if (bin > high)
      return 255 - headroom + (headroom * (bin - high)) / (bins - 1 - high);
    return headroom + (span * (bin - low)) / Math.max(1, high - low);
  });
}

function colourPlanes(frame: DecodedFrame): TextPlane[] {
  const { samples, rows, columns } = frame;
  const shift = Math.max(0, frame.bitsStored - 8);
  const isYbr = frame.photometricInterpretation.startsWith("YBR");
  const light = new Uint8Array(rows * columns);
  const colour = new Uint8Array(rows * columns);
  for (let index = 0, at = 0; index < light.length; index += 1, at += 3) {
    const a = (samples[at] ?? 0) >>> shift;
    const b = (samples[at + 1] ?? 0) >>> shift;
    const c = (samples[at + 2] ?? 0) >>> shift;
    if (isYbr) {
      light[index] = a;
      colour[index] = Math.min(255, Math.abs(b - 128) + Math.abs(c - 128));
    } else {
      light[index] = (77 * a + 150 * b + 29 * c) >>> 8;
      colour[index] = Math.max(a, b, c) - Math.min(a, b, c);
    }
  }
  return isColourless(colour)
    ? [plane(frame, light)]
    : [plane(frame, light), plane(frame, colour)];
}

function palettePlanes(frame: DecodedFrame, palette: Palette): TextPlane[] {
  const { samples, rows, columns } = frame;
  const rgb = new Uint8Array(rows * columns * 3);
  const last = palette.red.length - 1;
  for (let index = 0; index < rows * columns; index += 1) {
    const entry = (samples[index] ?? 0) - palette.firstValue;
    const nearest = Math.min(Math.max(entry, 0), last);
    rgb[index * 3] = palette.red[nearest] ?? 0;
    rgb[index * 3 + 1] = palette.green[nearest] ?? 0;
    rgb[index * 3 + 2] = palette.blue[nearest] ?? 0;
  }
  return colourPlanes({
    ...frame,
    samplesPerPixel: 3,
    photometricInterpretation: "RGB",
    bitsStored: 8,
    samples: rgb,
  });
}

/** True if what colour there is is too little and too weak to write with. */
function isColourless(colour: Uint8Array): boolean {
  let count = 0;
  for (const value of colour) if (value > 60) count += 1;
  return count < 16;
}
