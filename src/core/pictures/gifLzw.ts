// LZW as GIF uses it (GIF89a, appendix F): codes of growing length, least significant bit first.

/** Indexes of the decoded pixels, and how many bytes of the data they took. */
export interface LzwPixels {
  readonly indexes: Uint8Array;
  readonly usedBytes: number;
}

const mostCodes = 4096;

/** Decodes up to the end code or `pixelCount` pixels; null if a code makes no sense or the data end before there are that many. */
export function decodeLzw(
  data: Uint8Array,
  minimumCodeSize: number,
  pixelCount: number,
): LzwPixels | null {
  const clearCode = 2 ** minimumCodeSize;
  const endCode = clearCode + 1;
  const indexes = new Uint8Array(pixelCount);
  // Each code stands for a place in what was decoded before: where its text begins and how long it is.
  const begins = new Int32Array(mostCodes);
  const lengths = new Int32Array(mostCodes);
  let nextCode = endCode + 1;
  let codeSize = minimumCodeSize + 1;
  let previousBegin = -1;
  let previousLength = 0;
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  let written = 0;
  for (;;) {
    while (bitCount < codeSize) {
      const byte = data[at];
      // Some writers leave out the end code once all pixels are there.
      if (byte === undefined)
        return written === pixelCount ? { indexes, usedBytes: at } : null;
      bits |= byte << bitCount;
      bitCount += 8;
      at += 1;
    }
    const code = bits & (2 ** codeSize - 1);
    bits >>>= codeSize;
    bitCount -= codeSize;
    if (code === endCode)
      return written === pixelCount ? { indexes, usedBytes: at } : null;
    if (code === clearCode) {
      nextCode = endCode + 1;
      codeSize = minimumCodeSize + 1;
      previousBegin = -1;
      continue;
    }
    const isLiteral = code < clearCode;
    if (!isLiteral && (previousBegin < 0 || code > nextCode)) return null;
    const isNew = code === nextCode;
    const begin = isNew ? previousBegin : (begins[code] ?? 0);
    const length = isLiteral
      ? 1
      : isNew
        ? previousLength + 1
        : (lengths[code] ?? 0);
    if (written + length > pixelCount) return null;
    if (isLiteral) indexes[written] = code;
    else
      for (let index = 0; index < length; index += 1)
        indexes[written + index] = indexes[begin + index] ?? 0;
    if (previousBegin >= 0 && nextCode < mostCodes) {
      // The text before and the first pixel of this one lie next to each other.
      begins[nextCode] = previousBegin;
      lengths[nextCode] = previousLength + 1;
      nextCode += 1;
      if (nextCode === 2 ** codeSize && codeSize < 12) codeSize += 1;
    }
    previousBegin = written;
    previousLength = length;
    written += length;
  }
}
