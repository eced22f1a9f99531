// Decodes the coefficients of a sequential JPEG scan (ITU-T T.81 F.2): baseline and extended, 8 and 12 bits.
import type { EntropyReader } from "./entropyReader.ts";
import type { JpegFrame } from "./jpegFrame.ts";
import { eachBlock, type JpegScan } from "./jpegScan.ts";
import { naturalOrder } from "./naturalOrder.ts";

/** Fills the coefficients of the scan's components. False if the data are damaged or a table is missing. */
export function decodeSequentialScan(
  frame: JpegFrame,
  scan: JpegScan,
  reader: EntropyReader,
): boolean {
  if (
    scan.components.some(
      ({ dcTable, acTable }) => dcTable === null || acTable === null,
    )
  )
    return false;
  const predictions = new Int32Array(scan.components.length);
  return eachBlock(frame, scan, reader, {
    decodeBlock({ component, dcTable, acTable }, index, at) {
      if (dcTable === null || acTable === null) return;
      const { coefficients } = component;
      const difference = reader.signed(reader.symbol(dcTable) & 15);
      const dc = (predictions[index] ?? 0) + difference;
      predictions[index] = dc;
      coefficients[at] = dc;
      for (let k = 1; k < 64; k += 1) {
        const symbol = reader.symbol(acTable);
        const category = symbol & 15;
        const zeros = symbol >>> 4;
        if (category === 0) {
          if (zeros < 15) return;
          k += 15;
          continue;
        }
        k += zeros;
        coefficients[at + (naturalOrder[k & 63] ?? 0)] =
          reader.signed(category);
      }
    },
    restarted() {
      predictions.fill(0);
    },
  });
}
