// Masks on every layout of pixels: what is under them is black as it is shown, and what is beside them is as it was.
import { describe, expect, it } from "vitest";
import type { MaskShape } from "../../shared/mask.ts";
import { rleFrame } from "../../testing/codestreams.ts";
import {
  deidentifyInMemory,
  type InMemoryOptions,
} from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  valueOf,
  type CtSliceOptions,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { readFrame } from "../pixels/readFrame.ts";
import { rawValue, singleWord, textOf } from "./elementText.ts";
import type { MaskedPixels } from "./pixelPlan.ts";
import { readSourceInstance } from "./sourceInstance.ts";
import { verifyDeid } from "./verifyDeid.ts";

const rows = 4;
const columns = 6;
const pixels = rows * columns;
const mask: MaskShape = {
  kind: "rectangle",
  left: 1,
  top: 1,
  width: 3,
  height: 2,
};
/** Places of the mask in row order. */
const under = [7, 8, 9, 13, 14, 15];

const noDecoders = {
  load: () => Promise.reject(new Error("no codec is needed")),
};

/** A slice of 4 rows and 6 columns without window or rescale. */
function slice(attributes: FixtureItem, options: CtSliceOptions = {}) {
  return ctSlice({
    ...options,
    attributes: { Rows: rows, Columns: columns, ...attributes },
    without: [
      "WindowCenter",
      "WindowWidth",
      "RescaleSlope",
      "RescaleIntercept",
      ...(options.without ?? []),
    ].filter((keyword) => !(keyword in attributes)),
  });
}

async function decoded(
  bytes: Uint8Array,
  frameIndex = 0,
): Promise<DecodedFrame> {
  const source = memoryByteSource(bytes);
  const dataSet = valueOf(await readDataSet(source));
  return valueOf(await readFrame(source, dataSet, frameIndex, noDecoders));
}

async function masked(file: Uint8Array, options: InMemoryOptions = {}) {
  const { bytes, plan } = valueOf(
    await deidentifyInMemory(file, { masks: [mask], ...options }),
  );
  const dataSet = valueOf(await readDataSet(memoryByteSource(bytes)));
  return {
    bytes,
    plan,
    before: await decoded(file, (options.frame ?? 1) - 1),
    after: await decoded(bytes),
    text: (tag: number) => textOf(dataSet, tag),
    word: (tag: number) => {
      const element = findElement(dataSet.elements, tag);
      return element === null ? null : singleWord(rawValue(dataSet, element));
    },
  };
}

function pixelAt(frame: DecodedFrame, place: number): readonly number[] {
  const { samples, samplesPerPixel } = frame;
  const first = place * samplesPerPixel;
  return [...samples.slice(first, first + samplesPerPixel)];
}

/** The pixels of a frame, those under the mask replaced by `black`. */
function paintedOver(frame: DecodedFrame, black: readonly number[]) {
  return Array.from({ length: pixels }, (_, place) =>
    under.includes(place) ? black : pixelAt(frame, place),
  );
}

function counted(first: number, step = 1, count = pixels): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index * step);
}

const shown: FixtureItem = { WindowCenter: 40, WindowWidth: 400 };
const hounsfield: FixtureItem = { RescaleIntercept: -1024, RescaleSlope: 1 };
const eightBits: FixtureItem = { BitsAllocated: 8, BitsStored: 8, HighBit: 7 };
const signed: FixtureItem = { PixelRepresentation: 1 };
const colour: FixtureItem = {
  ...eightBits,
  SamplesPerPixel: 3,
  PhotometricInterpretation: "RGB",
  PlanarConfiguration: 0,
  PixelData: Uint8Array.from(counted(5, 3, pixels * 3)),
};
const palette: FixtureItem = {
  ...eightBits,
  PhotometricInterpretation: "PALETTE COLOR",
  PixelData: Uint8Array.from(counted(100, 1)),
  RedPaletteColorLookupTableDescriptor: [4, 100, 16],
  GreenPaletteColorLookupTableDescriptor: [4, 100, 16],
  BluePaletteColorLookupTableDescriptor: [4, 100, 16],
  RedPaletteColorLookupTableData: [0xffff, 0x8000, 0x1000, 0x4000],
  GreenPaletteColorLookupTableData: [0xffff, 0x8000, 0x0800, 0x4000],
  BluePaletteColorLookupTableData: [0xffff, 0x0000, 0x2000, 0x4000],
};

describe("masks on pixels", () => {
  it.each<readonly [string, FixtureItem, readonly number[]]>([
    // Window from -160 HU; 864 is the highest value that is black, and every pixel is brighter.
    [
      "grey that is brighter than its window",
      { ...shown, ...hounsfield, PixelData: counted(1000) },
      [864],
    ],
    [
      "grey darker than its window",
      {
        ...shown,
        PixelData: counted(-1000),
        ...signed,
        BitsStored: 16,
        HighBit: 15,
      },
      [-1000],
    ],
    ["grey without a window", { PixelData: counted(300, 10) }, [300]],
    [
      "grey whose darkest pixel lies under the mask",
      { PixelData: counted(300, 10).with(8, 7) },
      [300],
    ],
    [
      "grey with a window beyond what it can store",
      { ...shown, PixelData: counted(1000) },
      [0],
    ],
    [
      "grey shown inverted, without a window",
      { PhotometricInterpretation: "MONOCHROME1", PixelData: counted(300, 10) },
      [530],
    ],
    [
      "grey shown inverted under a window",
      {
        PhotometricInterpretation: "MONOCHROME1",
        WindowCenter: 2000,
        WindowWidth: 1000,
        PixelData: counted(300, 10),
      },
      [2499],
    ],
    [
      "grey with a falling rescale",
      {
        RescaleSlope: -2,
        RescaleIntercept: 4000,
        WindowCenter: 1000,
        WindowWidth: 401,
        PixelData: counted(1000),
      },
      // The window begins at 799.5, and 4000 - 2 * 1601 is 798.
      [1601],
    ],
    [
      "grey under an exact linear window",
      {
        VOILUTFunction: "LINEAR_EXACT",
        WindowCenter: 2000,
        WindowWidth: 1000,
        PixelData: counted(1900),
      },
      [1500],
    ],
    [
      "grey under a sigmoid",
      {
        VOILUTFunction: "SIGMOID",
        WindowCenter: 2000,
        WindowWidth: 1000,
        PixelData: counted(1900),
      },
      [440],
    ],
    [
      "grey with padding darker than all else",
      {
        ...shown,
        ...hounsfield,
        PixelPaddingValue: 0,
        PixelData: counted(1000).with(0, 0).with(1, 0),
      },
      [864],
    ],
    [
      "grey whose black is padding",
      {
        ...shown,
        ...hounsfield,
        PixelPaddingValue: 864,
        PixelData: counted(1000).with(0, 864),
      },
      [863],
    ],
    [
      "grey with padding at the end of what it can store",
      {
        WindowCenter: 100,
        WindowWidth: 201,
        PixelPaddingValue: 0,
        PixelData: counted(1000).with(0, 0),
      },
      // The window begins at -0.5, so that 1 is no longer black.
      [0],
    ],
    [
      "signed grey of twelve bits in the upper ones",
      {
        ...signed,
        HighBit: 15,
        PixelData: counted(-800, 16),
      },
      [-50],
    ],
    [
      "grey of eight bits",
      { ...eightBits, PixelData: Uint8Array.from(counted(20)) },
      [20],
    ],
    [
      "signed grey of eight bits",
      { ...eightBits, ...signed, PixelData: Uint8Array.from(counted(-20)) },
      [-20],
    ],
    [
      "grey of ten bits",
      { BitsStored: 10, HighBit: 9, PixelData: counted(20) },
      [20],
    ],
    [
      "grey of 32 bits",
      {
        BitsAllocated: 32,
        BitsStored: 32,
        HighBit: 31,
        PixelData: new Uint8Array(
          Uint32Array.from(counted(3_000_000_000)).buffer,
        ),
      },
      [3_000_000_000],
    ],
    [
      "single bits",
      {
        BitsAllocated: 1,
        BitsStored: 1,
        HighBit: 0,
        PixelData: Uint8Array.of(0b10101010, 0b11111111, 0b11001100),
      },
      [0],
    ],
    ["a palette", palette, [102]],
    [
      "a palette that begins below zero",
      {
        ...palette,
        ...signed,
        PixelData: Uint8Array.from(counted(-2)),
        RedPaletteColorLookupTableDescriptor: [4, 0xfffe, 16],
        GreenPaletteColorLookupTableDescriptor: [4, 0xfffe, 16],
        BluePaletteColorLookupTableDescriptor: [4, 0xfffe, 16],
      },
      [0],
    ],
    ["colour by pixel", colour, [0, 0, 0]],
    ["colour by plane", { ...colour, PlanarConfiguration: 1 }, [0, 0, 0]],
    [
      "luminance and chroma",
      { ...colour, PhotometricInterpretation: "YBR_FULL" },
      [0, 128, 128],
    ],
    [
      "luminance and half the chroma",
      {
        ...colour,
        PhotometricInterpretation: "YBR_FULL_422",
        PixelData: Uint8Array.from(counted(5, 3, pixels * 2)),
      },
      [0, 128, 128],
    ],
    [
      "all the chroma under the name of half",
      { ...colour, PhotometricInterpretation: "YBR_FULL_422" },
      [0, 128, 128],
    ],
  ])("%s", async (_, attributes, black) => {
    const { before, after, plan } = await masked(slice(attributes));

    expect(plan.treatment).toBe("masked");
    expect(pixelsOf(after)).toEqual(paintedOver(before, black));
  });
});

function pixelsOf(frame: DecodedFrame) {
  return counted(0).map((place) => pixelAt(frame, place));
}

describe("the form of masked images", () => {
  it.each([
    ["implicit VR", "1.2.840.10008.1.2"],
    ["big endian", "1.2.840.10008.1.2.2"],
    ["deflated", "1.2.840.10008.1.2.1.99"],
  ])("is explicit VR little endian for %s", async (_, transferSyntaxUID) => {
    const file = slice(
      { PixelData: counted(300) },
      { file: { transferSyntaxUID } },
    );
    const { before, after, bytes } = await masked(file);

    expect(pixelsOf(after)).toEqual(paintedOver(before, [300]));
    expect(Buffer.from(bytes).includes("1.2.840.10008.1.2.1\0")).toBe(true);
  });

  it("is uncompressed for run lengths", async () => {
    const packed = Uint8Array.of(pixels - 1, ...counted(40));
    const file = slice(eightBits, {
      without: ["PixelData"],
      file: {
        transferSyntaxUID: "1.2.840.10008.1.2.5",
        fragments: [new Uint8Array(0), rleFrame([packed])],
      },
    });
    const { before, after, text } = await masked(file);

    expect(pixelsOf(before)).toEqual(counted(40).map((value) => [value]));
    expect(pixelsOf(after)).toEqual(paintedOver(before, [40]));
    expect(text(tags.LossyImageCompression)).toBe("");
  });

  it("is RGB for the retired partial range", async () => {
    const black = [16, 16, 128, 128];
    const white = [235, 235, 128, 128];
    const file = slice({
      ...colour,
      PhotometricInterpretation: "YBR_PARTIAL_422",
      PixelData: Uint8Array.from(
        counted(0, 1, pixels / 2).flatMap((pair) => (pair % 2 ? black : white)),
      ),
    });
    const { after, text } = await masked(file);

    expect(text(tags.PhotometricInterpretation)).toBe("RGB");
    expect(pixelAt(after, 0)).toEqual([255, 255, 255]);
    expect(pixelAt(after, 2)).toEqual([0, 0, 0]);
    expect(pixelAt(after, 7)).toEqual([0, 0, 0]);
  });

  it("has no bits beside the stored ones, where overlays were kept", async () => {
    const file = slice({ PixelData: counted(0xf000 + 300) });
    const { bytes } = await masked(file);
    const words = new Uint16Array(bytes.slice(-pixels * 2).buffer);

    expect([...words]).toEqual(
      counted(300).map((value, place) => (under.includes(place) ? 300 : value)),
    );
  });

  it("is that of one frame, and the others stay as they are", async () => {
    const file = slice({
      NumberOfFrames: 3,
      PixelData: counted(300, 1, pixels * 3),
    });
    const second = await masked(file, { frame: 2 });

    expect(pixelsOf(second.after)).toEqual(
      paintedOver(second.before, [300 + pixels]),
    );
  });

  it("follows the window of the stack", async () => {
    const file = slice({ ...shown, ...hounsfield, PixelData: counted(1000) });
    const { after } = await masked(file, {
      window: { center: "-100", width: "301" },
    });

    // It begins at -250.5 HU.
    expect(pixelAt(after, 7)).toEqual([773]);
  });

  it("drops what the masks made untrue, and says so", async () => {
    const file = slice({
      PixelData: counted(300),
      SmallestImagePixelValue: 300,
      LargestImagePixelValue: 323,
      BurnedInAnnotation: "YES",
    });
    const { plan, text, word } = await masked(file);

    expect(word(tags.SmallestImagePixelValue)).toBeNull();
    expect(word(tags.LargestImagePixelValue)).toBeNull();
    expect(text(tags.BurnedInAnnotation)).toBe("");
    const ofMasks = plan.actions.filter(({ rule }) => rule === "masked");
    expect(ofMasks.map(({ tag, action }) => [tag, action])).toEqual(
      expect.arrayContaining([
        [tags.SmallestImagePixelValue, "removed"],
        [tags.LargestImagePixelValue, "removed"],
        [tags.BurnedInAnnotation, "removed"],
        [tags.PixelData, "replaced"],
      ]),
    );
  });

  it("still says that there is no burned-in annotation, and never begins to", async () => {
    const said = await masked(
      slice({ PixelData: counted(300), BurnedInAnnotation: "NO" }),
    );
    const silent = await masked(slice({ PixelData: counted(300) }));

    expect(said.text(tags.BurnedInAnnotation)).toBe("NO");
    expect(silent.text(tags.BurnedInAnnotation)).toBe("");
  });

  it("is a plain copy where no mask touches the image", async () => {
    const file = slice({ PixelData: counted(0x0f00) });
    const beside = { ...mask, left: columns };
    const { bytes, plan } = valueOf(
      await deidentifyInMemory(file, { masks: [beside] }),
    );

    expect(plan.treatment).toBe("copied");
    expect(bytes.slice(-pixels * 2)).toEqual(file.slice(-pixels * 2));
  });
});

describe("images that masks cannot be painted on", () => {
  it.each<readonly [string, FixtureItem, string]>([
    [
      "a palette without tables",
      {
        ...eightBits,
        PhotometricInterpretation: "PALETTE COLOR",
        PixelData: Uint8Array.from(counted(1)),
      },
      "RedPaletteColorLookupTableData",
    ],
    [
      "64 bits",
      {
        BitsAllocated: 64,
        BitsStored: 64,
        HighBit: 63,
        PixelData: new Uint8Array(pixels * 8),
      },
      "BitsAllocated",
    ],
  ])("are refused: %s", async (_, attributes, keyword) => {
    const result = await deidentifyInMemory(slice(attributes), {
      masks: [mask],
    });

    expect(result).toMatchObject({ ok: false, failure: { keyword } });
  });
});

describe("the check of masked images", () => {
  async function check(
    change: (bytes: Uint8Array, firstPixel: number) => void,
    proof: (masked: MaskedPixels) => MaskedPixels = (same) => same,
  ) {
    const file = slice({ PixelData: counted(300) });
    const { bytes, plan } = await masked(file);
    const { identifiers } = valueOf(
      await readSourceInstance(memoryByteSource(file)),
    );
    if (plan.masked === null) throw new Error("nothing was painted");
    const copy = bytes.slice();
    change(copy, bytes.length - pixels * 2);
    const source = memoryByteSource(copy);
    return verifyDeid(source, identifiers, proof(plan.masked));
  }

  it("passes what was written", async () => {
    expect(await check(() => undefined)).toEqual({ ok: true, value: null });
  });

  it.each([
    ["a pixel under the mask that is not black", 8],
    ["the last pixel under the mask that is not black", 15],
    ["a pixel left of the mask that changed", 6],
    ["a pixel right of the mask that changed", 16],
    ["the first pixel that changed", 0],
    ["the last pixel that changed", 23],
  ])("finds %s", async (_, place) => {
    const result = await check((bytes, firstPixel) => {
      const at = firstPixel + place * 2;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    });

    expect(result).toEqual({
      ok: false,
      failure: { kind: "residue", tags: ["7fe00010"] },
    });
  });

  it("finds an image of another shape", async () => {
    const result = await check(
      () => undefined,
      (same) => ({ ...same, columns: 4 }),
    );

    expect(result).toMatchObject({ ok: false });
  });
});
