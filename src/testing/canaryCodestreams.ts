// Compressed pixels with a marker wherever a codestream can carry text: comments, application data, boxes, slack.
import {
  flatJpegLS,
  jp2Box,
  jp2File,
  jpeg2000Stream,
  rleFrame,
  segment,
} from "./codestreams.ts";
import { flatExtendedJpeg, losslessJpeg } from "./jpegEncoders.ts";
import { concatenate } from "../core/dicom/writeDataSet.ts";

/** Makes another marker for a place. */
type Mark = (place: string) => string;

/** Encapsulated pixels of 4 x 4, twelve bits in two bytes. */
export interface CanaryCodestream {
  readonly name: string;
  readonly transferSyntaxUID: string;
  /** The offset table and the codestream, in two fragments where that is allowed. */
  readonly fragments: (mark: Mark) => readonly Uint8Array[];
}

/** One for each way of compression that is sent as it is. */
export const canaryCodestreams: readonly CanaryCodestream[] = [
  kind("RLE", "1.2.840.10008.1.2.5", rle),
  kind("JPEG, extended", "1.2.840.10008.1.2.4.51", extendedJpeg),
  kind("JPEG, lossless", "1.2.840.10008.1.2.4.57", lossless),
  kind("JPEG, lossless, first order", "1.2.840.10008.1.2.4.70", lossless),
  kind("JPEG-LS", "1.2.840.10008.1.2.4.80", jpegLS),
  kind("JPEG-LS, near-lossless", "1.2.840.10008.1.2.4.81", jpegLS),
  kind("JPEG 2000", "1.2.840.10008.1.2.4.90", jpeg2000),
  kind("JPEG 2000 in JP2", "1.2.840.10008.1.2.4.91", jp2),
];

function kind(
  name: string,
  transferSyntaxUID: string,
  stream: (mark: Mark) => Uint8Array,
): CanaryCodestream {
  // A frame of RLE is one fragment (PS3.5 A.4.2).
  const fragments = (mark: Mark) =>
    name === "RLE"
      ? [new Uint8Array(0), stream(mark)]
      : inFragments(stream(mark));
  return { name, transferSyntaxUID, fragments };
}

function inFragments(stream: Uint8Array): readonly Uint8Array[] {
  const even = concatenate([stream, new Uint8Array(stream.length % 2)]);
  const middle = 2 * Math.floor(even.length / 4);
  return [new Uint8Array(0), even.subarray(0, middle), even.subarray(middle)];
}

/** Sixteen samples of two bytes, the upper ones first (PS3.5 G.2), with something behind each segment. */
function rle(mark: Mark): Uint8Array {
  const bytes = (value: number) => Uint8Array.of(0xf1, value);
  const slack = () => text(mark("rle").padEnd(18));
  const frame = rleFrame([
    concatenate([bytes(3), slack()]),
    concatenate([bytes(200), slack()]),
  ]);
  // Places of the header that no segment uses.
  frame.set(text(mark("rlehead")), 32);
  return frame;
}

/** Segments that a JPEG may have anywhere before its frame. */
function extras(mark: Mark): readonly Uint8Array[] {
  return [
    segment(
      0xffe0,
      `JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02${mark("thumb").slice(0, 12)}`,
    ),
    segment(0xffe1, `Exif\0\0${mark("exif")}`),
    segment(0xffe2, `ICC_PROFILE\0\x01\x01${mark("icc")}`),
    segment(0xffed, `Photoshop 3.0\0${mark("photo")}`),
    segment(0xffee, `Adobe\0\x64\0\0\0\0\0${mark("adobe")}`),
    segment(0xffef, mark("app15")),
    segment(0xfffe, mark("comment")),
    segment(0xfffe, Buffer.from(mark("wide"), "utf16le")),
  ];
}

/** A JPEG with segments behind its first marker, and bytes behind its last. */
function dressed(stream: Uint8Array, mark: Mark): Uint8Array {
  return concatenate([
    stream.subarray(0, 2),
    ...extras(mark),
    stream.subarray(2, -2),
    segment(0xfffe, mark("last")),
    stream.subarray(-2),
    text(mark("behind")),
  ]);
}

/** The same with bytes behind its last sample, where its coded data go on to the next marker. */
function withTail(stream: Uint8Array, mark: Mark): Uint8Array {
  return concatenate([
    stream.subarray(0, -2),
    text(mark("tail")),
    stream.subarray(-2),
  ]);
}

const samples = Array.from({ length: 16 }, (_, at) => 1000 + at);

function lossless(mark: Mark): Uint8Array {
  return dressed(withTail(losslessJpeg(samples, 4), mark), mark);
}

function extendedJpeg(mark: Mark): Uint8Array {
  return dressed(withTail(flatExtendedJpeg(1000), mark), mark);
}

/** With nothing between its last sample and its end: that is refused. */
function jpegLS(mark: Mark): Uint8Array {
  return concatenate([
    flatJpegLS.subarray(0, 2),
    ...extras(mark),
    flatJpegLS.subarray(2),
    text(mark("behind")),
  ]);
}

function jpeg2000(mark: Mark): Uint8Array {
  const comment = (place: string) => segment(0xff64, `\0\x01${mark(place)}`);
  return jpeg2000Stream({
    inMainHeader: [
      comment("j2kmain"),
      segment(0xff64, `\0\0${mark("j2kbin")}`),
    ],
    inTilePart: [comment("j2ktile")],
    behindEnd: text(mark("behind")),
  });
}

function jp2(mark: Mark): Uint8Array {
  return jp2File(jpeg2000(mark), [
    jp2Box("xml ", `<name>${mark("xml")}</name>`),
    jp2Box("uuid", mark("uuid").padEnd(32)),
    jp2Box("jp2i", mark("rights")),
  ]);
}

function text(words: string): Uint8Array {
  return Buffer.from(words, "latin1");
}
