// Reads written pixels back and compares them with what was decoded: black under the masks, the same beside them.
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { ExplicitVRLittleEndian } from "../dicom/transferSyntaxes.ts";
import type { Run } from "../masks/maskRuns.ts";
import { frameLayoutOf } from "../pixels/frameLayout.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { MaskedPixels } from "./pixelPlan.ts";

/** About so many bytes are read at once. */
const chunkBytes = 4 * 1024 * 1024;

/** True if the file holds the frame of `masked`, uncompressed, with just its masks painted on it. */
export async function hasJustTheMasks(
  dataSet: DicomDataSet,
  written: ByteSource,
  masked: MaskedPixels,
): Promise<boolean> {
  const { pixelData, transferSyntaxUID } = dataSet;
  const { rows, columns, black, unpainted } = masked;
  const layout = frameLayoutOf(dataSet);
  const isLaidOut =
    layout.ok &&
    transferSyntaxUID === ExplicitVRLittleEndian &&
    layout.value.numberOfFrames === 1 &&
    layout.value.rows === rows.length &&
    layout.value.columns === columns &&
    (layout.value.samplesPerPixel * layout.value.bitsAllocated) / 8 ===
      black.length;
  if (!isLaidOut || pixelData === null) return false;
  const rowBytes = columns * black.length;
  const checked: CheckedRow = {
    black,
    blackRow: Buffer.alloc(rowBytes, black),
  };
  const rowsAtOnce = Math.max(1, Math.floor(chunkBytes / rowBytes));
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    const some = rows.slice(first, first + rowsAtOnce);
    const start = first * rowBytes;
    const length = some.length * rowBytes;
    const read = await written.read(pixelData.valueOffset + start, length);
    if (!read.ok || read.value.length !== length) return false;
    const found = read.value;
    const before = unpainted.subarray(start, start + length);
    const areRight = some.every((runs, row) => {
      const [from, to] = [row * rowBytes, (row + 1) * rowBytes];
      return isRightRow(found.subarray(from, to), {
        ...checked,
        runs,
        before: before.subarray(from, to),
      });
    });
    if (!areRight) return false;
  }
  return true;
}

interface CheckedRow {
  readonly black: Uint8Array;
  /** A whole row of black. */
  readonly blackRow: Uint8Array;
}

function isRightRow(
  found: Uint8Array,
  row: CheckedRow & {
    readonly runs: readonly Run[];
    readonly before: Uint8Array;
  },
): boolean {
  const size = row.black.length;
  let at = 0;
  for (const { from, to } of row.runs) {
    const isRight =
      isSame(found, row.before, at, from * size) &&
      isSame(found, row.blackRow, from * size, to * size);
    if (!isRight) return false;
    at = to * size;
  }
  return isSame(found, row.before, at, found.length);
}

function isSame(
  a: Uint8Array,
  b: Uint8Array,
  from: number,
  to: number,
): boolean {
  return Buffer.compare(a.subarray(from, to), b.subarray(from, to)) === 0;
}
