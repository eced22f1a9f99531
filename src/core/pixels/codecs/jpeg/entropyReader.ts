// Reads bits and Huffman codes from the entropy-coded data of a JPEG scan (ITU-T T.81 F.2.2), up to the next marker.
import type { HuffmanTable } from "./huffmanTable.ts";
import { lookupBits } from "./huffmanTable.ts";

/**
 * Never throws and never runs on: past the end it gives zeros and says so in `isDamaged`, as it does for codes that no
 * table has. Whoever reads asks now and then.
 */
export class EntropyReader {
  readonly #bytes: Uint8Array;
  #position: number;
  /** The lowest `#count` bits are those not read yet. */
  #bits = 0;
  #count = 0;
  /** Zeros put behind the data's last bit. */
  #padding = 0;
  #hasBadCode = false;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  /** True once anything was read that is not in the data. */
  get isDamaged(): boolean {
    return this.#hasBadCode || this.#count < this.#padding;
  }

  /** An unsigned number of up to 16 bits. */
  bits(length: number): number {
    if (length === 0) return 0;
    if (this.#count < length) this.#fill();
    this.#count -= length;
    return (this.#bits >>> this.#count) & ((1 << length) - 1);
  }

  /** A number of `category` bits whose first bit tells its sign (F.2.2.1, EXTEND). */
  signed(category: number): number {
    const value = this.bits(category);
    return category > 0 && value < 1 << (category - 1)
      ? value - (1 << category) + 1
      : value;
  }

  /** The symbol of the next Huffman code; 0 if there is none. */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const found =
      table.lookup[
        (this.#bits >>> (this.#count - lookupBits)) & ((1 << lookupBits) - 1)
      ] ?? 0;
    if (found !== 0) {
      this.#count -= found >>> 8;
      return found & 0xff;
    }
    for (let length = lookupBits + 1; length <= 16; length += 1) {
      const code =
        (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code <= (table.lastCodes[length] ?? -1)) {
        this.#count -= length;
        return table.symbols[code + (table.symbolOffsets[length] ?? 0)] ?? 0;
      }
    }
    this.#hasBadCode = true;
    return 0;
  }

  /** Goes past the restart marker `number` (0 to 7). False if something else stands there. */
  restart(number: number): boolean {
    const marker = nextMarker(this.#bytes, this.#position);
    if (marker?.code !== 0xd0 + number || this.isDamaged) return false;
    this.#position = marker.end;
    this.#bits = 0;
    this.#count = 0;
    this.#padding = 0;
    return true;
  }

  /** Position of the first marker that is not a restart; the end of the data if there is none. */
  markerPosition(): number {
    let position = this.#position;
    for (;;) {
      const marker = nextMarker(this.#bytes, position);
      if (marker === null) return this.#bytes.length;
      if (marker.code < 0xd0 || marker.code > 0xd7) return marker.start;
      position = marker.end;
    }
  }

  #fill(): void {
    while (this.#count <= 24) {
      const byte = this.#bytes[this.#position];
      const isEnd =
        byte === undefined ||
        (byte === 0xff && this.#bytes[this.#position + 1] !== 0);
      if (isEnd) {
        this.#bits <<= 8;
        this.#padding += 8;
      } else {
        this.#bits = (this.#bits << 8) | byte;
        // The zero after FF says that it is data.
        this.#position += byte === 0xff ? 2 : 1;
      }
      this.#count += 8;
    }
  }
}

interface Marker {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

/** The next marker at or after `position`; fill bytes before its code are skipped (B.1.1.2). */
export function nextMarker(bytes: Uint8Array, position: number): Marker | null {
  let start = position;
  for (;;) {
    start = bytes.indexOf(0xff, start);
    if (start < 0) return null;
    let at = start + 1;
    while (bytes[at] === 0xff) at += 1;
    const code = bytes[at];
    if (code === undefined) return null;
    if (code !== 0) return { code, start, end: at + 1 };
    start = at + 1;
  }
}
