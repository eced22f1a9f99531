// A JPEG frame header (ITU-T T.81 B.2.2) and the storage of its components.

/** How the samples of a frame are coded. */
export type JpegProcess = "sequential" | "progressive" | "lossless";

/** One component of a frame. Blocks are of 8 x 8 samples. */
export interface JpegComponent {
  readonly id: number;
  readonly horizontalFactor: number;
  readonly verticalFactor: number;
  readonly quantizationId: number;
  /** Samples of the component itself, without those that only fill blocks. */
  readonly columns: number;
  readonly rows: number;
  /** Blocks a line and blocks a column, filled up to whole MCUs. */
  readonly blocksPerLine: number;
  readonly blocksPerColumn: number;
  /** Quantized coefficients, 64 for each block in natural order; empty for lossless. */
  readonly coefficients: Int16Array;
  /** Samples of a lossless frame, row by row; empty otherwise. */
  readonly samples: Uint16Array;
}

/** A frame with room for what its scans hold. */
export interface JpegFrame {
  readonly process: JpegProcess;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly maxHorizontalFactor: number;
  readonly maxVerticalFactor: number;
  readonly mcusPerLine: number;
  readonly mcusPerColumn: number;
  readonly components: readonly JpegComponent[];
}

/** Size the header of the data set gives; nothing is allocated for a codestream of another. */
export interface ExpectedSize {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
}

/** Reads the parameters of a start of frame. Null if they make no sense or are not those expected. */
export function parseFrame(
  parameters: Uint8Array,
  process: JpegProcess,
  expected: ExpectedSize,
): JpegFrame | null {
  const view = new DataView(
    parameters.buffer,
    parameters.byteOffset,
    parameters.byteLength,
  );
  if (view.byteLength < 6) return null;
  const precision = view.getUint8(0);
  // No lines: a later segment would tell how many (B.2.5), but the data set has done so already.
  const rows = view.getUint16(1) || expected.rows;
  const columns = view.getUint16(3);
  const count = view.getUint8(5);
  const isExpected =
    rows === expected.rows &&
    columns === expected.columns &&
    count === expected.components;
  if (!isExpected || view.byteLength < 6 + count * 3) return null;
  if (!isPrecisionOf(process, precision)) return null;
  const heads = Array.from({ length: count }, (_, index) => ({
    id: view.getUint8(6 + index * 3),
    horizontalFactor: view.getUint8(7 + index * 3) >>> 4,
    verticalFactor: view.getUint8(7 + index * 3) & 15,
    quantizationId: view.getUint8(8 + index * 3),
  }));
  const factors = heads.flatMap((head) => [
    head.horizontalFactor,
    head.verticalFactor,
  ]);
  if (factors.some((factor) => factor < 1 || factor > 4)) return null;
  const maxHorizontalFactor = Math.max(
    ...heads.map((head) => head.horizontalFactor),
  );
  const maxVerticalFactor = Math.max(
    ...heads.map((head) => head.verticalFactor),
  );
  const mcusPerLine = Math.ceil(columns / (8 * maxHorizontalFactor));
  const mcusPerColumn = Math.ceil(rows / (8 * maxVerticalFactor));
  return {
    process,
    precision,
    rows,
    columns,
    maxHorizontalFactor,
    maxVerticalFactor,
    mcusPerLine,
    mcusPerColumn,
    components: heads.map((head) => {
      const blocksPerLine = mcusPerLine * head.horizontalFactor;
      const blocksPerColumn = mcusPerColumn * head.verticalFactor;
      const isLossless = process === "lossless";
      return {
        ...head,
        columns: Math.ceil(
          (columns * head.horizontalFactor) / maxHorizontalFactor,
        ),
        rows: Math.ceil((rows * head.verticalFactor) / maxVerticalFactor),
        blocksPerLine,
        blocksPerColumn,
        coefficients: new Int16Array(
          isLossless ? 0 : blocksPerLine * blocksPerColumn * 64,
        ),
        samples: new Uint16Array(isLossless ? rows * columns : 0),
      };
    }),
  };
}

function isPrecisionOf(process: JpegProcess, precision: number): boolean {
  return process === "lossless"
    ? precision >= 2 && precision <= 16
    : precision === 8 || precision === 12;
}
