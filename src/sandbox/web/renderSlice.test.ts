// Drawing of uncompressed slices: grey levels, window, sign, palette, colour, and what is not drawn.
import { describe, expect, test } from "vitest";
import {
  compliantSlice,
  type CompliantSliceOptions,
} from "../../testing/compliantSlice.ts";
import { renderSlice } from "./renderSlice.ts";

type Attributes = NonNullable<CompliantSliceOptions["attributes"]>;

const noWindow = ["WindowCenter", "WindowWidth"];

function samples(
  attributes: Attributes,
  without: readonly string[] = noWindow,
  transferSyntaxUID = "1.2.840.10008.1.2.1",
): readonly number[] | string {
  const bytes = compliantSlice({
    side: 2,
    attributes,
    without,
    file: { transferSyntaxUID },
  });
  const drawn = renderSlice(bytes);
  return drawn.ok ? [...drawn.value.samples] : drawn.failure;
}

describe("grey images", () => {
  test("spread over the range of their values without a window", () => {
    expect(samples({ PixelData: [0, 100, 201, 400] })).toEqual([
      0, 64, 128, 255,
    ]);
  });

  test("use their own window, rescaled", () => {
    const attributes = {
      PixelData: [900, 1000, 1051, 1200],
      RescaleIntercept: "-1000",
      RescaleSlope: "1",
      WindowCenter: "50\\400",
      WindowWidth: "100\\2000",
    };
    expect(samples(attributes, [])).toEqual([0, 0, 130, 255]);
  });

  test("are turned round for MONOCHROME1", () => {
    const attributes = {
      PixelData: [0, 100, 201, 400],
      PhotometricInterpretation: "MONOCHROME1",
    };
    expect(samples(attributes)).toEqual([255, 191, 127, 0]);
  });

  test("are signed where they say so, and only the stored bits count", () => {
    const attributes = {
      PixelRepresentation: 1,
      PixelData: [0xf800, 0x0000, 0x07ff, 0xf7ff],
    };
    expect(samples(attributes)).toEqual([0, 128, 255, 255]);
  });

  test("are read in big endian, too", () => {
    const drawn = samples(
      { PixelData: [0, 100, 201, 400] },
      noWindow,
      "1.2.840.10008.1.2.2",
    );
    expect(drawn).toEqual([0, 64, 128, 255]);
  });
});

describe("colour images", () => {
  const colour: Attributes = {
    SamplesPerPixel: 3,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PhotometricInterpretation: "RGB",
    PlanarConfiguration: 0,
    Rows: 1,
    Columns: 2,
    "7FE00010 OB": Uint8Array.of(255, 0, 0, 0, 0, 255),
  };
  const noWords = [...noWindow, "PixelData"];

  test("are taken as they are, pixel by pixel or plane by plane", () => {
    expect(samples(colour, noWords)).toEqual([255, 0, 0, 0, 0, 255]);
    const planar: Attributes = {
      ...colour,
      PlanarConfiguration: 1,
      "7FE00010 OB": Uint8Array.of(255, 0, 0, 0, 0, 255),
    };
    expect(samples(planar, noWords)).toEqual([255, 0, 0, 0, 0, 255]);
  });

  test("are converted from YBR_FULL", () => {
    const ybr: Attributes = {
      ...colour,
      PhotometricInterpretation: "YBR_FULL",
      "7FE00010 OB": Uint8Array.of(76, 85, 255, 128, 128, 128),
    };
    expect(samples(ybr, noWords)).toEqual([254, 0, 0, 128, 128, 128]);
  });

  test("are looked up in their palette", () => {
    const table = (...levels: number[]) =>
      Uint8Array.from(levels.flatMap((level) => [0, level]));
    const drawn = samples(
      {
        PhotometricInterpretation: "PALETTE COLOR",
        PixelData: [10, 11, 12, 99],
        RedPaletteColorLookupTableDescriptor: [3, 10, 16],
        GreenPaletteColorLookupTableDescriptor: [3, 10, 16],
        BluePaletteColorLookupTableDescriptor: [3, 10, 16],
        RedPaletteColorLookupTableData: table(1, 2, 3),
        GreenPaletteColorLookupTableData: table(4, 5, 6),
        BluePaletteColorLookupTableData: table(7, 8, 9),
      },
      noWindow,
    );
    expect(drawn).toEqual([1, 4, 7, 2, 5, 8, 3, 6, 9, 3, 6, 9]);
  });
});

describe("a neutral reason is given", () => {
  test("for compressed, missing, short and unusual pixel data", () => {
    const compressed = compliantSlice({
      without: ["PixelData"],
      file: {
        transferSyntaxUID: "1.2.840.10008.1.2.4.90",
        fragments: [new Uint8Array(0), new Uint8Array(8)],
      },
    });
    expect(renderSlice(compressed)).toEqual({
      ok: false,
      failure: "Compressed: not drawn by the sandbox",
    });
    expect(samples({}, ["PixelData"])).toBe("No image in this file");
    expect(samples({ PixelData: [1] })).toBe("Cannot be read");
    expect(samples({ BitsAllocated: 32 })).toBe(
      "This pixel format is not drawn by the sandbox",
    );
    expect(renderSlice(Buffer.from("text"))).toEqual({
      ok: false,
      failure: "Cannot be read",
    });
  });
});
