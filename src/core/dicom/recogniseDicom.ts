// Recognises DICOM by content: where file meta or the data set begins, and how the data set is written.
import type { ValueEncoding } from "./dataSet.ts";
import { undefinedLength } from "./elementHead.ts";
import { ElementParser } from "./elementParser.ts";
import { valueEncodings } from "./transferSyntaxes.ts";

/** How a file begins. */
export type FileBeginning =
  | {
      readonly kind: "fileMeta";
      readonly hasPreamble: boolean;
      readonly offset: number;
    }
  /** No file meta (against PS3.10, but common in old exports): the data set is at `offset`. */
  | {
      readonly kind: "bareDataSet";
      readonly hasPreamble: boolean;
      readonly offset: number;
      readonly encoding: ValueEncoding;
    }
  /** The prefix is there and the file ends with it. */
  | { readonly kind: "nothingAfterPrefix" }
  | { readonly kind: "notDicom" };

const preambleBytes = 128;
const prefix = [0x44, 0x49, 0x43, 0x4d];

/** Elements that must make sense before a bare data set is believed. */
const probedElements = 4;

/** Looks at the first bytes of a file of `fileSize` bytes. */
export function recogniseBeginning(
  bytes: Uint8Array,
  fileSize: number,
): FileBeginning {
  const prefixOffset = [preambleBytes, 0].find((at) => hasPrefix(bytes, at));
  const hasPreamble = prefixOffset === preambleBytes;
  const offset = prefixOffset === undefined ? 0 : prefixOffset + prefix.length;
  if (prefixOffset !== undefined && fileSize < offset + 8)
    return { kind: "nothingAfterPrefix" };
  if (isFileMeta(bytes, offset))
    return { kind: "fileMeta", hasPreamble, offset };
  const encoding = guessEncoding(bytes, fileSize, offset);
  const groups = prefixOffset === undefined ? [0x0008] : [0x0004, 0x0008];
  return encoding !== null && groups.includes(groupAt(bytes, offset, encoding))
    ? { kind: "bareDataSet", hasPreamble, offset, encoding }
    : { kind: "notDicom" };
}

function hasPrefix(bytes: Uint8Array, offset: number): boolean {
  return prefix.every((byte, index) => bytes[offset + index] === byte);
}

/** A first element of group 0002 in little endian, as file meta always is. */
function isFileMeta(bytes: Uint8Array, offset: number): boolean {
  return (
    bytes.length >= offset + 8 &&
    bytes[offset] === 0x02 &&
    bytes[offset + 1] === 0x00 &&
    bytes[offset + 3] === 0x00 &&
    isPlausible(bytes, Number.MAX_SAFE_INTEGER, {
      offset,
      encoding: metaEncodingAt(bytes, offset),
      elements: 1,
    })
  );
}

/** File meta is explicit VR; a few writers get that wrong. */
export function metaEncodingAt(
  bytes: Uint8Array,
  offset: number,
): ValueEncoding {
  const parser = new ElementParser(bytes, bytes.length);
  const head = parser.readHead(offset, bytes.length, valueEncodings.explicitLE);
  return head?.isMisencoded === true
    ? valueEncodings.implicitLE
    : valueEncodings.explicitLE;
}

/**
 * How the data set at `offset` is written: as declared, unless that makes no sense of it and another encoding plainly
 * does. Null if nothing is declared and nothing makes sense.
 */
export function encodingAt(
  bytes: Uint8Array,
  fileSize: number,
  place: {
    readonly offset: number;
    readonly declared: ValueEncoding | null;
  },
): ValueEncoding | null {
  const { offset, declared } = place;
  const isAsDeclared =
    declared !== null &&
    isPlausible(bytes, fileSize, {
      offset,
      encoding: declared,
      elements: probedElements,
    });
  return isAsDeclared
    ? declared
    : (guessEncoding(bytes, fileSize, offset, declared !== null) ?? declared);
}

/** `isContradiction`: something else was declared, so a guess needs more than one element that fits by chance. */
function guessEncoding(
  bytes: Uint8Array,
  fileSize: number,
  offset: number,
  isContradiction = false,
): ValueEncoding | null {
  const { explicitLE, implicitLE, explicitBE } = valueEncodings;
  return (
    [explicitLE, explicitBE, implicitLE].find((encoding) =>
      isPlausible(bytes, fileSize, {
        offset,
        encoding,
        elements: probedElements,
        mustFit: isContradiction,
      }),
    ) ?? null
  );
}

/** True if the first elements have ascending tags, valid VRs and lengths that stay within the file. */
function isPlausible(
  bytes: Uint8Array,
  fileSize: number,
  probe: {
    readonly offset: number;
    readonly encoding: ValueEncoding;
    readonly elements: number;
    /** Lengths past the end of the file are held against the encoding, not against the file. */
    readonly mustFit?: boolean;
  },
): boolean {
  const parser = new ElementParser(bytes, bytes.length);
  let offset = probe.offset;
  let previousTag = 0;
  for (let count = 0; count < probe.elements; count += 1) {
    const head = parser.readHead(offset, bytes.length, probe.encoding);
    // Beyond what is loaded nothing speaks against it, once one element did fit.
    if (head === null) return count > 0 && offset >= bytes.length - 12;
    // An element that stands there twice is an oddity of the file, not of its encoding.
    if (head.isMisencoded || head.tag < previousTag) return count > 2;
    const group = Math.floor(head.tag / 0x10000);
    if (group < 1 || group > 0x7fe1) return false;
    if (head.length === undefinedLength)
      return (
        count > 0 || head.vr === "SQ" || head.vr === "UN" || group === 0x7fe0
      );
    const isPixelData = group === 0x7fe0;
    if (isPixelData) return true;
    if (head.valueOffset + head.length > fileSize)
      return count > 0 && probe.mustFit !== true;
    previousTag = head.tag;
    offset = head.valueOffset + head.length;
  }
  return true;
}

function groupAt(
  bytes: Uint8Array,
  offset: number,
  encoding: ValueEncoding,
): number {
  const first = bytes[offset] ?? 0;
  const second = bytes[offset + 1] ?? 0;
  return encoding.isBigEndian ? first * 256 + second : second * 256 + first;
}
