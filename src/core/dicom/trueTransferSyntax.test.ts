// Tests of the transfer syntax that is taken for true where file meta and pixels contradict each other.
import { describe, expect, it } from "vitest";
import {
  jp2File,
  jpeg2000Stream,
  jpegStream,
  rleFrame,
  segment,
} from "../../testing/codestreams.ts";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureFile,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "./readDataSet.ts";
import { toInstanceHeader } from "./toInstanceHeader.ts";
import { valueEncodings } from "./transferSyntaxes.ts";

const implicit = "1.2.840.10008.1.2";
const explicit = "1.2.840.10008.1.2.1";
const jpegFamily = "1.2.840.10008.1.2.4.";
const rle = "1.2.840.10008.1.2.5";

async function read(file: FixtureFile) {
  const source = memoryByteSource(dicomFile(file));
  const header = toInstanceHeader(valueOf(await readDataSet(source)));
  return [header.transferSyntaxUID, header.warnings];
}

const readFragment = (
  fragment: Uint8Array,
  file: Omit<FixtureFile, "attributes">,
) =>
  read({
    ...file,
    attributes: ctSliceAttributes({ without: ["PixelData"] }),
    fragments: [new Uint8Array(0), fragment],
  });

/** The head of a JPEG or JPEG-LS codestream; `parameter` is the predictor, or how far a sample may be off. */
function jpeg(frame: number, parameter = 0): Uint8Array {
  const heads = [
    segment(0xffe0, "JFIF"),
    segment(0xff00 + frame, Uint8Array.of(12, 0, 4, 0, 4, 1, 1, 0x11, 0)),
    segment(0xffda, Uint8Array.of(1, 1, 0, parameter, 0, 0)),
  ];
  return Buffer.concat([Uint8Array.of(0xff, 0xd8), ...heads]);
}

const part1 = jpeg2000Stream();
const highThroughput = jpeg2000Stream({
  inMainHeader: [segment(0xff50, Uint8Array.of(0, 2, 0, 0, 0, 0))],
});
const corrected = ["transferSyntaxCorrected"];

describe("the transfer syntax", () => {
  it.each([
    ["baseline JPEG", jpeg(0xc0), "50"],
    ["extended JPEG", jpeg(0xc1), "51"],
    ["progressive JPEG", jpeg(0xc2), "55"],
    ["lossless JPEG", jpeg(0xc3, 6), "57"],
    ["lossless JPEG with the first predictor", jpeg(0xc3, 1), "70"],
    ["JPEG-LS", jpeg(0xf7), "80"],
    ["near-lossless JPEG-LS", jpeg(0xf7, 2), "81"],
    ["JPEG 2000", part1, "91"],
    ["JPEG 2000 in a JP2 file", jp2File(part1), "91"],
    ["HTJ2K", highThroughput, "203"],
  ])("is that of %s, whatever else is said", async (_, codestream, number) => {
    const expected = [`${jpegFamily}${number}`, corrected];
    for (const transferSyntaxUID of [explicit, rle])
      expect(await readFragment(codestream, { transferSyntaxUID })).toEqual(
        expected,
      );
    expect(
      await readFragment(codestream, {
        transferSyntaxUID: implicit,
        writtenAs: valueEncodings.explicitLE,
      }),
    ).toEqual(expected);
  });

  it("is RLE's where lossless JPEG is said", async () => {
    const transferSyntaxUID = `${jpegFamily}70`;
    const frame = rleFrame([new Uint8Array(8), new Uint8Array(8)]);
    expect(await readFragment(frame, { transferSyntaxUID })).toEqual([
      rle,
      corrected,
    ]);
  });

  it("is the codestream's where JPEG 2000 is said of lossless JPEG", async () => {
    const transferSyntaxUID = `${jpegFamily}90`;
    expect(await readFragment(jpegStream(), { transferSyntaxUID })).toEqual([
      `${jpegFamily}70`,
      corrected,
    ]);
  });

  it("is found behind a header longer than the first look", async () => {
    const attributes = {
      ...ctSliceAttributes({ without: ["PixelData"] }),
      "00091010 OB": new Uint8Array(65_000),
    };
    const fragments = [new Uint8Array(0), jpeg(0xc0)];
    expect(await read({ attributes, fragments })).toEqual([
      `${jpegFamily}50`,
      corrected,
    ]);
  });

  it("is not guessed without file meta where a codestream tells it", async () => {
    expect(await readFragment(jpeg(0xc0), { beginning: "noFileMeta" })).toEqual(
      [`${jpegFamily}50`, ["noPreamble", "noFileMeta"]],
    );
  });

  it.each([
    ["lossless JPEG 2000", part1, `${jpegFamily}90`],
    ["HTJ2K with RPCL", highThroughput, `${jpegFamily}202`],
    ["one process of JPEG for another", jpeg(0xc0), `${jpegFamily}70`],
    ["a film", jpeg(0xc0), `${jpegFamily}102`],
    ["what begins like nothing", new Uint8Array(80), `${jpegFamily}70`],
    ["a fragment of nothing", new Uint8Array(0), `${jpegFamily}70`],
  ])("stays as said for %s", async (_, codestream, transferSyntaxUID) => {
    expect(await readFragment(codestream, { transferSyntaxUID })).toEqual([
      transferSyntaxUID,
      [],
    ]);
  });

  it("is uncompressed where Pixel Data are as long as their frames", async () => {
    for (const number of ["50", "70", "80", "90", "201"])
      expect(
        await read({
          attributes: ctSliceAttributes(),
          transferSyntaxUID: `${jpegFamily}${number}`,
        }),
      ).toEqual([explicit, corrected]);
  });

  it("stays as said where Pixel Data of known length do not fit, or could not be decoded anyway", async () => {
    const transferSyntaxUID = `${jpegFamily}70`;
    const PixelData = new Uint8Array(40);
    const attributes = ctSliceAttributes({ attributes: { PixelData } });
    expect(await read({ attributes, transferSyntaxUID })).toEqual([
      transferSyntaxUID,
      [],
    ]);
    const jpegXL = `${jpegFamily}110`;
    expect(
      await read({
        attributes: ctSliceAttributes(),
        transferSyntaxUID: jpegXL,
      }),
    ).toEqual([jpegXL, []]);
  });
});
