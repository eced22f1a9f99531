// Tests of what the header has to say on decoded samples: bits, sign, place in the word, colour.
import { describe, expect, it } from "vitest";
import type { FrameLayout } from "../frameLayout.ts";
import type { DecodedCodestream } from "./codestream.ts";
import { frameOfCodestream } from "./storedValues.ts";

function layoutOf(layout: Partial<FrameLayout>): FrameLayout {
  return {
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
    ...layout,
  };
}

function decoded(
  samples: DecodedCodestream["samples"],
  more: Partial<DecodedCodestream> = {},
): DecodedCodestream {
  return {
    rows: 1,
    columns: 2,
    components: 1,
    precision: 16,
    isSigned: false,
    isLossy: false,
    samples,
    colour: null,
    ...more,
  };
}

describe("samples", () => {
  it("get the header's sign where the codestream knows none", () => {
    const frame = frameOfCodestream(
      decoded(Uint16Array.of(0x1fff, 5), { precision: 13 }),
      layoutOf({ bitsStored: 13, highBit: 12, isSigned: true }),
    );

    expect(frame.samples).toEqual(Int16Array.of(-1, 5));
  });

  it("lose a sign the header does not know", () => {
    const frame = frameOfCodestream(
      decoded(Int16Array.of(-1, 5), { precision: 12, isSigned: true }),
      layoutOf({ bitsStored: 12, highBit: 11 }),
    );

    expect(frame.samples).toEqual(Uint16Array.of(0xfff, 5));
  });

  it("stay positive where the codestream has fewer bits than the header", () => {
    const frame = frameOfCodestream(
      decoded(Uint16Array.of(0xfff, 5), { precision: 12 }),
      layoutOf({ isSigned: true }),
    );

    expect(frame.samples).toEqual(Int16Array.of(4095, 5));
  });

  it("lose what is above Bits Stored", () => {
    const frame = frameOfCodestream(
      decoded(Uint16Array.of(0xf123, 5)),
      layoutOf({ bitsStored: 12, highBit: 11 }),
    );

    expect(frame.samples).toEqual(Uint16Array.of(0x123, 5));
  });

  it("that lossy coding threw a little beyond Bits Stored are the brightest and the darkest", () => {
    const unsigned = frameOfCodestream(
      decoded(Uint16Array.of(4100, 4607), { isLossy: true }),
      layoutOf({ bitsStored: 12, highBit: 11 }),
    );
    const signed = frameOfCodestream(
      decoded(Int16Array.of(2050, -2050), { isLossy: true, isSigned: true }),
      layoutOf({ bitsStored: 12, highBit: 11, isSigned: true }),
    );

    expect(unsigned.samples).toEqual(Uint16Array.of(4095, 4095));
    expect(signed.samples).toEqual(Int16Array.of(2047, -2048));
  });

  it("of lossy coding lose what was kept far above Bits Stored", () => {
    const frame = frameOfCodestream(
      decoded(Uint16Array.of(0x8123, 0x1300), { isLossy: true }),
      layoutOf({ bitsStored: 12, highBit: 11 }),
    );

    expect(frame.samples).toEqual(Uint16Array.of(0x123, 0x300));
  });

  it("are taken from the upper bits where the header says so", () => {
    const frame = frameOfCodestream(
      decoded(Uint16Array.of(0x1230, 0x50)),
      layoutOf({ bitsStored: 12, highBit: 15 }),
    );

    expect(frame.samples).toEqual(Uint16Array.of(0x123, 5));
  });

  it("of more bits than the header has room for are kept whole", () => {
    const frame = frameOfCodestream(
      decoded(Uint16Array.of(4095, 5), { precision: 12 }),
      layoutOf({ bitsAllocated: 8, bitsStored: 8, highBit: 7 }),
    );

    expect(frame.bitsStored).toBe(12);
    expect(frame.samples).toEqual(Uint16Array.of(4095, 5));
  });
});

describe("colours", () => {
  it.each([
    ["RGB", null, "RGB"],
    ["YBR_FULL", null, "YBR_FULL"],
    ["YBR_FULL_422", null, "YBR_FULL"],
    // Transforms of JPEG 2000, which it undoes.
    ["YBR_ICT", "RGB", "RGB"],
    ["YBR_RCT", null, "RGB"],
    // The codestream knows better than a header that was rewritten without it.
    ["RGB", "YBR_FULL", "YBR_FULL"],
    ["YBR_FULL_422", "RGB", "RGB"],
  ] as const)(
    "named %s, in the codestream %s, are %s",
    (photometricInterpretation, colour, expected) => {
      const frame = frameOfCodestream(
        decoded(new Uint8Array(6), { components: 3, precision: 8, colour }),
        layoutOf({
          samplesPerPixel: 3,
          photometricInterpretation,
          bitsAllocated: 8,
          bitsStored: 8,
          highBit: 7,
        }),
      );

      expect(frame.photometricInterpretation).toBe(expected);
    },
  );
});
