// Builds small codestreams for tests, well-formed but for what is asked: JPEG, JPEG 2000 with and without wrapping, RLE.
import { concatenate } from "../core/dicom/writeDataSet.ts";

/** A marker segment (T.81 B.1.1.4); its length is that of `content` plus 2. */
export function segment(
  marker: number,
  content: Uint8Array | readonly number[] | string,
): Uint8Array<ArrayBuffer> {
  const bytes =
    typeof content === "string"
      ? Buffer.from(content, "latin1")
      : Uint8Array.from(content);
  const head = new Uint8Array(4);
  const view = new DataView(head.buffer);
  view.setUint16(0, marker);
  view.setUint16(2, bytes.byteLength + 2);
  return concatenate([head, bytes]);
}

const SOI = Uint8Array.of(0xff, 0xd8);
const EOI = Uint8Array.of(0xff, 0xd9);

/** Differences of 0 have the code 0, those of eight bits the code 10. */
const huffmanTable = segment(0xffc4, [0, 1, 1, ...new Uint8Array(14), 0, 8]);
const restartInterval = segment(0xffdd, [0, 8]);
/**
 * Sixteen samples: six as the one before, one 255 above it, with a stuffed FF, and one like it; behind a restart marker eight
 * that are alike.
 */
export const entropyCoded = Uint8Array.of(
  0x02,
  0xff,
  0x00,
  0x7f,
  0xff,
  0xd0,
  0,
);

const frameHeader = segment(
  0xffc3,
  Uint8Array.of(12, 0, 4, 0, 4, 1, 1, 0x11, 0),
);
const scanHeader = segment(0xffda, Uint8Array.of(1, 1, 0, 1, 0, 0));

/** A lossless JPEG of 4 x 4 pixels. */
export function jpegStream(
  extra: {
    readonly beforeFrame?: readonly Uint8Array[];
    readonly behindPicture?: Uint8Array;
    readonly beforeEnd?: readonly Uint8Array[];
    readonly behindEnd?: Uint8Array;
  } = {},
): Uint8Array<ArrayBuffer> {
  return concatenate([
    SOI,
    ...(extra.beforeFrame ?? []),
    frameHeader,
    huffmanTable,
    restartInterval,
    scanHeader,
    entropyCoded,
    extra.behindPicture ?? new Uint8Array(0),
    ...(extra.beforeEnd ?? []),
    EOI,
    extra.behindEnd ?? new Uint8Array(0),
  ]);
}

/** A JPEG-LS of 4 x 4 pixels of 12 bits that are all 0: nine runs, of which each is one bit that is set (T.87 A.7.1). */
export const flatJpegLS = concatenate([
  SOI,
  segment(0xfff7, [12, 0, 4, 0, 4, 1, 1, 0x11, 0]),
  segment(0xffda, [1, 1, 0, 0, 0, 0]),
  Uint8Array.of(0xff, 0x40),
  EOI,
]);

/** 4 x 4 pixels of one component: Rsiz, Xsiz, Ysiz, offsets, tiles, Csiz, Ssiz, XRsiz, YRsiz. */
const siz = segment(
  0xff51,
  Uint8Array.of(
    ...[0, 0, 0, 0, 0, 4, 0, 0, 0, 4],
    ...new Uint8Array(8),
    ...[0, 0, 0, 4, 0, 0, 0, 4],
    ...new Uint8Array(8),
    ...[0, 1, 0, 0, 0],
  ),
);
const packets = Uint8Array.of(0xff, 0x93, 0xaa, 0xbb, 0xcc, 0xdd);

/** A JPEG 2000 codestream of one tile-part that is put together rightly and decodes to nothing. */
export function jpeg2000Stream(
  extra: {
    readonly inMainHeader?: readonly Uint8Array[];
    readonly inTilePart?: readonly Uint8Array[];
    readonly isLengthOpen?: boolean;
    readonly behindEnd?: Uint8Array;
  } = {},
): Uint8Array<ArrayBuffer> {
  const tileHeader = concatenate(extra.inTilePart ?? []);
  const sot = segment(0xff90, new Uint8Array(8));
  const length = 12 + tileHeader.byteLength + packets.byteLength;
  new DataView(sot.buffer).setUint32(
    6,
    extra.isLengthOpen === true ? 0 : length,
  );
  return concatenate([
    Uint8Array.of(0xff, 0x4f),
    siz,
    ...(extra.inMainHeader ?? []),
    sot,
    tileHeader,
    packets,
    EOI,
    extra.behindEnd ?? new Uint8Array(0),
  ]);
}

/** A box of a JP2 file (T.800 I.4). */
export function jp2Box(
  type: string,
  content: Uint8Array | string,
): Uint8Array<ArrayBuffer> {
  const bytes =
    typeof content === "string" ? Buffer.from(content, "latin1") : content;
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, bytes.byteLength + 8);
  head.set(Buffer.from(type, "latin1"), 4);
  return concatenate([head, bytes]);
}

/** A codestream in a JP2 file with other boxes before it. */
export function jp2File(
  codestream: Uint8Array,
  boxes: readonly Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  return concatenate([
    jp2Box("jP  ", Uint8Array.of(0x0d, 0x0a, 0x87, 0x0a)),
    jp2Box("ftyp", "jp2 \0\0\0\0jp2 "),
    jp2Box("jp2h", jp2Box("ihdr", new Uint8Array(14))),
    ...boxes,
    jp2Box("jp2c", codestream),
  ]);
}

/** An RLE frame (PS3.5 annex G) of these segments, the header's unused places filled with `unused`. */
export function rleFrame(
  segments: readonly Uint8Array[],
  unused = 0,
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(64).fill(unused);
  const view = new DataView(header.buffer);
  view.setUint32(0, segments.length, true);
  let offset = 64;
  for (const [index, { byteLength }] of segments.entries()) {
    view.setUint32(4 + index * 4, offset, true);
    offset += byteLength;
  }
  return concatenate([header, ...segments]);
}
