// Looks for many short byte strings at once, in one pass over the bytes.
import type { PatientWordKind } from "../../shared/patientWord.ts";

/** A byte string to look for, of four bytes at least. */
export interface BytePattern {
  readonly bytes: Uint8Array;
  readonly kind: PatientWordKind;
  /** Digits only: found only where no other digit and no point stands beside it, since measurements have digits too. */
  readonly isNumber: boolean;
  /** Characters of two bytes each: ASCII has a zero in every second one. */
  readonly isUTF16: boolean;
}

/** Where a pattern was found. */
export interface BytePatternHit {
  readonly offset: number;
  readonly kind: PatientWordKind;
}

/** Bytes with the letters of ASCII made small. */
const folded = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);
/** A bit for each, so that the filter stays in the fastest cache. */
const filterBits = 16;

/** A pattern ready to be compared whatever the case of its letters. */
export interface FoldedPattern extends BytePattern {
  readonly foldedBytes: Uint8Array;
}

/** The pattern with its letters of ASCII made small. */
export function foldedPattern(pattern: BytePattern): FoldedPattern {
  const foldedBytes = Uint8Array.from(
    pattern.bytes,
    (byte) => folded[byte] ?? byte,
  );
  return { ...pattern, foldedBytes };
}

/**
 * The patterns, sorted by their first four bytes. Nearly every place of a file is passed by a look at one bit, so that the
 * time does not depend on how many patterns there are.
 */
export class BytePatterns {
  readonly #byBeginning = new Map<number, FoldedPattern[]>();
  readonly #filter = new Uint8Array(1 << (filterBits - 3));

  constructor(patterns: readonly BytePattern[]) {
    for (const added of patterns.map(foldedPattern)) {
      const { foldedBytes } = added;
      let beginning = 0;
      for (let at = 0; at < 4; at += 1)
        beginning = (beginning << 8) | (foldedBytes[at] ?? 0);
      const known = this.#byBeginning.get(beginning);
      if (known === undefined) this.#byBeginning.set(beginning, [added]);
      else known.push(added);
      const place = filterPlace(beginning);
      this.#filter[place >>> 3] =
        (this.#filter[place >>> 3] ?? 0) | (1 << (place & 7));
    }
  }

  /** Every hit from `start` up to `end`. */
  find(
    bytes: Uint8Array,
    start: number,
    end: number,
  ): readonly BytePatternHit[] {
    const hits: BytePatternHit[] = [];
    if (this.#byBeginning.size === 0) return hits;
    const filter = this.#filter;
    let beginning = 0;
    for (let at = start; at < end; at += 1) {
      beginning = (beginning << 8) | (folded[bytes[at] ?? 0] ?? 0);
      const place = filterPlace(beginning);
      const isPossible =
        (((filter[place >>> 3] ?? 0) >>> (place & 7)) & 1) === 1;
      if (!isPossible || at < start + 3) continue;
      const patterns = this.#byBeginning.get(beginning);
      if (patterns === undefined) continue;
      for (const pattern of patterns)
        if (isAt(pattern, bytes, at - 3, end))
          hits.push({ offset: at - 3, kind: pattern.kind });
    }
    return hits;
  }
}

function filterPlace(beginning: number): number {
  return Math.imul(beginning, 0x9e3779b1) >>> (32 - filterBits);
}

/** True if the pattern stands there whole. */
export function isAt(
  { foldedBytes, isNumber }: FoldedPattern,
  bytes: Uint8Array,
  offset: number,
  end: number,
): boolean {
  const { length } = foldedBytes;
  if (offset + length > end) return false;
  for (let at = 0; at < length; at += 1)
    if (folded[bytes[offset + at] ?? 0] !== foldedBytes[at]) return false;
  return (
    !isNumber ||
    !(isNumberByte(bytes[offset - 1]) || isNumberByte(bytes[offset + length]))
  );
}

/** A digit, or a point. */
function isNumberByte(byte: number | undefined): boolean {
  return (
    byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x2e)
  );
}
