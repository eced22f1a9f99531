// Looks for what hides beside the stored bits of pixels: overlays, and the text in them, were once kept there, where no viewer shows them.
import { failed, success, type Result } from "../../shared/result.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { swapped } from "./byteOrder.ts";
import { rawValue, singleWord } from "./elementText.ts";
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
    if (anyOutside(swapped(read.value, swap), stored)) return success(true);
  }
  return success(false);
}

function storedBits(dataSet: DicomDataSet): StoredBits {
  const word = (tag: Tag) => {
    const element = findElement(dataSet.elements, tag);
    return element === null ? null : singleWord(rawValue(dataSet, element));
  };
  const bitsAllocated = word(tags.BitsAllocated) ?? 0;
  const bitsStored = word(tags.BitsStored) ?? bitsAllocated;
  return {
    bitsAllocated,
    bitsStored,
    highBit: word(tags.HighBit) ?? bitsStored - 1,
    isSigned: word(tags.PixelRepresentation) === 1,
  };
}

/** Goes through little endian cells of one, two or four bytes. */
function anyOutside(bytes: Uint8Array, stored: StoredBits): boolean {
  const { bitsAllocated, bitsStored, highBit, isSigned } = stored;
  const unused = 32 - bitsAllocated;
  const below = highBit + 1 - bitsStored;
  const cells = cellsOf(bytes, bitsAllocated / 8);
  for (const cell of cells) {
    // Bits above the high bit, with the sign as if the cell had 32 bits.
    const above = (cell << unused) >> (unused + highBit);
    const meansNothing =
      above >> 1 === 0 || (isSigned && (above === -1 || above === 0));
    const isBelowClear = below <= 0 || (cell & ((1 << below) - 1)) === 0;
    if (!meansNothing || !isBelowClear) return true;
  }
  return false;
}

/** The bytes as numbers; a copy, as they may lie anywhere in memory. */
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
