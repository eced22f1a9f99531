// Undoes the filters of PNG rows (PNG third edition, section 9). One loop per filter: a photograph has tens of millions of bytes.
import { u8 } from "./integers.ts";

/** A filtered row with the one above it, both without filter byte. */
interface FilteredRow {
  readonly row: Uint8Array;
  /** Unfiltered; zeros above the first. */
  readonly above: Uint8Array;
  /** Bytes from a sample to the same one of the pixel to the left. */
  readonly pixelBytes: number;
}

/** Unfilters the row in place; false if there is no such filter. */
export function unfilter(filter: number, filtered: FilteredRow): boolean {
  switch (filter) {
    case 0:
      return true;
    case 1:
      addLeft(filtered);
      return true;
    case 2:
      addAbove(filtered);
      return true;
    case 3:
      addAverage(filtered);
      return true;
    case 4:
      addPaeth(filtered);
      return true;
    default:
      return false;
  }
}

function addLeft({ row, pixelBytes }: FilteredRow): void {
  for (let at = pixelBytes; at < row.length; at += 1)
    row[at] = u8(row, at) + u8(row, at - pixelBytes);
}

function addAbove({ row, above }: FilteredRow): void {
  for (let at = 0; at < row.length; at += 1)
    row[at] = u8(row, at) + u8(above, at);
}

function addAverage({ row, above, pixelBytes }: FilteredRow): void {
  for (let at = 0; at < row.length; at += 1) {
    const left = at < pixelBytes ? 0 : u8(row, at - pixelBytes);
    row[at] = u8(row, at) + ((left + u8(above, at)) >> 1);
  }
}

function addPaeth({ row, above, pixelBytes }: FilteredRow): void {
  for (let at = 0; at < row.length; at += 1) {
    const isFirst = at < pixelBytes;
    const left = isFirst ? 0 : u8(row, at - pixelBytes);
    const upLeft = isFirst ? 0 : u8(above, at - pixelBytes);
    row[at] = u8(row, at) + paeth(left, u8(above, at), upLeft);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
