// Looks for what hides beside the stored bits of pixels, plain or compressed: overlays, and the text in them, were once kept there, where no viewer shows them.
import { failed, success, type Result } from "../../shared/result.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { DecodedFrame, Samples } from "../pixels/decodedFrame.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { swapped } from "./byteOrder.ts";
import { wordOf } from "./elementText.ts";
import type { PixelPiece } from "./pixelPlan.ts";

/** Which bits of a pixel cell mean something (PS3.3 C.7.6.3.1.1). */
interface StoredBits {
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
}

/**
 * True if bits outside Bits Stored of copied pixels say anything (PS3.5 8.1.1 lets them be set; until 2004 overlays could lie
 * there): bits above that are neither zero nor the sign, or bits below that are not zero. Fails if the pixels cannot be read.
 */
export async function holdsUnusedBits(
  source: ByteSource,
  dataSet: DicomDataSet,
  pieces: readonly PixelPiece[],
): Promise<Result<boolean, RefusalReason>> {
  const stored = storedBits(dataSet);
  if (stored.bitsStored >= stored.bitsAllocated) return success(false);
  for (const piece of pieces) {
    if (piece.kind === "bytes") continue;
    const { from, start, end, swap } = piece;
    const read =
      from === "dataSet"
        ? success(dataSet.bytes.subarray(start, end))
        : await source.read(start, end - start);
    if (!read.ok) return failed({ kind: "sourceChanged" });
    const bytes = swapped(read.value, swap);
    const cellBytes = stored.bitsAllocated / 8;
    // Every slice passes here, and nearly none has anything outside: one look at all cells together is enough for those.
    if ((unionOfCells(bytes, cellBytes) & outsideMask(stored)) === 0) continue;
    if (anyOutside(cellsOf(bytes, cellBytes), stored)) return success(true);
  }
  return success(false);
}

/**
 * The same for samples of a copied codestream, of which the data set shows only some bits. `precision` is how many bits its
 * samples have, null if they fill their cells. Decoded only if these are more than Bits Stored; fails if that fails.
 */
export async function codesUnusedBits(
  dataSet: DicomDataSet,
  precision: number | null,
  decode: (
    dataSet: DicomDataSet,
  ) => Promise<Result<DecodedFrame, RefusalReason>>,
): Promise<Result<boolean, RefusalReason>> {
  const stored = storedBits(dataSet);
  const { bitsAllocated, bitsStored, highBit } = stored;
  const coded = precision ?? bitsAllocated;
  // Of a codestream wider than its cells all bits are decoded, shown and searched.
  if (coded <= bitsStored || coded > bitsAllocated) return success(false);
  const whole = await decode(withAllBitsStored(dataSet, bitsAllocated));
  if (!whole.ok) return whole;
  return success(
    anyOutside(whole.value.samples, {
      ...stored,
      bitsAllocated: coded,
      // Pixels of the upper bits were moved down where the codestream is not that wide.
      highBit: coded > highBit ? highBit : bitsStored - 1,
    }),
  );
}

/** The data set as if every bit of a cell were stored, so that decoding clears none. */
function withAllBitsStored(
  dataSet: DicomDataSet,
  bitsAllocated: number,
): DicomDataSet {
  const bytes = new Uint8Array(dataSet.bytes);
  const view = new DataView(bytes.buffer);
  const put = (tag: Tag, value: number) => {
    const element = findElement(dataSet.elements, tag);
    // Little endian, as all transfer syntaxes with codestreams are (PS3.5 A.4).
    if (element?.valueLength === 2)
      view.setUint16(element.valueOffset, value, true);
  };
  put(tags.BitsStored, bitsAllocated);
  put(tags.HighBit, bitsAllocated - 1);
  return { ...dataSet, bytes };
}

function storedBits(dataSet: DicomDataSet): StoredBits {
  const bitsAllocated = wordOf(dataSet, tags.BitsAllocated) ?? 0;
  const bitsStored = wordOf(dataSet, tags.BitsStored) ?? bitsAllocated;
  return {
    bitsAllocated,
    bitsStored,
    highBit: wordOf(dataSet, tags.HighBit) ?? bitsStored - 1,
    isSigned: wordOf(dataSet, tags.PixelRepresentation) === 1,
  };
}

/** True if one of the cells says something outside its stored bits. */
function anyOutside(cells: Samples, stored: StoredBits): boolean {
  const { bitsAllocated, bitsStored, highBit, isSigned } = stored;
  const unused = 32 - bitsAllocated;
  const below = highBit + 1 - bitsStored;
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? 0;
    // Bits above the high bit, with the sign as if the cell had 32 bits.
    const above = (cell << unused) >> (unused + highBit);
    const meansNothing =
      above >> 1 === 0 || (isSigned && (above === -1 || above === 0));
    const isBelowClear = below <= 0 || (cell & ((1 << below) - 1)) === 0;
    if (!meansNothing || !isBelowClear) return true;
  }
  return false;
}

/** The bits of a cell that are not stored ones. */
function outsideMask({ bitsAllocated, bitsStored, highBit }: StoredBits) {
  const below = Math.max(0, highBit + 1 - bitsStored);
  const upTo = (bits: number) => 2 ** Math.min(bits, bitsAllocated) - 1;
  return (upTo(bitsAllocated) - upTo(highBit + 1)) | upTo(below);
}

/** Every bit that is set in any of the cells, which are of one, two or four bytes. */
function unionOfCells(bytes: Uint8Array, size: number): number {
  const { buffer, byteOffset, byteLength } = bytes;
  const inBlocks = byteLength - (byteLength % blockBytes);
  let union = 0;
  for (let start = 0; start < inBlocks; start += blockBytes)
    union |= unionOfBlock(new DataView(buffer, byteOffset + start, blockBytes));
  const rest = new DataView(buffer, byteOffset, byteLength);
  const inWords = byteLength - (byteLength % 4);
  for (let at = inBlocks; at < inWords; at += 4)
    union |= rest.getInt32(at, true);
  for (let at = inWords; at < byteLength; at += 1)
    union |= rest.getUint8(at) << (8 * (at % size));
  for (let bits = 16; bits >= size * 8; bits >>= 1) union |= union >>> bits;
  return union;
}

const blockBytes = 16 * 1024;

/**
 * Of a view of `blockBytes`. Every pixel of a case passes here: called for parts of an image rather than once for all of it,
 * a loop is optimised after a few images and stays so; within bounds that never change it takes three quarters of the time;
 * and an array's elements, not a view's, would each be looked at for being there.
 */
function unionOfBlock(block: DataView): number {
  let first = 0;
  let second = 0;
  for (let at = 0; at < blockBytes; at += 32) {
    first |=
      block.getInt32(at, true) |
      block.getInt32(at + 4, true) |
      block.getInt32(at + 8, true) |
      block.getInt32(at + 12, true);
    second |=
      block.getInt32(at + 16, true) |
      block.getInt32(at + 20, true) |
      block.getInt32(at + 24, true) |
      block.getInt32(at + 28, true);
  }
  return first | second;
}

/** Little endian bytes as numbers of one, two or four of them; a copy, as they may lie anywhere in memory. */
function cellsOf(
  bytes: Uint8Array,
  size: number,
): Uint8Array | Uint16Array | Uint32Array {
  if (size === 1) return bytes;
  const { buffer } = new Uint8Array(bytes);
  return size === 2
    ? new Uint16Array(buffer, 0, bytes.byteLength >> 1)
    : new Uint32Array(buffer, 0, bytes.byteLength >> 2);
}
