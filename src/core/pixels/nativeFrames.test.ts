// Tests of counting the frames that uncompressed pixels have bytes for.
import { describe, expect, it } from "vitest";
import { unannouncedFrames, type NativeLayout } from "./nativeFrames.ts";

const gray: NativeLayout = {
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  rows: 16,
  columns: 16,
  bitsAllocated: 8,
};

describe("frames beyond those announced", () => {
  it.each<[string, NativeLayout, number, number, number]>([
    ["one said, three there", gray, 1, 768, 2],
    ["two said, five there", gray, 2, 1280, 3],
    ["as many as said", gray, 3, 768, 0],
    ["half a frame more", gray, 1, 384, 0],
    ["too few", gray, 4, 768, 0],
    ["padding of a single pixel", { ...gray, rows: 1, columns: 1 }, 1, 2, 0],
    ["single bits", { ...gray, bitsAllocated: 1 }, 1, 64, 1],
    ["an odd allocation", { ...gray, bitsAllocated: 12 }, 1, 9000, 0],
    ["no pixels", { ...gray, rows: 0 }, 1, 9000, 0],
    [
      "subsampled chrominance, as said",
      {
        ...gray,
        samplesPerPixel: 3,
        photometricInterpretation: "YBR_FULL_422",
      },
      2,
      1024,
      0,
    ],
  ])("%s", (_, layout, ...[frames, foundBytes, more]) => {
    expect(unannouncedFrames(layout, { frames, foundBytes })).toBe(more);
  });
});
