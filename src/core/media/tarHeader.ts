// One header block of a tar archive (POSIX.1-2001 ustar and pax, with the extensions of GNU tar).

export const tarBlockBytes = 512;

/** What a header block says. */
export interface TarHeader {
  readonly name: string;
  readonly sizeBytes: number;
  /** One character: `0` for files, `5` for folders, and so on. */
  readonly type: string;
}

/** True if the bytes start with a header block: only tar has its checksum there. */
export function isTarHeader(bytes: Uint8Array): boolean {
  return bytes.length >= tarBlockBytes && hasChecksum(bytes) && bytes[0] !== 0;
}

/** The header in a block; null if its checksum or a number in it is wrong. */
export function parseTarHeader(block: Uint8Array): TarHeader | null {
  if (!hasChecksum(block)) return null;
  const sizeBytes = numberAt(block, 124, 12);
  if (sizeBytes === null) return null;
  const name = textAt(block, 0, 100);
  const isUstar = textAt(block, 257, 5) === "ustar";
  // GNU tar, which ends the magic with spaces, keeps times where ustar has the prefix.
  const prefix = isUstar && block[262] === 0 ? textAt(block, 345, 155) : "";
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    sizeBytes,
    type: String.fromCharCode(block[156] ?? 0),
  };
}

/** Text up to the first NUL; UTF-8 as all current writers have it. */
export function textAt(
  block: Uint8Array,
  offset: number,
  length: number,
): string {
  const field = block.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or a binary number marked by its first bit (GNU) for sizes of 8 GB and more. */
function numberAt(
  block: Uint8Array,
  offset: number,
  length: number,
): number | null {
  const field = block.subarray(offset, offset + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field
      .subarray(1)
      .reduce((sum, byte) => sum * 256 + byte, (field[0] ?? 0) & 0x3f);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = textAt(field, 0, length).trim();
  if (!/^[0-7]*$/.test(digits)) return null;
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** The sum of all bytes with the checksum itself taken as spaces; some old writers summed signed bytes. */
function hasChecksum(block: Uint8Array): boolean {
  const stored = numberAt(block, 148, 8);
  if (stored === null || stored === 0) return false;
  let unsigned = 0;
  let signed = 0;
  for (let index = 0; index < tarBlockBytes; index++) {
    const byte = index >= 148 && index < 156 ? 0x20 : (block[index] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return stored === unsigned || stored === signed;
}
