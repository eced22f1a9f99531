// A JPEG scan header (ITU-T T.81 B.2.3), and the order in which the blocks of a scan are coded (A.2).
import type { EntropyReader } from "./entropyReader.ts";
import type { HuffmanTable } from "./huffmanTable.ts";
import type { JpegComponent, JpegFrame } from "./jpegFrame.ts";

/** One component in a scan, with the tables its codes are of (null where the scan named one that is not there). */
export interface ScanComponent {
  readonly component: JpegComponent;
  readonly dcTable: HuffmanTable | null;
  readonly acTable: HuffmanTable | null;
}

/** What a scan codes. */
export interface JpegScan {
  readonly components: readonly ScanComponent[];
  /** First coefficient in zigzag order; for lossless, the predictor. */
  readonly spectralStart: number;
  readonly spectralEnd: number;
  readonly approximationHigh: number;
  /** Lowest bit of successive approximation; for lossless, the point transform. */
  readonly approximationLow: number;
  /** MCUs between restart markers; 0 for none. */
  readonly restartInterval: number;
}

/** Huffman tables by their class and destination. */
export interface HuffmanTables {
  readonly dc: (HuffmanTable | null)[];
  readonly ac: (HuffmanTable | null)[];
}

/** Reads the parameters of a start of scan. Null if they are short or name components the frame has not. */
export function parseScan(
  parameters: Uint8Array,
  frame: JpegFrame,
  state: {
    readonly tables: HuffmanTables;
    readonly restartInterval: number;
  },
): JpegScan | null {
  const count = parameters[0] ?? 0;
  if (count < 1 || count > 4 || parameters.length < count * 2 + 4) return null;
  const components: ScanComponent[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = parameters[1 + index * 2];
    const tableIds = parameters[2 + index * 2] ?? 0;
    const component = frame.components.find((each) => each.id === id);
    if (
      component === undefined ||
      components.some((each) => each.component === component)
    )
      return null;
    components.push({
      component,
      dcTable: state.tables.dc[tableIds >>> 4] ?? null,
      acTable: state.tables.ac[tableIds & 15] ?? null,
    });
  }
  const approximation = parameters[count * 2 + 3] ?? 0;
  return {
    components,
    spectralStart: parameters[count * 2 + 1] ?? 0,
    spectralEnd: parameters[count * 2 + 2] ?? 0,
    approximationHigh: approximation >>> 4,
    approximationLow: approximation & 15,
    restartInterval: state.restartInterval,
  };
}

/** Decodes one block of coefficients; `at` is where it starts in the component's coefficients. */
export type BlockDecoder = (
  scanComponent: ScanComponent,
  index: number,
  at: number,
) => void;

/**
 * Calls `decodeBlock` for every block of the scan in order, and `restarted` where what was known is forgotten. False as
 * soon as the data turn out to be damaged.
 */
export function eachBlock(
  frame: JpegFrame,
  scan: JpegScan,
  reader: EntropyReader,
  work: { readonly decodeBlock: BlockDecoder; readonly restarted: () => void },
): boolean {
  const [only] = scan.components;
  const isAlone = scan.components.length === 1 && only !== undefined;
  // A component on its own is coded block by block, without those that only fill up MCUs (A.2.2).
  const perLine = isAlone
    ? Math.ceil(only.component.columns / 8)
    : frame.mcusPerLine;
  const lines = isAlone
    ? Math.ceil(only.component.rows / 8)
    : frame.mcusPerColumn;
  let restarts = 0;
  let untilRestart = scan.restartInterval;
  for (let line = 0; line < lines; line += 1) {
    for (let mcu = 0; mcu < perLine; mcu += 1) {
      if (scan.restartInterval > 0) {
        if (untilRestart === 0) {
          if (!reader.restart(restarts % 8)) return false;
          restarts += 1;
          untilRestart = scan.restartInterval;
          work.restarted();
        }
        untilRestart -= 1;
      }
      if (isAlone) {
        const block = line * only.component.blocksPerLine + mcu;
        work.decodeBlock(only, 0, block * 64);
      } else eachBlockOfMcu(scan, { line, mcu }, work.decodeBlock);
    }
    if (reader.isDamaged) return false;
  }
  return true;
}

function eachBlockOfMcu(
  scan: JpegScan,
  place: { readonly line: number; readonly mcu: number },
  decodeBlock: BlockDecoder,
): void {
  for (let index = 0; index < scan.components.length; index += 1) {
    const scanComponent = scan.components[index];
    if (scanComponent === undefined) return;
    const { horizontalFactor, verticalFactor, blocksPerLine } =
      scanComponent.component;
    for (let v = 0; v < verticalFactor; v += 1) {
      const row = place.line * verticalFactor + v;
      const first = row * blocksPerLine + place.mcu * horizontalFactor;
      for (let h = 0; h < horizontalFactor; h += 1)
        decodeBlock(scanComponent, index, (first + h) * 64);
    }
  }
}
