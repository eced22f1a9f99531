// Decodes a scan of progressive JPEG (ITU-T T.81 annex G): a band of coefficients, or one more bit of them.
import type { EntropyReader } from "./entropyReader.ts";
import type { HuffmanTable } from "./huffmanTable.ts";
import type { JpegFrame } from "./jpegFrame.ts";
import { eachBlock, type BlockDecoder, type JpegScan } from "./jpegScan.ts";
import { naturalOrder } from "./naturalOrder.ts";

/** Adds what the scan holds to the coefficients of its components. False if the data are damaged or against the standard. */
export function decodeProgressiveScan(
  frame: JpegFrame,
  scan: JpegScan,
  reader: EntropyReader,
): boolean {
  if (!isValid(scan)) return false;
  const isRefinement = scan.approximationHigh > 0;
  const decoder =
    scan.spectralStart === 0
      ? isRefinement
        ? dcRefinement(scan, reader)
        : dcFirst(scan, reader)
      : isRefinement
        ? acRefinement(scan, reader)
        : acFirst(scan, reader);
  return eachBlock(frame, scan, reader, decoder);
}

interface ScanDecoder {
  readonly decodeBlock: BlockDecoder;
  readonly restarted: () => void;
}

/** DC and AC never share a scan, and AC of several components neither (G.1.1.1.1); every table is there. */
function isValid(scan: JpegScan): boolean {
  const { spectralStart, spectralEnd, approximationLow } = scan;
  const isDc = spectralStart === 0;
  const needsDcTable = isDc && scan.approximationHigh === 0;
  return (
    approximationLow <= 13 &&
    (isDc
      ? spectralEnd === 0
      : spectralEnd >= spectralStart &&
        spectralEnd < 64 &&
        scan.components.length === 1) &&
    scan.components.every(
      ({ dcTable, acTable }) =>
        (!needsDcTable || dcTable !== null) && (isDc || acTable !== null),
    )
  );
}

function dcFirst(scan: JpegScan, reader: EntropyReader): ScanDecoder {
  const predictions = new Int32Array(scan.components.length);
  return {
    decodeBlock({ component, dcTable }, index, at) {
      if (dcTable === null) return;
      const difference = reader.signed(reader.symbol(dcTable) & 15);
      const dc = (predictions[index] ?? 0) + difference;
      predictions[index] = dc;
      component.coefficients[at] = dc << scan.approximationLow;
    },
    restarted() {
      predictions.fill(0);
    },
  };
}

function dcRefinement(scan: JpegScan, reader: EntropyReader): ScanDecoder {
  const bit = 1 << scan.approximationLow;
  return {
    decodeBlock({ component }, _index, at) {
      if (reader.bits(1) === 1)
        component.coefficients[at] = (component.coefficients[at] ?? 0) | bit;
    },
    restarted: () => undefined,
  };
}

function acFirst(scan: JpegScan, reader: EntropyReader): ScanDecoder {
  const { spectralStart, spectralEnd, approximationLow } = scan;
  /** Blocks, this one included, that have no more coefficients in the band. */
  let endOfBand = 0;
  return {
    decodeBlock({ component, acTable }, _index, at) {
      if (acTable === null) return;
      if (endOfBand > 0) {
        endOfBand -= 1;
        return;
      }
      for (let k = spectralStart; k <= spectralEnd; k += 1) {
        const symbol = reader.symbol(acTable);
        const category = symbol & 15;
        const zeros = symbol >>> 4;
        if (category === 0 && zeros < 15) {
          endOfBand = (1 << zeros) + reader.bits(zeros) - 1;
          return;
        }
        k += zeros;
        if (category > 0)
          component.coefficients[at + (naturalOrder[k & 63] ?? 0)] =
            reader.signed(category) << approximationLow;
      }
    },
    restarted() {
      endOfBand = 0;
    },
  };
}

function acRefinement(scan: JpegScan, reader: EntropyReader): ScanDecoder {
  const { spectralStart, spectralEnd, approximationLow } = scan;
  const bit = 1 << approximationLow;
  let endOfBand = 0;

  /** Corrects coefficients that are there already, past `zeros` that are not; the place of the next that is not. */
  function refine(
    coefficients: Int16Array,
    at: number,
    band: { readonly from: number; readonly zeros: number },
  ): number {
    let { zeros } = band;
    for (let k = band.from; k <= spectralEnd; k += 1) {
      const place = at + (naturalOrder[k] ?? 0);
      const value = coefficients[place] ?? 0;
      if (value === 0) {
        if (zeros === 0) return k;
        zeros -= 1;
      } else if (reader.bits(1) === 1 && (value & bit) === 0)
        coefficients[place] = value + (value > 0 ? bit : -bit);
    }
    return spectralEnd + 1;
  }

  /** Coefficients that become something with this bit, up to the end of the band. The place it ended at. */
  function refineAndAdd(
    coefficients: Int16Array,
    at: number,
    acTable: HuffmanTable,
  ): number {
    for (let k = spectralStart; k <= spectralEnd; k += 1) {
      const symbol = reader.symbol(acTable);
      const zeros = symbol >>> 4;
      const isNew = (symbol & 15) !== 0;
      if (!isNew && zeros < 15) {
        endOfBand = (1 << zeros) + reader.bits(zeros);
        return k;
      }
      const added = isNew ? (reader.bits(1) === 1 ? bit : -bit) : 0;
      k = refine(coefficients, at, { from: k, zeros });
      if (isNew && k <= spectralEnd)
        coefficients[at + (naturalOrder[k] ?? 0)] = added;
    }
    return spectralEnd + 1;
  }

  return {
    decodeBlock({ component, acTable }, _index, at) {
      if (acTable === null) return;
      const { coefficients } = component;
      const from =
        endOfBand === 0
          ? refineAndAdd(coefficients, at, acTable)
          : spectralStart;
      if (endOfBand === 0) return;
      // No coefficient is new in the rest of the band, so as many zeros as there are may be passed.
      refine(coefficients, at, { from, zeros: 64 });
      endOfBand -= 1;
    },
    restarted() {
      endOfBand = 0;
    },
  };
}
