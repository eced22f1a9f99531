// Rows of a PNG as plain samples: filters undone and put back, and pixels written in whatever depth they have.
import { deflateSync } from "node:zlib";
import { u8 } from "./integers.ts";
import {
  pngPasses,
  pngRowBytes,
  samplesPerPixel,
  type PngHeader,
  type PngPass,
} from "./pngChunks.ts";
import { unfilter } from "./pngFilter.ts";

/** A row of a pass, without its filter byte; writing to it writes to the image. */
export interface PngRow {
  readonly pass: PngPass;
  /** Within the pass. */
  readonly y: number;
  readonly row: Uint8Array;
}

/** Undoes the filters in place and gives the rows in file order; null if a row has an unknown filter. */
export function plainRows(
  header: PngHeader,
  data: Uint8Array,
): readonly PngRow[] | null {
  const pixelBytes = Math.max(
    1,
    (samplesPerPixel(header) * header.bitDepth) >> 3,
  );
  const rows: PngRow[] = [];
  let at = 0;
  for (const pass of pngPasses(header)) {
    const rowBytes = pngRowBytes(header, pass);
    let above: Uint8Array = new Uint8Array(rowBytes);
    for (let y = 0; y < pass.rows; y += 1) {
      const row = data.subarray(at + 1, at + 1 + rowBytes);
      if (!unfilter(u8(data, at), { row, above, pixelBytes })) return null;
      rows.push({ pass, y, row });
      above = row;
      at += 1 + rowBytes;
    }
  }
  return rows;
}

/** Writes one sample of a row. */
export function setSample(
  row: Uint8Array,
  index: number,
  value: number,
  bitDepth: number,
): void {
  if (bitDepth === 16) {
    row[index * 2] = value >> 8;
    row[index * 2 + 1] = value & 0xff;
    return;
  }
  if (bitDepth === 8) {
    row[index] = value;
    return;
  }
  const bit = index * bitDepth;
  const shift = 8 - bitDepth - (bit & 7);
  const others = ~(((1 << bitDepth) - 1) << shift);
  row[bit >> 3] = (u8(row, bit >> 3) & others) | (value << shift);
}

/** Filters by the row above, which suits pictures of all kinds, and compresses. */
export function packedRows(rows: readonly PngRow[]): Uint8Array {
  const filtered: Uint8Array[] = [];
  for (const [index, { row, y }] of rows.entries()) {
    const above = y === 0 ? null : (rows[index - 1]?.row ?? null);
    const line = new Uint8Array(row.length + 1);
    line[0] = above === null ? 0 : 2;
    for (let at = 0; at < row.length; at += 1)
      line[at + 1] = u8(row, at) - (above === null ? 0 : u8(above, at));
    filtered.push(line);
  }
  return new Uint8Array(deflateSync(Buffer.concat(filtered)));
}
