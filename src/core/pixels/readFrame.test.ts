// Tests of decoding uncompressed frames: bit depths, signs, planes, colour, byte order, frames of many, and what is read for it.
import { describe, expect, it } from "vitest";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { noCodestreamDecoders } from "../../testing/noCodestreamDecoders.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { decodeNative } from "./decodeNative.ts";
import { readFrame } from "./readFrame.ts";

const implicitLE = "1.2.840.10008.1.2";
const explicitBE = "1.2.840.10008.1.2.2";
const deflated = "1.2.840.10008.1.2.1.99";

interface Picture {
  readonly attributes: FixtureItem;
  readonly transferSyntaxUID?: string;
  readonly frameIndex?: number;
}

async function decode(picture: Picture) {
  const { transferSyntaxUID = implicitLE, frameIndex = 0 } = picture;
  const source = memoryByteSource(
    dicomFile({
      attributes: ctSliceAttributes({ attributes: picture.attributes }),
      transferSyntaxUID,
    }),
  );
  const dataSet = valueOf(await readDataSet(source));
  return await readFrame(source, dataSet, frameIndex, noCodestreamDecoders);
}

async function samplesOf(picture: Picture): Promise<readonly number[]> {
  return Array.from(valueOf(await decode(picture)).samples);
}

/** Attributes of an image of one row. */
function row(columns: number, bits: number, more: FixtureItem): FixtureItem {
  return {
    Rows: 1,
    Columns: columns,
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    ...more,
  };
}

describe("grey samples", () => {
  it.each([implicitLE, explicitBE, deflated])(
    "of 16 bits are read in %s",
    async (transferSyntaxUID) => {
      const attributes = row(3, 16, { PixelData: [1, 256, 65535] });

      expect(await samplesOf({ attributes, transferSyntaxUID })).toEqual([
        1, 256, 65535,
      ]);
    },
  );

  it("of 12 signed bits lose what is above them and keep their sign", async () => {
    const attributes = row(3, 16, {
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 1,
      PixelData: [0xf001, 0x0fff, 0x0800],
    });

    expect(await samplesOf({ attributes })).toEqual([1, -1, -2048]);
  });

  it("may lie in the upper bits", async () => {
    const attributes = row(2, 16, {
      BitsStored: 12,
      HighBit: 15,
      PixelData: [0x1230, 0xfff7],
    });

    expect(await samplesOf({ attributes })).toEqual([0x123, 0xfff]);
  });

  it("of 8 signed bits are signed", async () => {
    const attributes = row(2, 8, {
      PixelRepresentation: 1,
      PixelData: Uint8Array.of(0xff, 0x7f),
    });

    expect(await samplesOf({ attributes })).toEqual([-1, 127]);
  });

  it("of 32 bits are read unsigned and signed", async () => {
    const bytes = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
    const unsigned = row(1, 32, { PixelData: bytes });
    const signed = row(1, 32, { PixelData: bytes, PixelRepresentation: 1 });

    expect(await samplesOf({ attributes: unsigned })).toEqual([4294967295]);
    expect(await samplesOf({ attributes: signed })).toEqual([-1]);
  });

  it("of one bit are unpacked from the lowest bit up, across bytes and frames", async () => {
    const attributes = row(5, 1, {
      NumberOfFrames: 2,
      // Frame 1: 1 0 1 1 0; frame 2: 0 0 1 then 1 1.
      PixelData: Uint8Array.of(0b1000_1101, 0b0000_0011),
    });

    expect(await samplesOf({ attributes })).toEqual([1, 0, 1, 1, 0]);
    expect(await samplesOf({ attributes, frameIndex: 1 })).toEqual([
      0, 0, 1, 1, 1,
    ]);
  });

  it("of 8 bits in big endian words are put back in order", async () => {
    const attributes = row(3, 8, {
      NumberOfFrames: 2,
      // Words 0x0201, 0x0403, 0x0605: pixels 1 to 6.
      PixelData: Uint8Array.of(2, 1, 4, 3, 6, 5),
    });
    const picture = { attributes, transferSyntaxUID: explicitBE };

    expect(await samplesOf(picture)).toEqual([1, 2, 3]);
    expect(await samplesOf({ ...picture, frameIndex: 1 })).toEqual([4, 5, 6]);
  });

  it.each([
    ["FloatPixelData", Float32Array],
    ["DoubleFloatPixelData", Float64Array],
  ] as const)("of floating point are read from %s", async (keyword, type) => {
    const source = memoryByteSource(
      dicomFile({
        attributes: {
          Rows: 1,
          Columns: 2,
          SamplesPerPixel: 1,
          PhotometricInterpretation: "MONOCHROME2",
          [keyword]: [0.5, -2],
        },
      }),
    );
    const dataSet = valueOf(await readDataSet(source));

    const frame = valueOf(
      await readFrame(source, dataSet, 0, noCodestreamDecoders),
    );

    expect(frame.samples).toEqual(type.of(0.5, -2));
  });
});

describe("colour samples", () => {
  const colour = { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" };

  it("in planes are put together by pixel", async () => {
    const attributes = row(2, 8, {
      ...colour,
      PlanarConfiguration: 1,
      PixelData: Uint8Array.of(1, 2, 10, 20, 100, 200),
    });

    expect(await samplesOf({ attributes })).toEqual([1, 10, 100, 2, 20, 200]);
  });

  it("with shared chroma get it for each pixel", async () => {
    const attributes = row(4, 8, {
      ...colour,
      PhotometricInterpretation: "YBR_FULL_422",
      PixelData: Uint8Array.of(1, 2, 100, 200, 3, 4, 101, 201),
    });

    const frame = valueOf(await decode({ attributes }));

    expect(frame.photometricInterpretation).toBe("YBR_FULL");
    expect(Array.from(frame.samples)).toEqual([
      1, 100, 200, 2, 100, 200, 3, 101, 201, 4, 101, 201,
    ]);
  });
});

describe("reading", () => {
  it("does not take neighbours of the bytes in a Buffer for pixels", () => {
    const inPool = Buffer.from([9, 9, 9, 1, 0, 2, 0]).subarray(3);
    const layout = {
      rows: 1,
      columns: 2,
      numberOfFrames: 1,
      samplesPerPixel: 1,
      photometricInterpretation: "MONOCHROME2",
      planarConfiguration: 0,
      bitsAllocated: 16,
      bitsStored: 16,
      highBit: 15,
      isSigned: false,
      isFloat: false,
    };

    const frame = decodeNative(inPool, layout, {
      firstBit: 0,
      isBigEndian: false,
    });

    expect(Array.from(frame.samples)).toEqual([1, 2]);
  });

  it("takes no more of the file than the frame", async () => {
    const source = memoryByteSource(
      dicomFile({
        attributes: ctSliceAttributes({
          attributes: {
            Rows: 100,
            Columns: 100,
            NumberOfFrames: 50,
            PixelData: new Uint8Array(1_000_000),
          },
        }),
      }),
    );
    const dataSet = valueOf(await readDataSet(source));
    source.reads.length = 0;

    await readFrame(source, dataSet, 30, noCodestreamDecoders);

    expect(source.reads).toEqual([
      {
        offset: (dataSet.pixelData?.valueOffset ?? 0) + 600_000,
        length: 20_000,
      },
    ]);
  });

  it("refuses a frame that the file does not hold in full", async () => {
    const file = dicomFile({ attributes: ctSliceAttributes() });
    const source = memoryByteSource(file.slice(0, file.length - 1));
    const dataSet = valueOf(await readDataSet(source));

    expect(await readFrame(source, dataSet, 0, noCodestreamDecoders)).toEqual({
      ok: false,
      failure: {
        kind: "pixelDataTruncated",
        expectedBytes: 32,
        foundBytes: 31,
      },
    });
  });

  it("refuses a frame beyond the last", async () => {
    expect(await decode({ attributes: {}, frameIndex: 1 })).toMatchObject({
      failure: { kind: "pixelDataTruncated" },
    });
  });

  it("refuses video, by name", async () => {
    const source = memoryByteSource(
      dicomFile({
        attributes: ctSliceAttributes({ without: ["PixelData"] }),
        transferSyntaxUID: "1.2.840.10008.1.2.4.100",
        fragments: [new Uint8Array(0), new Uint8Array(4)],
      }),
    );
    const dataSet = valueOf(await readDataSet(source));

    expect(await readFrame(source, dataSet, 0, noCodestreamDecoders)).toEqual({
      ok: false,
      failure: { kind: "videoPixelData", coding: "MPEG-2" },
    });
  });

  it("refuses attributes that make no sense, by name", async () => {
    expect(await decode({ attributes: { BitsStored: 17 } })).toEqual({
      ok: false,
      failure: { kind: "missingAttribute", keyword: "BitsStored" },
    });
    expect(await decode({ attributes: { Rows: 0 } })).toEqual({
      ok: false,
      failure: { kind: "missingAttribute", keyword: "Rows" },
    });
  });
});
