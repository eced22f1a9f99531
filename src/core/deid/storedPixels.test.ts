// Tests of what a header tells beforehand of how pixels will leave.
import { expect, it } from "vitest";
import { scannedInstance } from "../../testing/groupedImages.ts";
import { storedPixels } from "./storedPixels.ts";

const { header } = scannedInstance("/a/1");
const pixels = {
  rows: 4,
  columns: 4,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  pixelRepresentation: 0,
};

const jpeg = "1.2.840.10008.1.2.4";

it.each([
  ["uncompressed", "1.2.840.10008.1.2.1", "none", true],
  ["baseline JPEG", `${jpeg}.50`, "lossy", true],
  ["lossless JPEG", `${jpeg}.70`, "lossless", true],
  ["JPEG 2000, which may have lost something", `${jpeg}.91`, "lossy", true],
  ["HTJ2K, which the site does not read", `${jpeg}.201`, "lossless", false],
  ["RLE", "1.2.840.10008.1.2.5", "lossless", true],
])("%s", (_, transferSyntaxUID, compression, isReadBySite) => {
  expect(storedPixels({ ...header, transferSyntaxUID, pixels })).toEqual({
    compression,
    isReadBySite,
  });
});

it("knows the colour captures in baseline JPEG on which the site breaks", () => {
  const capture = {
    ...header,
    transferSyntaxUID: `${jpeg}.50`,
    sopClassUID: "1.2.840.10008.5.1.4.1.1.7",
    pixels: { ...pixels, photometricInterpretation: "YBR_FULL_422" },
  };

  expect(storedPixels(capture)?.isReadBySite).toBe(false);
});

it.each([
  ["a video", { transferSyntaxUID: `${jpeg}.102`, pixels }],
  ["a header without pixels", { pixels: null }],
])("says nothing of %s", (_, fields) => {
  expect(storedPixels({ ...header, ...fields })).toBeNull();
});
