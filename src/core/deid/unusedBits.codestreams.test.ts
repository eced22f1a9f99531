// Tests of what hides beside the stored bits of compressed pixels: it does not leave, and codestreams without it stay as they are.
import dicomParser from "dicom-parser";
import { describe, expect, it } from "vitest";
import { jpegStream, rleFrame } from "../../testing/codestreams.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  hexBytes,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { flatExtendedJpeg, losslessJpeg } from "../../testing/jpegEncoders.ts";

const explicitLittleEndian = "1.2.840.10008.1.2.1";
const jpegExtended = "1.2.840.10008.1.2.4.51";
const jpegLossless = "1.2.840.10008.1.2.4.70";
const rle = "1.2.840.10008.1.2.5";

/** A slice of 4 x 4 pixels, twelve bits in sixteen, with this codestream. */
function slice(
  transferSyntaxUID: string,
  codestream: Uint8Array,
  attributes: FixtureItem = {},
): Uint8Array {
  const isOdd = codestream.byteLength % 2 !== 0;
  const fragment = Buffer.concat([codestream, Buffer.alloc(isOdd ? 1 : 0)]);
  return ctSlice({
    attributes,
    without: ["PixelData"],
    file: { transferSyntaxUID, fragments: [new Uint8Array(0), fragment] },
  });
}

/** How such a slice leaves: the beginning of its pixels if they are plain, its codestream if that is copied. */
async function written(
  transferSyntaxUID: string,
  codestream: Uint8Array,
  attributes: FixtureItem = {},
) {
  const file = slice(transferSyntaxUID, codestream, attributes);
  const { bytes, plan } = valueOf(await deidentifyInMemory(file));
  const parsed = dicomParser.parseDicom(bytes);
  const pixelData = parsed.elements["x7fe00010"];
  const [fragment] = pixelData?.fragments ?? [];
  const start = fragment?.position ?? pixelData?.dataOffset ?? 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  return {
    treatment: plan.treatment,
    transferSyntaxUID: parsed.string("x00020010"),
    pixels:
      fragment === undefined
        ? [view.getUint16(0, true), view.getUint16(2, true)]
        : Buffer.from(bytes.subarray(start, start + codestream.byteLength)),
  };
}

/** Two pixels, and black. */
function picture(first: number, second: number): readonly number[] {
  return [first, second, ...Array<number>(14).fill(0)];
}

/** Both byte planes as they are (PS3.5 G.3.1), the upper one first. */
function rleOf(pixels: readonly number[]): Uint8Array {
  const plane = (shift: number) =>
    Uint8Array.of(15, ...pixels.map((pixel) => (pixel >> shift) & 0xff));
  return rleFrame([plane(8), plane(0)]);
}

const hidden = picture(0x8123, 0x0456);
const clear = picture(0x0fff, 0x0456);

describe.each([
  {
    coding: "RLE",
    uid: rle,
    withHidden: rleOf(hidden),
    withoutHidden: rleOf(clear),
  },
  {
    coding: "lossless JPEG of 16 bits",
    uid: jpegLossless,
    withHidden: losslessJpeg(hidden, 4),
    withoutHidden: losslessJpeg(clear, 4),
  },
  {
    coding: "JPEG-LS of 16 bits",
    uid: "1.2.840.10008.1.2.4.80",
    // The same pictures, encoded by CharLS.
    withHidden: hexBytes(`ffd8
      fff7 000b 10 0004 0004 01 011100          # SOF55: 16 bits, 4 x 4
      fff8 000d 01 ffff 0012 0043 0114 0040     # LSE
      ffda 0008 01 0100 00 00 00
      000000000001fdb7000000000001f99988aa800000000000fedc400801803e
      ffd9`),
    withoutHidden: hexBytes(`ffd8
      fff7 000b 10 0004 0004 01 011100
      fff8 000d 01 ffff 0012 0043 0114 0040
      ffda 0008 01 0100 00 00 00
      00ff50752455407fe801003007c0
      ffd9`),
  },
  {
    coding: "JPEG 2000 of 16 bits",
    uid: "1.2.840.10008.1.2.4.90",
    // The same pictures, encoded by OpenJPEG.
    withHidden: hexBytes(`ff4f
      ff51 0029 0000 00000004 00000004 00000000 00000000
      00000004 00000004 00000000 00000000 0001 0f0101   # SIZ: 16 bits
      ff52 000c 00 02 0001 00 00 04 04 00 01            # COD
      ff5c 0004 40 80                                   # QCD
      ff90 000a 0000 00000021 00 01 ff93
      dff890780bf42e8ea3baf56db012e674a3d357
      ffd9`),
    withoutHidden: hexBytes(`ff4f
      ff51 0029 0000 00000004 00000004 00000000 00000000
      00000004 00000004 00000000 00000000 0001 0f0101
      ff52 000c 00 02 0001 00 00 04 04 00 01
      ff5c 0004 40 80
      ff90 000a 0000 0000001f 00 01 ff93
      dff890680bf431311a9d826f2a0c644787
      ffd9`),
  },
])("$coding", ({ uid, withHidden, withoutHidden }) => {
  it("is decoded and cleared of what stands above the stored bits", async () => {
    expect(await written(uid, withHidden)).toEqual({
      treatment: "rewritten",
      transferSyntaxUID: explicitLittleEndian,
      pixels: [0x0123, 0x0456],
    });
  });

  it("is copied where the other bits are empty", async () => {
    expect(await written(uid, withoutHidden)).toEqual({
      treatment: "copied",
      transferSyntaxUID: uid,
      pixels: Buffer.from(withoutHidden),
    });
  });
});

describe("extended JPEG of 12 bits", () => {
  const tenBits = { BitsStored: 10, HighBit: 9 };

  it("is cleared of what stands above ten stored bits", async () => {
    expect(
      await written(jpegExtended, flatExtendedJpeg(0x923), tenBits),
    ).toMatchObject({ treatment: "rewritten", pixels: [0x123, 0x123] });
  });

  it("keeps what lossy coding threw a little beyond ten stored bits at its brightest", async () => {
    expect(
      await written(jpegExtended, flatExtendedJpeg(0x405), tenBits),
    ).toMatchObject({ treatment: "rewritten", pixels: [0x3ff, 0x3ff] });
  });

  it("is copied where they hold all it says", async () => {
    expect(
      await written(jpegExtended, flatExtendedJpeg(0x123), tenBits),
    ).toMatchObject({ treatment: "copied" });
  });
});

describe("bits that mean something", () => {
  it("are the sign of negative numbers", async () => {
    const signed = { PixelRepresentation: 1 };
    const negative = rleOf(picture(0xffff, 0x0456));

    expect(await written(rle, negative, signed)).toMatchObject({
      treatment: "copied",
    });
  });

  it("are those of pixels in the upper bits, but not what lies below", async () => {
    const upper = { HighBit: 15 };

    expect(await written(rle, rleOf(picture(0x1230, 0)), upper)).toMatchObject({
      treatment: "copied",
    });
    expect(await written(rle, rleOf(picture(0x1231, 0)), upper)).toMatchObject({
      treatment: "rewritten",
      pixels: [0x0123, 0],
    });
  });
});

it("refuses a codestream with room for more that does not decode", async () => {
  const eightBits = { BitsStored: 8, HighBit: 7 };
  const torn = Buffer.from(jpegStream());
  // In front of the end: the last eight samples.
  torn[torn.length - 3] = 0xff;
  const file = slice(jpegLossless, torn, eightBits);

  expect(await deidentifyInMemory(file)).toEqual({
    ok: false,
    failure: { kind: "decodeFailed", codec: "JPEG" },
  });
});
