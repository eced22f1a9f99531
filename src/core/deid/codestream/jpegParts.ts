// Vouches for the parts of a JPEG or JPEG-LS codestream that decoders need: each has the length that its own content gives it, and a use.
import { hasExactLength } from "../../pictures/jpegSegments.ts";
import type { CodedSize } from "./cleanedStream.ts";

/** Second bytes of the markers of the segments that are copied (ITU-T T.81 table B.1, T.87 C.1). */
export const jpegCode = {
  huffman: 0xc4,
  scan: 0xda,
  quantization: 0xdb,
  restartInterval: 0xdd,
  jpegLsFrame: 0xf7,
  jpegLsParameters: 0xf8,
} as const;

const losslessFrame = 0xc3;
/** Baseline, extended, progressive, lossless, each with Huffman coding, and JPEG-LS. */
const frameCodes: ReadonlySet<number> = new Set([
  0xc0,
  0xc1,
  0xc2,
  losslessFrame,
  jpegCode.jpegLsFrame,
]);
const progressiveFrame = 0xc2;

/** Parameters of JPEG-LS that every decoder knows (T.87 C.2.4.1.1): identifier, largest sample, three thresholds, reset. */
const presetParameters = 1;
const presetBytes = 11;

interface Frame {
  readonly code: number;
  readonly size: CodedSize;
  readonly precision: number;
  /** Quantization tables by component. */
  readonly quantization: ReadonlyMap<number, number>;
}

/**
 * What a walk over the segments has come to. What is defined and never used could be anything: no table is defined anew
 * before a scan has used it, none is left over at the end, and no component is coded twice.
 */
export class JpegParts {
  #frame: Frame | null = null;
  readonly #unused = new Set<string>();
  readonly #coded = new Set<number>();

  /** The frame; null before its header. */
  get frame(): Pick<Frame, "size" | "precision"> | null {
    return this.#frame;
  }

  /** JPEG-LS stuffs bits into its entropy-coded data instead of bytes. */
  get isJpegLS(): boolean {
    return this.#frame?.code === jpegCode.jpegLsFrame;
  }

  /** True if there was a frame with a scan, and everything defined was used. */
  get isComplete(): boolean {
    return this.#coded.size > 0 && this.#unused.size === 0;
  }

  /** True if the whole of a segment, COM and APPn aside, is what decoding takes. */
  take(code: number, payload: Uint8Array): boolean {
    const segment = { marker: code, payload, scan: null };
    switch (code) {
      case jpegCode.quantization:
        return hasExactLength(segment) && this.#takeQuantization(payload);
      case jpegCode.huffman:
        return hasExactLength(segment) && this.#takeHuffman(payload);
      case jpegCode.restartInterval:
        return hasExactLength(segment) && this.#define("restart interval");
      case jpegCode.jpegLsParameters:
        return (
          payload.byteLength === presetBytes &&
          payload[0] === presetParameters &&
          this.#define("parameters")
        );
      case jpegCode.scan:
        return hasExactLength(segment) && this.#takeScan(payload);
      default:
        return frameCodes.has(code) && this.#takeFrame(code, payload);
    }
  }

  #define(name: string): boolean {
    if (this.#unused.has(name)) return false;
    this.#unused.add(name);
    return true;
  }

  /** Precision and place of each table, then 64 numbers of one or two bytes (T.81 B.2.4.1). */
  #takeQuantization(payload: Uint8Array): boolean {
    for (let at = 0; at < payload.byteLength;) {
      const head = payload[at] ?? 0;
      if (head > 0x1f || !this.#define(`quantization ${head & 15}`))
        return false;
      at += head < 16 ? 65 : 129;
    }
    return true;
  }

  /** Class and place of each table, how many codes of each length, then their symbols, none twice (T.81 B.2.4.2). */
  #takeHuffman(payload: Uint8Array): boolean {
    for (let at = 0; at < payload.byteLength;) {
      const head = payload[at] ?? 0;
      const counts = payload.subarray(at + 1, at + 17);
      const start = at + 17;
      at = start + counts.reduce((sum, count) => sum + count, 0);
      const symbols = payload.subarray(start, at);
      if (head > 0x1f || new Set(symbols).size < symbols.length) return false;
      if (!this.#define(`huffman ${head}`)) return false;
    }
    return true;
  }

  /** Precision, rows, columns, and three bytes for each component (T.81 B.2.2). */
  #takeFrame(code: number, payload: Uint8Array): boolean {
    const components = payload[5] ?? 0;
    if (this.#frame !== null || payload.byteLength !== 6 + 3 * components)
      return false;
    const view = new DataView(
      payload.buffer,
      payload.byteOffset,
      payload.byteLength,
    );
    const quantization = new Map<number, number>();
    for (let at = 6; at < payload.byteLength; at += 3)
      quantization.set(view.getUint8(at), view.getUint8(at + 2));
    this.#frame = {
      code,
      precision: view.getUint8(0),
      size: {
        rows: view.getUint16(1),
        columns: view.getUint16(3),
        components,
      },
      quantization,
    };
    return quantization.size === components;
  }

  /** The number of components, component and tables of each, and three bytes more (T.81 B.2.3). */
  #takeScan(payload: Uint8Array): boolean {
    if (this.#frame === null) return false;
    const { code, quantization } = this.#frame;
    const hasTransform =
      code !== losslessFrame && code !== jpegCode.jpegLsFrame;
    this.#unused.delete("restart interval");
    if (code === jpegCode.jpegLsFrame) this.#unused.delete("parameters");
    const components = payload[0] ?? 0;
    for (let at = 1; at < 1 + 2 * components; at += 2) {
      const [component = 0, tables = 0] = payload.subarray(at, at + 2);
      const table = quantization.get(component);
      const isAgain = this.#coded.has(component) && code !== progressiveFrame;
      if (table === undefined || isAgain) return false;
      this.#coded.add(component);
      if (code === jpegCode.jpegLsFrame) continue;
      this.#unused.delete(`huffman ${tables >> 4}`);
      if (!hasTransform) continue;
      this.#unused.delete(`huffman ${16 + (tables & 15)}`);
      this.#unused.delete(`quantization ${table}`);
    }
    return components > 0;
  }
}
