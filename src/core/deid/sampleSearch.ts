// Looks for words of the patient among samples: every pixel of a case passes here, so only every fifth place is looked at.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { foldedPattern, isAt, type BytePattern } from "./bytePatterns.ts";

/** Shorter byte strings are met by chance in gigabytes of samples. */
export const shortestAmongSamples = 8;
/** Of the four bytes read at each place, wherever a pattern begins, all lie within the shortest one. */
const stride = shortestAmongSamples - 4 + 1;
const filterBits = 17;

/** A pattern, and which of its bytes the four are the first of. */
interface Place {
  readonly pattern: ReturnType<typeof foldedPattern>;
  readonly at: number;
}

/** The patterns, of at least eight bytes each, by the four bytes at which they may be met. */
export class SampleSearch {
  readonly #places = new Map<number, Place[]>();
  readonly #filter = new Uint8Array(1 << filterBits);
  /** Bytes of the longest pattern. */
  readonly longest: number;

  constructor(patterns: readonly BytePattern[]) {
    let longest = 0;
    for (const pattern of patterns.map(foldedPattern)) {
      const { foldedBytes } = pattern;
      longest = Math.max(longest, foldedBytes.byteLength);
      const view = new DataView(foldedBytes.buffer, foldedBytes.byteOffset);
      for (let at = 0; at < stride; at += 1) {
        const key = view.getInt32(at, true) | sameCase;
        const known = this.#places.get(key);
        if (known === undefined) this.#places.set(key, [{ pattern, at }]);
        else known.push({ pattern, at });
        this.#filter[filterPlace(key)] = 1;
      }
    }
    this.longest = longest;
  }

  /** The kind of a word that stands in these bytes; null if there is none. */
  find(bytes: Uint8Array): PatientWordKind | null {
    if (this.#places.size === 0) return null;
    const { buffer, byteOffset, byteLength } = bytes;
    const view = new DataView(buffer, byteOffset, byteLength);
    const last = byteLength - 4;
    for (let start = 0; start <= last; start += blockBytes) {
      const found = this.#findFrom(
        view,
        start,
        Math.min(last, start + blockBytes - 1),
      );
      if (found !== null) return found;
    }
    return null;
  }

  #findFrom(
    view: DataView,
    start: number,
    last: number,
  ): PatientWordKind | null {
    const filter = this.#filter;
    for (let at = start; at <= last; at += stride) {
      const key = view.getInt32(at, true) | sameCase;
      if (filter[filterPlace(key)] === 0) continue;
      const found = this.#wordAt(view, at, key);
      if (found !== null) return found;
    }
    return null;
  }

  #wordAt(view: DataView, at: number, key: number): PatientWordKind | null {
    const { buffer, byteOffset, byteLength } = view;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (const place of this.#places.get(key) ?? []) {
      const offset = at - place.at;
      if (offset >= 0 && isAt(place.pattern, bytes, offset, byteLength))
        return place.pattern.kind;
    }
    return null;
  }
}

/** Letters of ASCII differ in this bit by their case; others become alike too, and are told apart when they are met. */
const sameCase = 0x20202020;
/** A multiple of the stride. Called for parts of an image, a loop is optimised after a few images and stays so. */
const blockBytes = stride * 13_000;

function filterPlace(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - filterBits);
}

/** Searches bytes that come in pieces, and what stands across their borders. */
export class SampleSearchInPieces {
  readonly #search: SampleSearch;
  #tail = new Uint8Array(0);

  constructor(search: SampleSearch) {
    this.#search = search;
  }

  /** The kind of a word that stands in this piece, or begins in those before; null if there is none. */
  find(piece: Uint8Array): PatientWordKind | null {
    const overlap = Math.max(0, this.#search.longest - 1);
    const seam = Buffer.concat([this.#tail, piece.subarray(0, overlap)]);
    const found =
      (this.#tail.length > 0 ? this.#search.find(seam) : null) ??
      this.#search.find(piece);
    // A copy, as the next piece may overwrite this one.
    this.#tail = Uint8Array.from(
      piece.length >= overlap
        ? piece.subarray(piece.length - overlap)
        : seam.subarray(Math.max(0, seam.length - overlap)),
    );
    return found;
  }
}
