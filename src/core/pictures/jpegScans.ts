// Finds where the coded picture of a JPEG scan ends, by reading its Huffman codes without decoding any sample: behind the last one, and in front of the next marker, anything could stand.
import { jpegMarker } from "./jpegSegments.ts";
import { huffmanLookup, ScanBits } from "./scanBits.ts";

const losslessFrame = 0xc3;
/** Frames whose scans can be followed: baseline, extended and lossless, each with Huffman coding (T.81 table B.1). */
const sequentialFrames: ReadonlySet<number> = new Set([
  jpegMarker.baseline,
  jpegMarker.extended,
  losslessFrame,
]);
/** Samples of a block, in one row of it; lossless coding has single samples (T.81 A.1.3, A.2). */
const blockSize = 8;

/** What a frame header says of one component (T.81 B.2.2). */
interface Component {
  readonly horizontal: number;
  readonly vertical: number;
}

interface Frame {
  readonly isLossless: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly components: ReadonlyMap<number, Component>;
}

/** A component in a scan: how many of its units one step codes, and the tables for them. */
interface ScanComponent {
  readonly units: number;
  readonly first: Uint16Array;
  /** Of coefficients; null for lossless coding, which has none. */
  readonly rest: Uint16Array | null;
}

/** What was defined up to a scan, and the way through that scan. Segments are to be checked for their length before. */
export class JpegScans {
  #frame: Frame | null = null;
  #isFollowed = true;
  #restartInterval = 0;
  readonly #tables = new Map<number, Uint16Array>();

  /** Notes what a segment defines; `payload` is what follows its length. */
  take(marker: number, payload: Uint8Array): void {
    if (marker === jpegMarker.huffman) this.#takeTables(payload);
    else if (marker === jpegMarker.restartInterval)
      this.#restartInterval = word(payload, 0);
    else if (sequentialFrames.has(marker))
      this.#frame = frameOf(payload, marker === losslessFrame);
    else if (isFrame(marker)) this.#isFollowed = false;
  }

  /**
   * How many bytes of the entropy-coded `data`, restart markers included, code the picture. Null if the data do not code what
   * the headers say. All of them where nothing short of decoding tells: progressive JPEG, and JPEG-LS.
   */
  endOfScan(scanHeader: Uint8Array, data: Uint8Array): number | null {
    if (!this.#isFollowed) return data.byteLength;
    const frame = this.#frame;
    if (frame === null) return null;
    const components = this.#scanComponents(frame, scanHeader);
    if (components === null) return null;
    const bits = new ScanBits(data);
    const steps = stepsOf(frame, scanHeader);
    const interval =
      this.#restartInterval === 0 ? steps : this.#restartInterval;
    for (let done = 0; done < steps; done += interval) {
      if (done > 0 && !bits.restart(done / interval - 1)) return null;
      if (!skipSteps(bits, components, Math.min(interval, steps - done)))
        return null;
    }
    return bits.end();
  }

  #takeTables(payload: Uint8Array): void {
    for (let at = 0; at < payload.byteLength;) {
      const place = payload[at] ?? 0;
      const counts = payload.subarray(at + 1, at + 17);
      const start = at + 17;
      at = start + counts.reduce((sum, count) => sum + count, 0);
      const symbols = payload.subarray(start, at);
      const valueBits = place < 16 ? bitsOfDifference : bitsOfCoefficient;
      this.#tables.set(place, huffmanLookup(counts, symbols, valueBits));
    }
  }

  #scanComponents(
    frame: Frame,
    header: Uint8Array,
  ): readonly ScanComponent[] | null {
    const count = header[0] ?? 0;
    const found: ScanComponent[] = [];
    for (let at = 1; at < 1 + 2 * count; at += 2) {
      const component = frame.components.get(header[at] ?? 0);
      const places = header[at + 1] ?? 0;
      const first = this.#tables.get(places >> 4);
      const rest = frame.isLossless
        ? null
        : this.#tables.get(16 + (places & 15));
      if (component === undefined || first === undefined || rest === undefined)
        return null;
      const units = count === 1 ? 1 : component.horizontal * component.vertical;
      found.push({ units, first, rest });
    }
    return found.length === 0 ? null : found;
  }
}

/** Any start of frame; DHT, JPG and DAC have numbers among theirs. */
function isFrame(marker: number): boolean {
  return (
    (marker >= 0xc0 &&
      marker <= 0xcf &&
      ![0xc4, 0xc8, 0xcc].includes(marker)) ||
    marker === 0xf7
  );
}

function frameOf(payload: Uint8Array, isLossless: boolean): Frame {
  const components = new Map<number, Component>();
  for (let at = 6; at + 2 < payload.byteLength; at += 3) {
    const sampling = payload[at + 1] ?? 0;
    components.set(payload[at] ?? 0, {
      horizontal: sampling >> 4,
      vertical: sampling & 15,
    });
  }
  return {
    isLossless,
    rows: word(payload, 1),
    columns: word(payload, 3),
    components,
  };
}

/** Minimum coded units of a scan (T.81 A.2): of one component its units, of several as many as it takes to hold each. */
function stepsOf(frame: Frame, header: Uint8Array): number {
  const { rows, columns, components, isLossless } = frame;
  const side = isLossless ? 1 : blockSize;
  const all = [...components.values()];
  const widest = Math.max(...all.map(({ horizontal }) => horizontal));
  const tallest = Math.max(...all.map(({ vertical }) => vertical));
  const only = header[0] === 1 ? components.get(header[1] ?? 0) : undefined;
  if (only === undefined)
    return (
      Math.ceil(columns / (side * widest)) * Math.ceil(rows / (side * tallest))
    );
  const width = Math.ceil((columns * only.horizontal) / widest);
  const height = Math.ceil((rows * only.vertical) / tallest);
  return Math.ceil(width / side) * Math.ceil(height / side);
}

/** Past some minimum coded units; false where no code fits, or the data end before. */
function skipSteps(
  bits: ScanBits,
  components: readonly ScanComponent[],
  steps: number,
): boolean {
  const [only] = components;
  if (only !== undefined && components.length === 1)
    return skipUnits(bits, only, steps * only.units);
  for (let step = 0; step < steps; step += 1)
    for (const component of components)
      if (!skipUnits(bits, component, component.units)) return false;
  return true;
}

/** Past units of one component; false where no code fits, or the data end before. */
function skipUnits(
  bits: ScanBits,
  { first, rest }: ScanComponent,
  units: number,
): boolean {
  if (rest === null) return bits.skipAll(first, units);
  for (let unit = 0; unit < units; unit += 1) {
    if (bits.skip(first) < 0) return false;
    if (!skipCoefficients(bits, rest)) return false;
  }
  return true;
}

/** Past the other 63 coefficients of a block, which come as runs of zeros with a value behind (T.81 F.1.2.2). */
function skipCoefficients(bits: ScanBits, table: Uint16Array): boolean {
  for (let coefficient = 1; coefficient < blockSize * blockSize;) {
    const symbol = bits.skip(table);
    if (symbol < 0) return false;
    const run = symbol >> 4;
    if ((symbol & 15) === 0 && run !== 15) return run === 0;
    coefficient += run + 1;
    if (coefficient > blockSize * blockSize) return false;
  }
  return true;
}

/** Bits of the value behind a difference's category: one of 32768 has a category, and no bits of its own (T.81 H.1.2.2). */
function bitsOfDifference(category: number): number | null {
  return category > mostBits ? null : category % mostBits;
}

const mostBits = 16;

/** Bits of the value behind a run of zeros. */
function bitsOfCoefficient(symbol: number): number {
  return symbol & 15;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
