// Tests of which written stacks still show a face.
import { expect, it } from "vitest";
import { scannedInstance } from "../testing/groupedImages.ts";
import { facesThatRemain } from "./facesThatRemain.ts";

/** Slices of a head, a millimetre apart, of which every so many were written. */
function head(count: number, every: number) {
  const images = Array.from({ length: count }, (_, index) => ({
    path: `study/head/${String(index)}.dcm`,
    image: {
      frame: null,
      instance: scannedInstance(`/export/${String(index)}`, {
        modality: "CT",
        bodyPartExamined: "HEAD",
        imagePositionPatient: [0, 0, index],
        imageOrientationPatient: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        pixelSpacingMm: [0.45, 0.45],
        pixels: {
          rows: 512,
          columns: 512,
          numberOfFrames: 1,
          samplesPerPixel: 1,
          photometricInterpretation: "MONOCHROME2",
          planarConfiguration: 0,
          bitsAllocated: 16,
          bitsStored: 12,
          highBit: 11,
          pixelRepresentation: 0,
        },
        pixelData: {
          element: 0x7fe00010,
          valueOffset: 1000,
          lengthBytes: 512 * 512 * 2,
        },
      }),
    },
  }));
  return { images: images.filter((_, index) => index % every === 0) };
}

it("names a stack of thin slices of a whole head", () => {
  expect(facesThatRemain([head(180, 1), { images: [] }])).toEqual([
    "study/head",
  ]);
});

it("names none of thick or few slices", () => {
  expect(facesThatRemain([head(180, 5), head(40, 1)])).toEqual([]);
});
