// Tests of rendering: windows, inversion, palettes, colour, and fitting into a size.
import { describe, expect, it } from "vitest";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { DecodedFrame } from "./decodedFrame.ts";
import { frameDisplayOf, type FrameDisplay } from "./frameDisplay.ts";
import { renderFrame } from "./renderFrame.ts";

const plainDisplay: FrameDisplay = {
  rescaleSlope: 1,
  rescaleIntercept: 0,
  window: null,
  voiFunction: "LINEAR",
  palette: null,
  padding: null,
};

function greyFrame(values: readonly number[], columns: number): DecodedFrame {
  return {
    rows: values.length / columns,
    columns,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    bitsStored: 16,
    isSigned: true,
    samples: Int16Array.from(values),
  };
}

/** Red values, which for grey images are the grey levels. */
function greys(
  frame: DecodedFrame,
  display: Partial<FrameDisplay> = {},
  maxSidePixels = 100,
): readonly number[] {
  const image = renderFrame(frame, {
    display: { ...plainDisplay, ...display },
    window: null,
    maxSidePixels,
  });
  return Array.from(image.pixels).filter((_, index) => index % 4 === 0);
}

async function displayOf(attributes: FixtureItem): Promise<FrameDisplay> {
  const file = dicomFile({ attributes: ctSliceAttributes({ attributes }) });
  return frameDisplayOf(valueOf(await readDataSet(memoryByteSource(file))));
}

describe("windows", () => {
  it("spread linearly as the standard's formula says", () => {
    // C.11.2.1.2: center 2048, width 4096 maps 0 to 4095 onto the whole range.
    const frame = greyFrame([-5, 0, 1024, 2048, 4095, 5000], 6);

    expect(greys(frame, { window: { center: 2048, width: 4096 } })).toEqual([
      0, 0, 64, 128, 255, 255,
    ]);
  });

  it("are thresholds at width one", () => {
    const frame = greyFrame([99, 100, 101], 3);

    expect(greys(frame, { window: { center: 100.5, width: 1 } })).toEqual([
      0, 0, 255,
    ]);
  });

  it("apply after rescale", () => {
    const frame = greyFrame([1024, 1064], 2);
    const display = {
      rescaleIntercept: -1024,
      window: { center: 40, width: 400 },
    };

    expect(greys(frame, display)).toEqual([102, 128]);
  });

  it("may be sigmoid", () => {
    const frame = greyFrame([40, 400], 2);

    expect(
      greys(frame, {
        window: { center: 40, width: 400 },
        voiFunction: "SIGMOID",
      }),
    ).toEqual([128, 248]);
  });

  it("cover nearly all values of an image that has none, without its padding", () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    values.push(-2000, -2000);
    const image = renderFrame(greyFrame(values, 501), {
      display: { ...plainDisplay, padding: [-2000, -2000] },
      window: null,
      maxSidePixels: 600,
    });

    expect(image.window).toEqual({ center: 500, width: 992 });
  });

  it("of the user go before those of the file, which go before the range", () => {
    const frame = greyFrame([0, 10], 2);
    const display = { ...plainDisplay, window: { center: 1, width: 2 } };
    const window = { center: 5, width: 11 };

    const rendering = { display, maxSidePixels: 10 };
    expect(renderFrame(frame, { ...rendering, window }).window).toEqual(window);
    expect(renderFrame(frame, { ...rendering, window: null }).window).toEqual(
      display.window,
    );
  });
});

describe("grey and colour", () => {
  it("inverts MONOCHROME1", () => {
    const frame = {
      ...greyFrame([0, 255], 2),
      photometricInterpretation: "MONOCHROME1",
    };

    expect(greys(frame, { window: { center: 128, width: 256 } })).toEqual([
      255, 0,
    ]);
  });

  it("averages the pixels that fall together when an image is made smaller", () => {
    const frame = greyFrame([0, 100, 40, 60, 200, 100, 0, 0], 4);
    const display = { window: { center: 128, width: 256 } };

    expect(greys(frame, display, 2)).toEqual([100, 25]);
  });

  it("shows YBR_FULL in its colours", () => {
    const frame: DecodedFrame = {
      rows: 1,
      columns: 2,
      samplesPerPixel: 3,
      photometricInterpretation: "YBR_FULL",
      bitsStored: 8,
      isSigned: false,
      samples: Uint8Array.of(76, 85, 255, 128, 128, 128),
    };

    const { pixels, window } = renderFrame(frame, {
      display: plainDisplay,
      window: null,
      maxSidePixels: 10,
    });

    expect(Array.from(pixels)).toEqual([254, 0, 0, 255, 128, 128, 128, 255]);
    expect(window).toBeNull();
  });

  it("shows YBR_PARTIAL in its colours", () => {
    const frame: DecodedFrame = {
      rows: 1,
      columns: 3,
      samplesPerPixel: 3,
      photometricInterpretation: "YBR_PARTIAL",
      bitsStored: 8,
      isSigned: false,
      // White, black and red (ITU-R BT.601).
      samples: Uint8Array.of(235, 128, 128, 16, 128, 128, 81, 90, 240),
    };

    const { pixels } = renderFrame(frame, {
      display: plainDisplay,
      window: null,
      maxSidePixels: 10,
    });

    expect(Array.from(pixels)).toEqual([
      255, 255, 255, 255, 0, 0, 0, 255, 254, 0, 0, 255,
    ]);
  });

  it("shows the upper bits of RGB with more than eight", () => {
    const frame: DecodedFrame = {
      rows: 1,
      columns: 1,
      samplesPerPixel: 3,
      photometricInterpretation: "RGB",
      bitsStored: 16,
      isSigned: false,
      samples: Uint16Array.of(0xffff, 0x8000, 0x00ff),
    };

    const { pixels } = renderFrame(frame, {
      display: plainDisplay,
      window: null,
      maxSidePixels: 10,
    });

    expect(Array.from(pixels)).toEqual([255, 128, 0, 255]);
  });
});

describe("palettes", () => {
  const descriptors = {
    RedPaletteColorLookupTableDescriptor: [3, 10, 16],
    GreenPaletteColorLookupTableDescriptor: [3, 10, 16],
    BluePaletteColorLookupTableDescriptor: [3, 10, 16],
  };

  it("map stored values, those outside to the nearest entry", async () => {
    const display = await displayOf({
      ...descriptors,
      RedPaletteColorLookupTableData: [0, 0x8000, 0xff00],
      GreenPaletteColorLookupTableData: [0x0100, 0x0200, 0x0300],
      BluePaletteColorLookupTableData: [0xff00, 0, 0],
    });
    const frame = {
      ...greyFrame([0, 11, 99], 3),
      photometricInterpretation: "PALETTE COLOR",
    };

    const { pixels } = renderFrame(frame, {
      display,
      window: null,
      maxSidePixels: 10,
    });

    expect(Array.from(pixels)).toEqual([
      0, 1, 255, 255, 128, 2, 0, 255, 255, 3, 0, 255,
    ]);
  });

  it("may be given in segments", async () => {
    const segments = {
      // Two discrete values 0 and 0x1000, then a line in two steps to 0x3000.
      SegmentedRedPaletteColorLookupTableData: [0, 2, 0, 0x1000, 1, 2, 0x3000],
    };
    const display = await displayOf({
      RedPaletteColorLookupTableDescriptor: [4, 0, 16],
      GreenPaletteColorLookupTableDescriptor: [4, 0, 16],
      BluePaletteColorLookupTableDescriptor: [4, 0, 16],
      ...segments,
      SegmentedGreenPaletteColorLookupTableData: [0, 4, 256, 256, 256, 256],
      SegmentedBluePaletteColorLookupTableData: [0, 4, 256, 256, 256, 256],
    });

    expect(Array.from(display.palette?.red ?? [])).toEqual([
      0, 0x10, 0x20, 0x30,
    ]);
  });
});
