// Values to bytes: text and the binary number VRs of PS3.5 6.2, unpadded.

const encoder = new TextEncoder();

/** Text as UTF-8, which for the default character repertoire is ASCII. */
export function textValue(text: string): Uint8Array<ArrayBuffer> {
  const ascii = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return encoded(text);
    ascii[at] = code;
  }
  return ascii;
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encoder.encode(text));
}

type NumberWriter = (
  view: DataView,
  offset: number,
  value: number,
  littleEndian: boolean,
) => void;

const writers: ReadonlyMap<string, readonly [number, NumberWriter]> = new Map([
  ["US", [2, setUint16]],
  ["SS", [2, setInt16]],
  ["OW", [2, setUint16]],
  ["UL", [4, setUint32]],
  ["SL", [4, setInt32]],
  ["OL", [4, setUint32]],
  ["FL", [4, setFloat32]],
  ["OF", [4, setFloat32]],
  ["FD", [8, setFloat64]],
  ["OD", [8, setFloat64]],
  ["AT", [4, setTag]],
]);

/** Numbers in the form of a binary VR (US, SS, UL, SL, FL, FD, AT, OW, OL, OF, OD). Throws for any other: a bug. */
export function numberValue(
  vr: string,
  numbers: readonly number[],
  isBigEndian = false,
): Uint8Array<ArrayBuffer> {
  const writer = writers.get(vr);
  if (writer === undefined) throw new Error(`${vr} is not a binary number VR`);
  const [size, write] = writer;
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, index) => {
    write(view, index * size, value, !isBigEndian);
  });
  return bytes;
}

function setUint16(v: DataView, at: number, n: number, le: boolean): void {
  v.setUint16(at, n, le);
}

function setInt16(v: DataView, at: number, n: number, le: boolean): void {
  v.setInt16(at, n, le);
}

function setUint32(v: DataView, at: number, n: number, le: boolean): void {
  v.setUint32(at, n, le);
}

function setInt32(v: DataView, at: number, n: number, le: boolean): void {
  v.setInt32(at, n, le);
}

function setFloat32(v: DataView, at: number, n: number, le: boolean): void {
  v.setFloat32(at, n, le);
}

function setFloat64(v: DataView, at: number, n: number, le: boolean): void {
  v.setFloat64(at, n, le);
}

/** A tag is two 16-bit numbers, group first, in either byte order (PS3.5 7.1.1). */
function setTag(v: DataView, at: number, n: number, le: boolean): void {
  v.setUint16(at, n >>> 16, le);
  v.setUint16(at + 2, n & 0xffff, le);
}
