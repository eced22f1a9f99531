// Tests that what is sent says the transfer syntax that its pixels are in, whatever the original said.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureFile,
} from "../../testing/dicomFixtures.ts";
import { losslessJpeg } from "../../testing/jpegEncoders.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";

const explicit = "1.2.840.10008.1.2.1";
const lossless = "1.2.840.10008.1.2.4.70";

async function sent(file: FixtureFile) {
  const { bytes } = valueOf(await deidentifyInMemory(dicomFile(file)));
  const dataSet = valueOf(await readDataSet(memoryByteSource(bytes)));
  const { transferSyntaxUID, warnings } = toInstanceHeader(dataSet);
  const pixels = dataSet.pixelData?.valueOffset ?? 0;
  return { transferSyntaxUID, warnings, pixels: bytes.subarray(pixels) };
}

describe("a file whose meta says another transfer syntax", () => {
  it.each([
    ["uncompressed", { transferSyntaxUID: explicit }],
    [
      "implicit VR",
      {
        transferSyntaxUID: "1.2.840.10008.1.2",
        writtenAs: valueEncodings.explicitLE,
      },
    ],
    ["JPEG 2000", { transferSyntaxUID: "1.2.840.10008.1.2.4.90" }],
  ])("is sent as the lossless JPEG it is, not as %s", async (_name, said) => {
    const samples = Array.from({ length: 16 }, (_, at) => 1000 + at);
    const codestream = losslessJpeg(samples, 4);
    const { transferSyntaxUID, warnings, pixels } = await sent({
      ...said,
      attributes: ctSliceAttributes({
        attributes: { BitsStored: 16, HighBit: 15 },
        without: ["PixelData"],
      }),
      fragments: [new Uint8Array(0), codestream],
    });
    expect(transferSyntaxUID).toBe(lossless);
    expect(warnings).toEqual([]);
    expect(Buffer.from(pixels).includes(Buffer.from(codestream))).toBe(true);
  });

  it("is sent uncompressed as it is, not as lossless JPEG", async () => {
    const { transferSyntaxUID, pixels } = await sent({
      transferSyntaxUID: lossless,
      attributes: ctSliceAttributes({
        attributes: { PixelData: Array.from({ length: 16 }, (_, at) => at) },
      }),
    });
    expect(transferSyntaxUID).toBe(explicit);
    expect([...new Uint16Array(pixels.slice(0, 32).buffer)]).toEqual(
      Array.from({ length: 16 }, (_, at) => at),
    );
  });
});
