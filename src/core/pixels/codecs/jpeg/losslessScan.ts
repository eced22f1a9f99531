// Decodes a scan of lossless JPEG (ITU-T T.81 annex H): samples as differences from a prediction.
import type { EntropyReader } from "./entropyReader.ts";
import type { JpegFrame } from "./jpegFrame.ts";
import type { JpegScan } from "./jpegScan.ts";
import type { HuffmanTable } from "./huffmanTable.ts";

/** Fills the samples of the scan's components. False if the data are damaged or use what no DICOM process allows. */
export function decodeLosslessScan(
  frame: JpegFrame,
  scan: JpegScan,
  reader: EntropyReader,
): boolean {
  const { columns, rows } = frame;
  const predictor = scan.spectralStart;
  const pointTransform = scan.approximationLow;
  const isSubsampled = frame.components.some(
    (component) => component.columns !== columns || component.rows !== rows,
  );
  const isValid =
    predictor >= 1 &&
    predictor <= 7 &&
    pointTransform < frame.precision &&
    // An interval is a whole number of lines (H.1.1).
    scan.restartInterval % columns === 0;
  if (!isValid || isSubsampled) return false;
  const planes: LosslessPlane[] = [];
  for (const { component, dcTable } of scan.components) {
    if (dcTable === null) return false;
    planes.push({ samples: component.samples, table: dcTable });
  }
  const linesPerInterval = scan.restartInterval / columns;
  const start = 1 << (frame.precision - pointTransform - 1);
  for (let row = 0; row < rows; row += 1) {
    const isFirst =
      row === 0 || (linesPerInterval > 0 && row % linesPerInterval === 0);
    if (isFirst && row > 0) {
      const restarts = row / linesPerInterval - 1;
      if (!reader.restart(restarts % 8)) return false;
    }
    decodeLine(planes, reader, {
      at: row * columns,
      columns,
      predictor: isFirst ? "left" : predictor,
      start,
    });
    if (reader.isDamaged) return false;
  }
  if (pointTransform > 0)
    for (const { samples } of planes)
      for (let index = 0; index < samples.length; index += 1)
        samples[index] = (samples[index] ?? 0) << pointTransform;
  return true;
}

interface LosslessPlane {
  readonly samples: Uint16Array;
  readonly table: HuffmanTable;
}

interface Line {
  readonly at: number;
  readonly columns: number;
  /** Number of table H.1, or "left" for a line with none above it to predict from. */
  readonly predictor: number | "left";
  /** Prediction of the very first sample. */
  readonly start: number;
}

function decodeLine(
  planes: readonly LosslessPlane[],
  reader: EntropyReader,
  line: Line,
): void {
  const { at, columns, predictor, start } = line;
  const above = at - columns;
  for (let column = 0; column < columns; column += 1)
    for (const { samples, table } of planes) {
      const category = reader.symbol(table);
      // 16 stands for 32768 alone, without further bits (H.1.2.2); more cannot be.
      const difference =
        category < 16 ? reader.signed(category) : category === 16 ? 32768 : 0;
      const left = samples[at + column - 1] ?? 0;
      const prediction =
        predictor === "left"
          ? column === 0
            ? start
            : left
          : column === 0
            ? (samples[above] ?? 0)
            : predicted(
                predictor,
                left,
                samples[above + column] ?? 0,
                samples[above + column - 1] ?? 0,
              );
      // Differences are modulo 65536, and so is what a sixteen-bit array keeps.
      samples[at + column] = prediction + difference;
    }
}

/** Table H.1. */
function predicted(
  predictor: number,
  left: number,
  above: number,
  aboveLeft: number,
): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return aboveLeft;
    case 4:
      return left + above - aboveLeft;
    case 5:
      return left + ((above - aboveLeft) >> 1);
    case 6:
      return above + ((left - aboveLeft) >> 1);
    default:
      return (left + above) >> 1;
  }
}
