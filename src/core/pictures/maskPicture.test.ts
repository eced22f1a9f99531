// Masks on pictures: black as they are shown under the masks, and nothing else changed, in whatever depth a PNG has.
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { MaskShape } from "../../shared/mask.ts";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import { mp4Film } from "../../testing/filmFixtures.ts";
import {
  bmpPicture,
  exifSegment,
  fourColours,
  gifAnimation,
  gifPicture,
  jpegGrey,
  jpegPicture,
  pngChunk,
  pngPicture,
} from "../../testing/pictureFixtures.ts";
import { decodePicture } from "./decodePicture.ts";
import { joined } from "./integers.ts";
import { isJustMasked, maskPicture } from "./maskPicture.ts";
import { pngChunks } from "./pngChunks.ts";

function pixel(left: number, top: number, width = 1): MaskShape {
  return { kind: "rectangle", left, top, width, height: 1 };
}

function masked(
  bytes: Uint8Array,
  format: PictureFormat,
  shape: MaskShape = pixel(1, 0),
) {
  const result = maskPicture(bytes, format, [shape]);
  if (!result.ok || result.value === null)
    throw new Error(result.ok ? "nothing was painted" : result.failure);
  return { ...result.value, written: joined(result.value.parts) };
}

/** The pixels of a PNG as shown. */
function shown(png: Uint8Array): readonly number[] {
  return [...(decodePicture(png, "png")?.samples ?? [])];
}

interface PngOptions {
  readonly size: readonly [number, number];
  readonly bitDepth: number;
  readonly colourType: number;
  readonly interlace?: number;
  /** Each with its filter byte. */
  readonly rows: readonly number[];
  /** Chunks before the image data. */
  readonly before?: readonly Buffer[];
}

function png(options: PngOptions): Buffer {
  const [columns, height] = options.size;
  const { bitDepth, colourType, interlace = 0 } = options;
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", [
      ...[0, 0, 0, columns, 0, 0, 0, height],
      ...[bitDepth, colourType, 0, 0, interlace],
    ]),
    ...(options.before ?? []),
    pngChunk("IDAT", deflateSync(Buffer.from(options.rows))),
    pngChunk("IEND", []),
  ]);
}

const twoPixels = { size: [2, 1] as const };

describe("masks on pictures", () => {
  it.each<readonly [PictureFormat, Uint8Array]>([
    ["png", pngPicture()],
    ["gif", gifPicture()],
    ["gif", gifAnimation()],
    ["bmp", bmpPicture()],
  ])("are black in a %s, and the rest is as it was", (format, bytes) => {
    const { written, ...picture } = masked(bytes, format);

    expect(shown(written)).toEqual(fourColours.with(3, 0).with(4, 0));
    expect(isJustMasked(written, { ...picture })).toBe(true);
  });

  it("are black in a JPEG, whose other pixels are what its decoder gives", () => {
    const { written } = masked(jpegPicture(), "jpeg", pixel(0, 0, 16));
    const pixels = shown(written);

    expect(new Set(pixels.slice(0, 48))).toEqual(new Set([0]));
    expect(new Set(pixels.slice(48))).toEqual(new Set([jpegGrey]));
  });

  it("lie on a JPEG as it is turned when shown", () => {
    const turned = jpegPicture({ before: [exifSegment(6, "DOE^JOHN")] });
    const { written, unpainted } = masked(turned, "jpeg", pixel(7, 15));

    expect([unpainted.columns, unpainted.rows]).toEqual([8, 16]);
    expect(shown(written).slice(-3)).toEqual([0, 0, 0]);
    expect(Buffer.from(written).includes("DOE")).toBe(false);
  });

  it("leave sixteen bits beside them alone", () => {
    const bytes = png({
      ...twoPixels,
      bitDepth: 16,
      colourType: 0,
      rows: [0, 0x12, 0x34, 0x56, 0x78],
    });
    const { written } = masked(bytes, "png");
    const again = masked(written, "png", pixel(0, 0));

    expect(shown(written)).toEqual([0x12, 0x12, 0x12, 0, 0, 0]);
    const chunks = pngChunks(again.written);
    expect(chunks.ok && chunks.value[0]?.data[8]).toBe(16);
  });

  it.each<readonly [string, Omit<PngOptions, "size">]>([
    ["single bits", { bitDepth: 1, colourType: 0, rows: [0, 0b11000000] }],
    [
      "grey with transparency",
      { bitDepth: 8, colourType: 4, rows: [0, 255, 255, 9, 0] },
    ],
    [
      "colour with transparency",
      { bitDepth: 8, colourType: 6, rows: [0, 255, 255, 255, 255, 9, 9, 9, 0] },
    ],
    [
      "a palette",
      {
        bitDepth: 4,
        colourType: 3,
        rows: [0, 0x01],
        before: [pngChunk("PLTE", [255, 255, 255, 90, 90, 90, 0, 0, 0])],
      },
    ],
    [
      "a palette whose black is see-through",
      {
        bitDepth: 4,
        colourType: 3,
        rows: [0, 0x01],
        before: [
          pngChunk("PLTE", [255, 255, 255, 90, 90, 90, 0, 0, 0, 0, 0, 0]),
          pngChunk("tRNS", [255, 255, 0]),
        ],
      },
    ],
  ])("are opaque black in %s", (_, options) => {
    const bytes = png({ ...twoPixels, ...options });

    expect(shown(masked(bytes, "png").written)).toEqual([
      255, 255, 255, 0, 0, 0,
    ]);
  });

  it("are nearly black where black itself is see-through", () => {
    const bytes = png({
      ...twoPixels,
      bitDepth: 8,
      colourType: 0,
      rows: [0, 0, 200],
      before: [pngChunk("tRNS", [0, 0])],
    });

    expect(shown(masked(bytes, "png").written)).toEqual([
      255, 255, 255, 1, 1, 1,
    ]);
  });

  it("find their pixels in an interlaced picture", () => {
    // Passes of a picture of two by two: 1, 6 and 7.
    const bytes = png({
      size: [2, 2],
      bitDepth: 8,
      colourType: 0,
      interlace: 1,
      rows: [0, 10, 0, 20, 0, 30, 40],
    });

    expect(shown(masked(bytes, "png").written)).toEqual(
      [10, 0, 30, 40].flatMap((grey) => [grey, grey, grey]),
    );
  });

  it("take texts and dates out with the rest of cleaning", () => {
    const bytes = pngPicture({
      before: [pngChunk("tEXt", Buffer.from("Author\0DOE^JOHN"))],
    });

    expect(Buffer.from(masked(bytes, "png").written).includes("DOE")).toBe(
      false,
    );
  });

  it("are nothing to do where they lie beside the picture", () => {
    expect(maskPicture(pngPicture(), "png", [pixel(5, 5)])).toEqual({
      ok: true,
      value: null,
    });
  });

  it.each<readonly [string, PictureFormat, Uint8Array]>([
    ["films", "mp4", mp4Film()],
    ["what does not decode", "jpeg", jpegPicture().subarray(0, 40)],
  ])("are refused on %s", (_, format, bytes) => {
    expect(maskPicture(bytes, format, [pixel(0, 0)])).toEqual({
      ok: false,
      failure: "cannotBeMasked",
    });
  });

  it.each([
    ["a pixel beside them changed", pixel(0, 0)],
    ["a masked pixel is not black", pixel(1, 0)],
  ])("are not proven where %s", (_, other) => {
    const { written, ...picture } = masked(pngPicture(), "png", pixel(0, 0, 2));
    const wrong = masked(pngPicture(), "png", other).written;

    expect(isJustMasked(written, picture)).toBe(true);
    expect(isJustMasked(wrong, picture)).toBe(false);
  });
});
