// Pixels of a PNG: filters undone, interlacing resolved, laid over white (PNG third edition, sections 7 to 9).
import { assertNever } from "../../shared/assertNever.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { u16be, u8 } from "./integers.ts";
import {
  pngChunks,
  pngHeader,
  samplesPerPixel,
  type PngHeader,
} from "./pngChunks.ts";
import { pngImageData } from "./pngImageData.ts";
import { plainRows } from "./pngSamples.ts";
import { overWhite, rgbFrame, rgbRoom } from "./rgbFrame.ts";

/** What of its pixels is taken: as viewers show them, the colours as if nothing were see-through, or how opaque they are, as grey. */
type PngView = "asShown" | "colours" | "alpha";

/** RGB of eight bits; null if the file is damaged. */
export function decodePng(bytes: Uint8Array): DecodedFrame | null {
  return decodeAs(bytes, "asShown");
}

/** What a see-through PNG holds beside what is shown: colours under nothing, and writing in the alpha. None if it is opaque or damaged. */
export function hiddenInPng(bytes: Uint8Array): readonly DecodedFrame[] {
  const alpha = decodeAs(bytes, "alpha");
  if (alpha?.samples.every((value) => value === 255) !== false) return [];
  const colours = decodeAs(bytes, "colours");
  return colours === null ? [alpha] : [colours, alpha];
}

function decodeAs(bytes: Uint8Array, view: PngView): DecodedFrame | null {
  const parsed = pngChunks(bytes);
  if (!parsed.ok) return null;
  const chunks = parsed.value;
  const dataOf = (type: string) =>
    chunks.find((chunk) => chunk.type === type)?.data ?? new Uint8Array();
  const header = pngHeader(dataOf("IHDR"));
  const imageData = header === null ? null : pngImageData(header, chunks);
  if (header === null || imageData?.ok !== true) return null;
  const rgb = rgbRoom(header.columns, header.rows);
  if (rgb === null) return null;
  const pixels = new PngPixels(rgb, header, {
    palette: dataOf("PLTE"),
    transparency: dataOf("tRNS"),
    view,
  });
  return decodeRows(header, imageData.value.rows, pixels)
    ? rgbFrame(header.columns, header.rows, rgb)
    : null;
}

/** Hands each pixel on; false if a row has an unknown filter. */
function decodeRows(
  header: PngHeader,
  data: Uint8Array,
  pixels: PngPixels,
): boolean {
  const rows = plainRows(header, data);
  for (const { pass, y, row } of rows ?? []) {
    const line = (pass.firstY + y * pass.stepY) * header.columns;
    for (let x = 0; x < pass.columns; x += 1)
      pixels.write(line + pass.firstX + x * pass.stepX, row, x);
  }
  return rows !== null;
}

/** Turns stored pixels of every colour type into RGB. */
class PngPixels {
  readonly #rgb: Uint8Array;
  readonly #header: PngHeader;
  readonly #samples: number;
  readonly #palette: Uint8Array;
  readonly #transparency: Uint8Array;
  readonly #view: PngView;

  constructor(
    rgb: Uint8Array,
    header: PngHeader,
    colours: {
      readonly palette: Uint8Array;
      readonly transparency: Uint8Array;
      readonly view: PngView;
    },
  ) {
    this.#rgb = rgb;
    this.#header = header;
    this.#samples = samplesPerPixel(header);
    this.#palette = colours.palette;
    this.#transparency = colours.transparency;
    this.#view = colours.view;
  }

  /** Writes the `x`-th pixel of a row to its place in the image. */
  write(place: number, row: Uint8Array, x: number): void {
    const at = place * 3;
    const { colourType } = this.#header;
    const first = this.#sample(row, x, 0);
    if (colourType === 3) {
      const alpha = this.#transparency[first] ?? 255;
      for (let index = 0; index < 3; index += 1)
        this.#rgb[at + index] = this.#seen(
          u8(this.#palette, first * 3 + index),
          alpha,
        );
      return;
    }
    const alpha = this.#alpha(row, x);
    const isGrey = colourType === 0 || colourType === 4;
    for (let index = 0; index < 3; index += 1) {
      const sample = isGrey ? first : this.#sample(row, x, index);
      this.#rgb[at + index] = this.#seen(this.#byte(sample), alpha);
    }
  }

  #seen(value: number, alpha: number): number {
    switch (this.#view) {
      case "asShown":
        return overWhite(value, alpha);
      case "colours":
        return value;
      case "alpha":
        return alpha;
      default:
        return assertNever(this.#view, "view of a PNG");
    }
  }

  /** A sample as stored. */
  #sample(row: Uint8Array, x: number, sample: number): number {
    const index = x * this.#samples + sample;
    const { bitDepth } = this.#header;
    if (bitDepth === 8) return u8(row, index);
    if (bitDepth === 16) return u16be(row, index * 2);
    const bit = index * bitDepth;
    const shift = 8 - bitDepth - (bit & 7);
    return (u8(row, bit >> 3) >> shift) & ((1 << bitDepth) - 1);
  }

  #byte(stored: number): number {
    const { bitDepth } = this.#header;
    if (bitDepth === 8) return stored;
    return bitDepth === 16
      ? stored >> 8
      : Math.round((stored * 255) / ((1 << bitDepth) - 1));
  }

  /** 0 to 255: from the last sample, or 0 for the one colour that is see-through (11.3.1). */
  #alpha(row: Uint8Array, x: number): number {
    const { colourType } = this.#header;
    if (colourType === 4 || colourType === 6)
      return this.#byte(this.#sample(row, x, this.#samples - 1));
    if (this.#transparency.length !== this.#samples * 2) return 255;
    for (let index = 0; index < this.#samples; index += 1)
      if (this.#sample(row, x, index) !== u16be(this.#transparency, index * 2))
        return 255;
    return 0;
  }
}
