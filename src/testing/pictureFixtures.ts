// Small pictures of every format, made from scratch, with room for everything a real one carries besides its pixels.
import { crc32, deflateSync } from "node:zlib";

type Bytes = readonly number[] | Uint8Array;

const text = (value: string) => Buffer.from(value, "latin1");

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

/** A marker segment of a JPEG. */
export function jpegSegment(marker: number, ...payload: Bytes[]): Buffer {
  const body = Buffer.concat(payload.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.of(0xff, marker), u16(body.length + 2), body]);
}

/** Application data with an Exif of big-endian TIFF: an orientation, then anything. */
export function exifSegment(orientation: number, rest: string): Buffer {
  const entries = Buffer.concat([
    Buffer.of(0x01, 0x0f, 0, 2),
    u32(rest.length, 38),
    Buffer.of(0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0),
  ]);
  return jpegSegment(
    0xe1,
    text("Exif\0\0MM\0*"),
    u32(8),
    u16(2),
    entries,
    u32(0),
    text(rest),
  );
}

/** Values of a grey JPEG of one block: the left and the right half of what two blocks would show are alike. */
export const jpegGrey = 208;

/**
 * A grey baseline JPEG of one grey value. `before` are segments after the start, `after` bytes behind the end.
 */
export function jpegPicture(
  options: {
    readonly columns?: number;
    readonly rows?: number;
    readonly before?: readonly Bytes[];
    readonly after?: Bytes;
  } = {},
): Buffer {
  const { columns = 16, rows = 8, before = [], after = [] } = options;
  const blocks = Math.ceil(columns / 8) * Math.ceil(rows / 8);
  // First block: category 6, value 40 (times 16, by 8, plus 128), end of block; the others do not differ from it.
  const bits = `101010000${"00".repeat(blocks - 1)}`;
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
  const scan = (padded.match(/.{8}/g) ?? []).map((byte) =>
    Number.parseInt(byte, 2),
  );
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    ...before.map((segment) => Buffer.from(segment)),
    jpegSegment(0xdb, [0], new Uint8Array(64).fill(16)),
    jpegSegment(0xc0, [8], u16(rows), u16(columns), [1, 1, 0x11, 0]),
    jpegSegment(0xc4, [0x00, 1, 1, ...new Uint8Array(14)], [0, 6]),
    jpegSegment(0xc4, [0x10, 1, 0, ...new Uint8Array(14)], [0]),
    jpegSegment(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.from(scan.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]))),
    Buffer.of(0xff, 0xd9),
    Buffer.from(after),
  ]);
}

/** A chunk of a PNG with its check sum. */
export function pngChunk(type: string, data: Bytes): Buffer {
  const body = Buffer.concat([text(type), Buffer.from(data)]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

/** Colours of the picture of two by two pixels: red, green, blue, white. */
export const fourColours = [
  255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255,
] as const;

/** A PNG of the four colours. `before` are chunks before the image data; `inside` is hidden behind the compressed stream. */
export function pngPicture(
  options: {
    readonly before?: readonly Buffer[];
    readonly inside?: Bytes;
    readonly after?: Bytes;
  } = {},
): Buffer {
  const { before = [], inside = [], after = [] } = options;
  const rows = [0, ...fourColours.slice(0, 6), 0, ...fourColours.slice(6)];
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", [...u32(2, 2), 8, 2, 0, 0, 0]),
    ...before,
    pngChunk(
      "IDAT",
      Buffer.concat([deflateSync(Buffer.from(rows)), Buffer.from(inside)]),
    ),
    pngChunk("IEND", []),
    Buffer.from(after),
  ]);
}

/** A PNG of eight-bit grey. */
export function greyPng(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  samples: Uint8Array,
): Buffer {
  const lines = Array.from({ length: rows }, (_, row) =>
    Buffer.concat([
      Buffer.of(0),
      samples.subarray(row * columns, (row + 1) * columns),
    ]),
  );
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", [...u32(columns, rows), 8, 0, 0, 0, 0]),
    pngChunk("IDAT", deflateSync(Buffer.concat(lines))),
    pngChunk("IEND", []),
  ]);
}

/** A PNG of eight-bit grey with alpha, both of two by two pixels. */
export function seeThroughPng(grey: Bytes, alpha: Bytes): Buffer {
  const row = (first: number) => [
    0,
    ...[first, first + 1].flatMap((at) => [grey[at] ?? 0, alpha[at] ?? 0]),
  ];
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", [...u32(2, 2), 8, 4, 0, 0, 0]),
    pngChunk("IDAT", deflateSync(Buffer.from([...row(0), ...row(2)]))),
    pngChunk("IEND", []),
  ]);
}

/** An extension block of a GIF with one sub-block per content. */
export function gifExtension(label: number, ...contents: Bytes[]): Buffer {
  return Buffer.concat([
    Buffer.of(0x21, label),
    ...contents.flatMap((content) => [
      Buffer.of(content.length),
      Buffer.from(content),
    ]),
    Buffer.of(0),
  ]);
}

/** A GIF of the four colours. `before` are blocks before the image; `inside` is hidden behind its last pixel. */
export function gifPicture(
  options: {
    readonly before?: readonly Buffer[];
    readonly inside?: Bytes;
    readonly after?: Bytes;
  } = {},
): Buffer {
  const { before = [], inside = [], after = [] } = options;
  // Codes of three bits: clear 4, two pixels, clear again so that codes stay short, two pixels, end 5.
  const codes = [4, 0, 1, 4, 2, 3, 5];
  let bits = 0;
  codes.forEach((code, index) => {
    bits += code * 2 ** (index * 3);
  });
  const data = [
    bits & 0xff,
    (bits >> 8) & 0xff,
    (bits >> 16) & 0xff,
    ...inside,
  ];
  return Buffer.concat([
    text("GIF89a"),
    Buffer.of(2, 0, 2, 0, 0xf1, 0, 0),
    Buffer.from(fourColours),
    ...before,
    Buffer.of(0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0),
    Buffer.of(2, data.length, ...data, 0),
    Buffer.of(0x3b),
    Buffer.from(after),
  ]);
}

/** A GIF that shows the same image twice. */
export function gifAnimation(): Buffer {
  const [header, image] = [
    gifPicture().subarray(0, 25),
    gifPicture().subarray(25, -1),
  ];
  return Buffer.concat([header, image, image, Buffer.of(0x3b)]);
}

/** A bitmap of the four colours in 24 bits, from the bottom. `gap` lies between header and rows, `padding` ends each row. */
export function bmpPicture(
  options: {
    readonly gap?: Bytes;
    readonly padding?: readonly [number, number];
    readonly after?: Bytes;
  } = {},
): Buffer {
  const { gap = [], padding = [0, 0], after = [] } = options;
  const header = Buffer.alloc(54);
  header.write("BM", 0, "latin1");
  header.writeUInt32LE(54 + gap.length + 16 + after.length, 2);
  header.writeUInt32LE(54 + gap.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(2, 18);
  header.writeInt32LE(2, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([
    header,
    Buffer.from(gap),
    Buffer.of(255, 0, 0, 255, 255, 255, ...padding),
    Buffer.of(0, 0, 255, 0, 255, 0, ...padding),
    Buffer.from(after),
  ]);
}

/** A bitmap of 2 x 2 pixels of 16 or 32 bits, as stored: from the bottom. */
export function deepBmp(
  bitsPerPixel: 16 | 32,
  values: readonly [number, number, number, number],
): Buffer {
  const bytes = bitsPerPixel / 8;
  const picture = Buffer.alloc(54 + 4 * bytes);
  bmpPicture().copy(picture, 0, 0, 54);
  picture.writeUInt32LE(picture.length, 2);
  picture.writeUInt16LE(bitsPerPixel, 28);
  values.forEach((value, index) => {
    picture.writeUIntLE(value, 54 + index * bytes, bytes);
  });
  return picture;
}
