// Tells of the marker segments of JPEG 2000 headers (ITU-T T.800 annex A) which are needed, and whether they are as long as they must be.

/** What becomes of a marker segment. */
export type SegmentUse =
  /** Decoding takes it, and nothing fits into it but parameters. */
  | "needed"
  /** Decoding does without it: comments, lengths and places of packets, registration of components. */
  | "spare"
  /** It does not belong here, or has room for anything. */
  | "notTrusted";

const COD = 0xff52;
const COC = 0xff53;
const TLM = 0xff55;
const PLM = 0xff57;
const PLT = 0xff58;
const QCD = 0xff5c;
const QCC = 0xff5d;
const RGN = 0xff5e;
const CRG = 0xff63;
const COM = 0xff64;

/** T.800 table A.2: in which headers what may be left out stands. */
const spareInMain: ReadonlySet<number> = new Set([TLM, PLM, CRG, COM]);
const spareInTileParts: ReadonlySet<number> = new Set([PLT, COM]);

/** T.800 A.6.1: decomposition levels are at most 32. */
const mostLevels = 32;
/** From this many on, the index of a component takes two bytes. */
const manyComponents = 257;

/** Where the number of levels stands in COD, counted from the marker; in COC it is behind the index and one byte. */
const levelsInCOD = 9;

/**
 * The segments of one header, each of which says its thing once. Not trusted are those with a length of their own
 * (POC, PPM, PPT) and of other parts of the standard (CAP, CPF), which are rare enough to be decoded instead.
 */
export class Jpeg2000Header {
  readonly #components: number;
  readonly #main: Jpeg2000Header | null;
  readonly #seen = new Set<string>();
  /** Decomposition levels that are declared, and those that quantisations are made for. */
  readonly #levels = new Set<number>();
  readonly #quantisedLevels = new Set<number>();

  /** `main`: the main header, if this is one of a tile-part. */
  constructor(components: number, main: Jpeg2000Header | null) {
    this.#components = components;
    this.#main = main;
  }

  /** What becomes of this segment, given from its marker to its end. */
  take(segment: DataView): SegmentUse {
    const code = segment.getUint16(0);
    const spare = this.#main === null ? spareInMain : spareInTileParts;
    if (spare.has(code)) return "spare";
    const isOfComponent = code === COC || code === QCC || code === RGN;
    const component = isOfComponent ? this.#componentOf(segment) : 0;
    const key = `${code} ${component ?? "none"}`;
    if (component === null || this.#seen.has(key)) return "notTrusted";
    this.#seen.add(key);
    return this.#isOfLength(code, segment) ? "needed" : "notTrusted";
  }

  /** True if each quantisation is made for as many levels as are declared somewhere. */
  get agrees(): boolean {
    const inMain = this.#main === null ? [] : this.#main.#levels;
    const declared = new Set([...this.#levels, ...inMain]);
    return [...this.#quantisedLevels].every((levels) => declared.has(levels));
  }

  #isOfLength(code: number, segment: DataView): boolean {
    const behindIndex = 4 + this.#indexBytes;
    switch (code) {
      case COD:
        return this.#isCodingStyle(segment, levelsInCOD);
      case COC:
        return this.#isCodingStyle(segment, behindIndex + 1);
      case QCD:
        return this.#isQuantisation(segment, 4);
      case QCC:
        return this.#isQuantisation(segment, behindIndex);
      case RGN:
        return segment.byteLength === behindIndex + 2;
      default:
        return false;
    }
  }

  /** T.800 A.6.1 and A.6.2: levels, code-blocks, their style, the wavelet, and sizes of precincts if the style has them. */
  #isCodingStyle(segment: DataView, levelsAt: number): boolean {
    if (segment.byteLength < levelsAt + 5) return false;
    const levels = segment.getUint8(levelsAt);
    const style = segment.getUint8(levelsAt === levelsInCOD ? 4 : levelsAt - 1);
    const precinctBytes = (style & 1) === 0 ? 0 : levels + 1;
    this.#levels.add(levels);
    return (
      levels <= mostLevels &&
      segment.byteLength === levelsAt + 5 + precinctBytes
    );
  }

  /** T.800 A.6.4 and A.6.5: the style, and a step for each subband, or for all. */
  #isQuantisation(segment: DataView, styleAt: number): boolean {
    if (segment.byteLength <= styleAt) return false;
    const style = segment.getUint8(styleAt) & 0x1f;
    const stepBytes = segment.byteLength - styleAt - 1;
    if (style === 1) return stepBytes === 2;
    if (style !== 0 && style !== 2) return false;
    const levels = (stepBytes / (style === 0 ? 1 : 2) - 1) / 3;
    this.#quantisedLevels.add(levels);
    return Number.isInteger(levels);
  }

  get #indexBytes(): number {
    return this.#components < manyComponents ? 1 : 2;
  }

  #componentOf(segment: DataView): number | null {
    if (segment.byteLength < 4 + this.#indexBytes) return null;
    const component =
      this.#indexBytes === 1 ? segment.getUint8(4) : segment.getUint16(4);
    return component < this.#components ? component : null;
  }
}
