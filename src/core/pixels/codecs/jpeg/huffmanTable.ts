// Huffman tables of JPEG (ITU-T T.81 annex C), prepared for decoding.

/** Codes of up to this length are decoded with one look. */
export const lookupBits = 9;

/** One table. */
export interface HuffmanTable {
  /** By the next `lookupBits` bits: length * 256 + symbol; 0 for longer codes. */
  readonly lookup: Uint16Array;
  /** By length: the largest code, -1 if there is none. */
  readonly lastCodes: Int32Array;
  /** By length: what to add to a code for the index of its symbol. */
  readonly symbolOffsets: Int32Array;
  readonly symbols: Uint8Array;
}

/** Builds a table from the number of codes of each length (1 to 16) and the symbols in order; null if they do not fit. */
export function huffmanTable(
  counts: Uint8Array,
  symbols: Uint8Array,
): HuffmanTable | null {
  const lookup = new Uint16Array(1 << lookupBits);
  const lastCodes = new Int32Array(17).fill(-1);
  const symbolOffsets = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length || index + count > symbols.length)
      return null;
    symbolOffsets[length] = index - code;
    for (let nth = 0; nth < count; nth += 1, code += 1, index += 1)
      if (length <= lookupBits) {
        const from = code << (lookupBits - length);
        const to = (code + 1) << (lookupBits - length);
        lookup.fill(length * 256 + (symbols[index] ?? 0), from, to);
      }
    if (count > 0) lastCodes[length] = code - 1;
    code <<= 1;
  }
  return { lookup, lastCodes, symbolOffsets, symbols };
}
