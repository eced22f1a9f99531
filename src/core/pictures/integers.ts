// Unsigned integers and names inside the bytes of a picture. Bytes past the end read as 0, so callers check lengths first.

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function u16be(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) * 0x100 + u8(bytes, at + 1);
}

export function u32be(bytes: Uint8Array, at: number): number {
  return u16be(bytes, at) * 0x10000 + u16be(bytes, at + 2);
}

export function u16le(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) + u8(bytes, at + 1) * 0x100;
}

export function u32le(bytes: Uint8Array, at: number): number {
  return u16le(bytes, at) + u16le(bytes, at + 2) * 0x10000;
}

/** Signed, little-endian. */
export function i32le(bytes: Uint8Array, at: number): number {
  return u32le(bytes, at) | 0;
}

/** Big-endian bytes of unsigned numbers of 32 bits. */
export function bytesOfU32be(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setUint32(index * 4, value);
  });
  return bytes;
}

/** One character per byte. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** Bytes of a text of characters below U+0100. */
export function bytesOfLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function startsWith(
  bytes: Uint8Array,
  beginning: readonly number[] | Uint8Array,
  at = 0,
): boolean {
  for (let index = 0; index < beginning.length; index += 1)
    if (bytes[at + index] !== beginning[index]) return false;
  return true;
}

/** A number in seven bits a byte, the highest bit telling that it goes on; at most four bytes. */
export function variableSize(
  bytes: Uint8Array,
  start: number,
  { isBigEndian }: { readonly isBigEndian: boolean },
): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let index = 0; index < 4 && start + index < bytes.length; index += 1) {
    const byte = u8(bytes, start + index);
    const bits = byte & 0x7f;
    value = isBigEndian ? value * 128 + bits : value + bits * 128 ** index;
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return null;
}

/** All parts in one array. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
