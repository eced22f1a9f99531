// Tests of reading the headers of JPEG-LS and JPEG 2000 codestreams, written out byte by byte.
import { describe, expect, it } from "vitest";
import { jpeg2000Header, jpegLsHeader } from "./codestreamSize.ts";

describe("a JPEG-LS header", () => {
  const jpegLs = [
    ...[0xff, 0xd8],
    // An application segment of two bytes, which says FF F7 to confuse.
    ...[0xff, 0xe8, 0, 4, 0xff, 0xf7],
    // Start of frame: 12 bits, 3 lines of 258, one component.
    ...[0xff, 0xf7, 0, 11, 12, 0, 3, 1, 2, 1, 1, 0x11, 0],
  ];

  it("tells size and bits", () => {
    expect(jpegLsHeader(Uint8Array.of(...jpegLs, 0xff, 0xd9, 0))).toEqual({
      rows: 3,
      columns: 258,
      components: 1,
      precision: 12,
      isSigned: false,
      hasColourTransform: false,
      isLossy: false,
    });
  });

  it.each([
    [0, false],
    [3, true],
  ])("whose samples may be off by %d is lossy: %s", (near, isLossy) => {
    // Start of scan: one component, how far off, line by line.
    const scan = [0xff, 0xda, 0, 8, 1, 1, 0, near, 0, 0, 1, 2, 3, 4, 5, 6];
    const bytes = Uint8Array.of(...jpegLs, ...scan, 0xff, 0xd9);

    expect(jpegLsHeader(bytes)).toMatchObject({ columns: 258, isLossy });
  });

  it.each([
    ["without an end of image", jpegLs],
    ["cut in its start of frame", [...jpegLs.slice(0, 14), 0xff, 0xd9]],
    ["that is not there", [0xff, 0xd8, 0xff, 0xd9]],
  ])("%s is none", (_, bytes) => {
    expect(jpegLsHeader(Uint8Array.from(bytes))).toBeNull();
  });
});

describe("a JPEG 2000 header", () => {
  const word = (value: number) => [0, 0, value >> 8, value & 255];

  /** SOC, SIZ and COD of an image that starts at (2, 1) of its grid. */
  function jpeg2000(
    depths: readonly number[],
    factors: readonly [number, number],
    transform: number,
  ): number[] {
    return [
      ...[0xff, 0x4f],
      ...[0xff, 0x51, 0, 38 + depths.length * 3, 0, 0],
      ...[...word(302), ...word(201), ...word(2), ...word(1)],
      ...[...word(302), ...word(201), ...word(0), ...word(0)],
      ...[0, depths.length],
      ...depths.flatMap((depth) => [depth, ...factors]),
      // Scod, progression order, two bytes of layers, the transform of components.
      ...[0xff, 0x52, 0, 7, 0, 0, 0, 1, transform],
      ...[0xff, 0x90, 0, 10],
    ];
  }

  it("tells size, bits and sign", () => {
    // 0x8b: signed, of 12 bits.
    const bytes = Uint8Array.from(jpeg2000([0x8b], [1, 1], 0));

    expect(jpeg2000Header(bytes)).toEqual({
      rows: 200,
      columns: 300,
      components: 1,
      precision: 12,
      isSigned: true,
      hasColourTransform: false,
      isLossy: false,
    });
  });

  it.each([
    [0, true],
    [1, false],
  ])("of wavelet %d is lossy: %s", (wavelet, isLossy) => {
    const bytes = jpeg2000([11], [1, 1], 0);
    const codingStyle = bytes.lastIndexOf(0x52);
    // Levels, size and style of code blocks, wavelet.
    bytes.splice(codingStyle + 8, 0, 5, 4, 4, 0, wavelet);
    bytes[codingStyle + 2] = 12;

    expect(jpeg2000Header(Uint8Array.from(bytes))).toMatchObject({ isLossy });
  });

  it("tells of a colour transform, and is found inside a JP2 file", () => {
    const bytes = Uint8Array.of(
      ...[0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20],
      ...jpeg2000([7, 7, 7], [1, 1], 1),
    );

    expect(jpeg2000Header(bytes)).toMatchObject({
      components: 3,
      precision: 8,
      hasColourTransform: true,
    });
  });

  it.each([
    ["of components of different depth", jpeg2000([7, 8, 7], [1, 1], 0)],
    ["of subsampled components", jpeg2000([7, 7, 7], [2, 1], 0)],
    ["cut in its size", jpeg2000([7], [1, 1], 0).slice(0, 30)],
    ["without a coding style", jpeg2000([7], [1, 1], 0).slice(0, 45)],
    ["that is not there", [1, 2, 3, 4, 5]],
  ])("%s is none", (_, bytes) => {
    expect(jpeg2000Header(Uint8Array.from(bytes))).toBeNull();
  });
});
