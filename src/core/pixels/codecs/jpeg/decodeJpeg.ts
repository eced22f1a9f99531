// Decodes JPEG (ITU-T T.81) with Huffman coding: baseline, extended, progressive and lossless, 2 to 16 bits.
//
// One decoder for every JPEG transfer syntax, because no ready one reads 12 bits; it follows the standard's annexes file by file.
import type { DecodedCodestream } from "../codestream.ts";
import { transformedPlane, type Plane } from "./componentPlanes.ts";
import { EntropyReader, nextMarker } from "./entropyReader.ts";
import { huffmanTable } from "./huffmanTable.ts";
import { colourOf, type ColourMarks } from "./jpegColour.ts";
import {
  parseFrame,
  type ExpectedSize,
  type JpegComponent,
  type JpegFrame,
  type JpegProcess,
} from "./jpegFrame.ts";
import { parseScan, type HuffmanTables, type JpegScan } from "./jpegScan.ts";
import { decodeLosslessScan } from "./losslessScan.ts";
import { naturalOrder } from "./naturalOrder.ts";
import { decodeProgressiveScan } from "./progressiveScan.ts";
import { decodeSequentialScan } from "./sequentialScan.ts";

/**
 * The image of a JPEG codestream. Null if it is damaged or cut short, is not of the expected size, or uses arithmetic
 * coding or the hierarchical mode, which DICOM had once and nobody wrote.
 */
export function decodeJpeg(
  bytes: Uint8Array,
  expected: ExpectedSize,
): DecodedCodestream | null {
  return new JpegDecoder(bytes, expected).decode();
}

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;

const processes: ReadonlyMap<number, JpegProcess> = new Map([
  [0xc0, "sequential"],
  [0xc1, "sequential"],
  [0xc2, "progressive"],
  [0xc3, "lossless"],
]);

/** A block takes one bit at the least, so a byte gives no more samples than these; a tiny file of a huge image is none. */
const maxSamplesPerByte = 8 * 64;

/** More scans than any encoder makes; each goes over the whole image, so a file of many would take for ever. */
const maxScans = 256;

class JpegDecoder {
  readonly #bytes: Uint8Array;
  readonly #expected: ExpectedSize;
  readonly #tables: HuffmanTables = { dc: [], ac: [] };
  readonly #quantizations: (Uint16Array | undefined)[] = [];
  /** Tables as they were when the component's first scan began (B.2.4.1). */
  readonly #quantizationOf = new Map<JpegComponent, Uint16Array>();
  readonly #scanned = new Set<JpegComponent>();
  readonly #marks: { jfif: boolean; adobeTransform: number | null } = {
    jfif: false,
    adobeTransform: null,
  };
  #frame: JpegFrame | null = null;
  #restartInterval = 0;
  #scans = 0;

  constructor(bytes: Uint8Array, expected: ExpectedSize) {
    this.#bytes = bytes;
    this.#expected = expected;
  }

  decode(): DecodedCodestream | null {
    if (this.#bytes[0] !== 0xff || this.#bytes[1] !== startOfImage) return null;
    const { rows, columns } = this.#expected;
    if (rows * columns > this.#bytes.length * maxSamplesPerByte) return null;
    let position = 2;
    for (;;) {
      const marker = nextMarker(this.#bytes, position);
      // No end of image: many encoders forgot it, and whether all is there is known from the scans.
      if (marker === null || marker.code === endOfImage) return this.#image();
      position = marker.end;
      const isAlone =
        marker.code === startOfImage ||
        marker.code === 0x01 ||
        (marker.code >= 0xd0 && marker.code <= 0xd7);
      if (isAlone) continue;
      const parameters = this.#parametersAt(position);
      if (parameters === null) return this.#image();
      position += 2 + parameters.length;
      if (marker.code === startOfScan) {
        const end = this.#scan(parameters, position);
        if (end === null) return null;
        position = end;
      } else if (!this.#segment(marker.code, parameters)) return null;
    }
  }

  #parametersAt(position: number): Uint8Array | null {
    const length =
      (this.#bytes[position] ?? 0) * 256 + (this.#bytes[position + 1] ?? 0);
    const end = position + length;
    return length >= 2 && end <= this.#bytes.length
      ? this.#bytes.subarray(position + 2, end)
      : null;
  }

  /** Takes in a segment. False if decoding cannot go on after it. */
  #segment(code: number, parameters: Uint8Array): boolean {
    const process = processes.get(code);
    if (process !== undefined) {
      if (this.#frame !== null) return false;
      this.#frame = parseFrame(parameters, process, this.#expected);
      return this.#frame !== null;
    }
    switch (code) {
      case 0xc4:
        return this.#huffmanTables(parameters);
      case 0xdb:
        return this.#quantizationTables(parameters);
      case 0xdd:
        this.#restartInterval =
          (parameters[0] ?? 0) * 256 + (parameters[1] ?? 0);
        return true;
      case 0xe0:
        this.#marks.jfif ||= beginsWith(parameters, "JFIF\0");
        return true;
      case 0xee:
        if (beginsWith(parameters, "Adobe"))
          this.#marks.adobeTransform = parameters[11] ?? null;
        return true;
      default:
        // Other starts of frame: hierarchical, or arithmetic coding. Anything else may be passed over.
        return code < 0xc5 || code > 0xcf;
    }
  }

  #huffmanTables(parameters: Uint8Array): boolean {
    let at = 0;
    while (at + 17 <= parameters.length) {
      const destination = parameters[at] ?? 0;
      const counts = parameters.subarray(at + 1, at + 17);
      const symbolCount = counts.reduce((sum, count) => sum + count, 0);
      at += 17;
      const symbols = parameters.subarray(at, at + symbolCount);
      const table = huffmanTable(counts, symbols);
      if (table === null || destination > 0x1f) return false;
      const tables = destination < 16 ? this.#tables.dc : this.#tables.ac;
      tables[destination & 15] = table;
      at += symbolCount;
    }
    return true;
  }

  #quantizationTables(parameters: Uint8Array): boolean {
    let at = 0;
    while (at < parameters.length) {
      const head = parameters[at] ?? 0;
      const elementBytes = head < 16 ? 1 : 2;
      at += 1;
      if (head > 0x1f || at + 64 * elementBytes > parameters.length)
        return false;
      const table = new Uint16Array(64);
      for (let k = 0; k < 64; k += 1, at += elementBytes)
        table[naturalOrder[k] ?? 0] =
          elementBytes === 1
            ? (parameters[at] ?? 0)
            : (parameters[at] ?? 0) * 256 + (parameters[at + 1] ?? 0);
      this.#quantizations[head & 15] = table;
    }
    return true;
  }

  /** Decodes a scan; the position after its data, or null if it is damaged. */
  #scan(parameters: Uint8Array, position: number): number | null {
    const frame = this.#frame;
    this.#scans += 1;
    if (frame === null || this.#scans > maxScans) return null;
    const scan = parseScan(parameters, frame, {
      tables: this.#tables,
      restartInterval: this.#restartInterval,
    });
    if (scan === null) return null;
    for (const { component } of scan.components) {
      const quantization = this.#quantizations[component.quantizationId];
      if (!this.#scanned.has(component) && quantization !== undefined)
        this.#quantizationOf.set(component, quantization);
      this.#scanned.add(component);
    }
    const reader = new EntropyReader(this.#bytes, position);
    return decodeScan(frame, scan, reader) ? reader.markerPosition() : null;
  }

  /** The image, if every component came in a scan. */
  #image(): DecodedCodestream | null {
    const frame = this.#frame;
    if (frame === null) return null;
    const planes: Plane[] = [];
    for (const component of frame.components) {
      const quantization = this.#quantizationOf.get(component);
      if (!this.#scanned.has(component)) return null;
      if (frame.process === "lossless")
        planes.push({ samples: component.samples, stride: frame.columns });
      else if (quantization !== undefined)
        planes.push(transformedPlane(frame, component, quantization));
      else return null;
    }
    const { rows, columns, precision } = frame;
    const marks: ColourMarks = this.#marks;
    return {
      rows,
      columns,
      components: planes.length,
      precision,
      isSigned: false,
      isLossy: frame.process !== "lossless",
      samples: interleaved(frame, planes),
      colour: colourOf(frame, marks),
    };
  }
}

function decodeScan(
  frame: JpegFrame,
  scan: JpegScan,
  reader: EntropyReader,
): boolean {
  switch (frame.process) {
    case "sequential":
      return decodeSequentialScan(frame, scan, reader);
    case "progressive":
      return decodeProgressiveScan(frame, scan, reader);
    case "lossless":
      return decodeLosslessScan(frame, scan, reader);
  }
}

function beginsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && latin1(bytes, text.length) === text;
}

function latin1(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length));
}

function interleaved(
  frame: JpegFrame,
  planes: readonly Plane[],
): Uint8Array | Uint16Array {
  const { rows, columns, precision } = frame;
  const count = rows * columns * planes.length;
  const samples =
    precision <= 8 ? new Uint8Array(count) : new Uint16Array(count);
  planes.forEach((plane, index) => {
    let to = index;
    for (let row = 0; row < rows; row += 1) {
      let from = row * plane.stride;
      for (let column = 0; column < columns; column += 1) {
        samples[to] = plane.samples[from] ?? 0;
        to += planes.length;
        from += 1;
      }
    }
  });
  return samples;
}
