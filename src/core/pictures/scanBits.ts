// Reads the bits of one JPEG scan: Huffman symbols, the bits between them, and restart markers (ITU-T T.81 annexes C, F and H).

const longestCode = 16;

/**
 * A table to look the next 16 bits up in: how many bits the code that they begin with takes together with the value bits
 * behind it, times 256, plus its symbol; 0 where they begin with no code. `counts` are the numbers of codes of 1 to 16 bits,
 * `symbols` theirs in order (T.81 C.2); `valueBits` tells how many bits follow a symbol, at most 16, or null if it has no meaning.
 */
export function huffmanLookup(
  counts: Uint8Array,
  symbols: Uint8Array,
  valueBits: (symbol: number) => number | null,
): Uint16Array {
  const lookup = new Uint16Array(1 << longestCode);
  let at = 0;
  let next = 0;
  for (let length = 1; length <= longestCode; length += 1) {
    const span = 1 << (longestCode - length);
    for (let count = counts[length - 1] ?? 0; count > 0; count -= 1) {
      const symbol = symbols[next] ?? 0;
      const more = valueBits(symbol);
      if (more !== null)
        lookup.fill(((length + more) << 8) | symbol, at, at + span);
      at += span;
      next += 1;
    }
  }
  return lookup;
}

/** A position in entropy-coded data. */
export class ScanBits {
  readonly #data: Uint8Array;
  /** Behind the last byte that was taken. */
  #at = 0;
  /** The low `#count` of these are still to be read. */
  #bits = 0;
  #count = 0;
  /** How many of them, at their end, stand for data that are not there. */
  #missing = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Past the next code of a table and the value behind it; its symbol, negative where no code fits or the data have ended. */
  skip(lookup: Uint16Array): number {
    if (this.#count < longestCode) this.#fill();
    const entry =
      lookup[(this.#bits >>> (this.#count - longestCode)) & 0xffff] ?? 0;
    this.#count -= entry >> 8;
    while (this.#count < 0) this.#takeByte();
    return entry === 0 || this.#count < this.#missing ? -1 : entry & 0xff;
  }

  /** Past so many codes with their values; false where no code fits or the data have ended. */
  skipAll(lookup: Uint16Array, codes: number): boolean {
    for (let left = codes; left > 0; left -= 1) {
      left -= this.#skipSmoothly(lookup, left);
      if (left > 0 && this.skip(lookup) < 0) return false;
    }
    return true;
  }

  /**
   * Past up to so many codes, as long as bytes come one after the other and each code is followed by few bits; how many they
   * were. Every sample of a lossless image passes here, so what changes is kept in variables.
   */
  #skipSmoothly(lookup: Uint16Array, codes: number): number {
    const data = this.#data;
    const last = this.#missing > 0 ? 0 : data.byteLength - 1;
    let at = this.#at;
    let bits = this.#bits;
    let count = this.#count;
    let skipped = 0;
    while (skipped < codes) {
      while (count <= longestCode && at < last) {
        const byte = data[at] ?? 0;
        if (byte === 0xff && data[at + 1] !== 0) break;
        at += byte === 0xff ? 2 : 1;
        bits = (bits << 8) | byte;
        count += 8;
      }
      if (count < longestCode) break;
      const entry = lookup[(bits >>> (count - longestCode)) & 0xffff] ?? 0;
      if (entry === 0 || entry >> 8 > count) break;
      count -= entry >> 8;
      skipped += 1;
    }
    this.#at = at;
    this.#bits = bits;
    this.#count = count;
    return skipped;
  }

  /** Past the restart marker of this number, which is counted modulo 8; false if it does not come next. */
  restart(number: number): boolean {
    if (this.end() === null) return false;
    while (this.#data[this.#at] === 0xff && this.#data[this.#at + 1] === 0xff)
      this.#at += 1;
    if (
      this.#data[this.#at] !== 0xff ||
      this.#data[this.#at + 1] !== 0xd0 + (number & 7)
    )
      return false;
    this.#at += 2;
    return true;
  }

  /** How many bytes were read up to here, the rest of the last one being padding; null if it was more than there are. */
  end(): number | null {
    const left = this.#count - this.#missing;
    if (left < 0) return null;
    // Whole bytes that were taken and not read are given back, each 255 with the zero that is stuffed behind it.
    for (let bytes = left >> 3; bytes > 0; bytes -= 1)
      this.#at -=
        this.#data[this.#at - 1] === 0 && this.#data[this.#at - 2] === 0xff
          ? 2
          : 1;
    this.#bits = 0;
    this.#count = 0;
    this.#missing = 0;
    return this.#at;
  }

  /** To more than 16 bits. */
  #fill(): void {
    while (this.#count <= longestCode) this.#takeByte();
  }

  /** Eight bits more: ones where the data have ended, or a marker stands. */
  #takeByte(): void {
    const byte = this.#data[this.#at] ?? -1;
    const isThere =
      byte >= 0 && (byte !== 0xff || this.#data[this.#at + 1] === 0);
    if (isThere) this.#at += byte === 0xff ? 2 : 1;
    else this.#missing += 8;
    this.#bits = (this.#bits << 8) | (isThere ? byte : 0xff);
    this.#count += 8;
  }
}
