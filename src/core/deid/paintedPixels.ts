// Reads written pixels back and compares them with what was decoded: black under the masks, the same beside them.
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { ExplicitVRLittleEndian } from "../dicom/transferSyntaxes.ts";
import type { MaskedRows } from "../masks/maskRuns.ts";
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
  const blackRow = Buffer.alloc(rowBytes, black);
  const rowsAtOnce = Math.max(1, Math.floor(chunkBytes / rowBytes));
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    const some = rows.slice(first, first + rowsAtOnce);
    const start = first * rowBytes;
    const length = some.length * rowBytes;
    const read = await written.read(pixelData.valueOffset + start, length);
    const isRight =
      read.ok &&
      read.value.length === length &&
      areRightRows(read.value, {
        rows: some,
        before: unpainted.subarray(start, start + length),
        blackRow,
        pixelBytes: black.length,
      });
    if (!isRight) return false;
  }
  return true;
}

/** What some rows have to be. */
interface ExpectedRows {
  readonly rows: MaskedRows;
  readonly before: Uint8Array;
  /** A whole row of black. */
  readonly blackRow: Uint8Array;
  readonly pixelBytes: number;
}

function areRightRows(found: Uint8Array, expected: ExpectedRows): boolean {
  const { rows, before, blackRow, pixelBytes } = expected;
  let checkedTo = 0;
  for (const [row, runs] of rows.entries())
    for (const run of runs) {
      const from = row * blackRow.length + run.from * pixelBytes;
      const to = row * blackRow.length + run.to * pixelBytes;
      const isRight =
        isSame(
          found.subarray(checkedTo, from),
          before.subarray(checkedTo, from),
        ) && isSame(found.subarray(from, to), blackRow.subarray(0, to - from));
      if (!isRight) return false;
      checkedTo = to;
    }
  return isSame(found.subarray(checkedTo), before.subarray(checkedTo));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
