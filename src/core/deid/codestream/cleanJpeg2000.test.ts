// Tests that a JPEG 2000 image decodes to the same samples when texts beside its packets are gone, whether copied or not.
import { describe, expect, it } from "vitest";
import { createWasmCodestreamDecoders } from "../../../adapters/codecs/wasmCodestreamDecoders.ts";
import { segment } from "../../../testing/codestreams.ts";
import { deidentifyInMemory } from "../../../testing/deidentifyInMemory.ts";
import { ctSlice, hexBytes, valueOf } from "../../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../../testing/memoryByteSource.ts";
import { readDataSet } from "../../dicom/readDataSet.ts";
import { concatenate } from "../../dicom/writeDataSet.ts";
import { readFrame } from "../../pixels/readFrame.ts";

const canary = "Doe^Jane";
const text = Buffer.from(canary);
const lossless = "1.2.840.10008.1.2.4.90";

/** 4 x 4 pixels, 0x0FFF and 0x0456 and then black, encoded by OpenJPEG. */
const mainHeader = hexBytes(`ff4f
  ff51 0029 0000 00000004 00000004 00000000 00000000
  00000004 00000004 00000000 00000000 0001 0f0101   # SIZ: 16 bits
  ff52 000c 00 02 0001 00 00 04 04 00 01            # COD
  ff5c 0004 40 80                                   # QCD`);
const packets = hexBytes("ff93 dff890680bf431311a9d826f2a0c644787");
const pixels = [0x0fff, 0x0456, ...Array<number>(14).fill(0)];

/** The image with more segments in its headers. */
function slice(
  inMainHeader: readonly Uint8Array[],
  inTilePart: readonly Uint8Array[] = [],
): Uint8Array {
  const tileHeader = concatenate(inTilePart);
  const startOfTile = hexBytes("ff90 000a 0000 00000000 00 01");
  new DataView(startOfTile.buffer).setUint32(
    6,
    startOfTile.length + tileHeader.length + packets.length,
  );
  const codestream = concatenate([
    mainHeader,
    ...inMainHeader,
    startOfTile,
    tileHeader,
    packets,
    hexBytes("ffd9"),
  ]);
  const padding = new Uint8Array(codestream.length % 2);
  return ctSlice({
    without: ["PixelData"],
    file: {
      transferSyntaxUID: lossless,
      fragments: [new Uint8Array(0), concatenate([codestream, padding])],
    },
  });
}

async function samplesOf(file: Uint8Array): Promise<readonly number[]> {
  const source = memoryByteSource(file);
  const dataSet = valueOf(await readDataSet(source));
  const decoders = createWasmCodestreamDecoders();
  const { samples } = valueOf(await readFrame(source, dataSet, 0, decoders));
  return [...samples];
}

describe("a text in a JPEG 2000 header", () => {
  it.each([
    [
      "component registration",
      [segment(0xff63, text.subarray(0, 4))],
      [],
      "cleaned",
    ],
    [
      "lengths of tile-parts, which no longer are those",
      [segment(0xff55, [0, 0x40, 0, 0, 0, 39, ...text])],
      [segment(0xff64, [0, 1, ...text])],
      "cleaned",
    ],
    ["lengths of packets", [segment(0xff57, text)], [], "cleaned"],
    [
      "lengths of packets of a tile-part",
      [],
      [segment(0xff58, [0, 17, ...text])],
      "cleaned",
    ],
    ["an unknown segment", [segment(0xff6f, text)], [], "rewritten"],
  ])("does not leave: %s", async (_, inMainHeader, inTilePart, treatment) => {
    const file = slice(inMainHeader, inTilePart);

    const { bytes, plan } = valueOf(await deidentifyInMemory(file));

    expect(plan.treatment).toBe(treatment);
    expect(Buffer.from(bytes).includes("Doe^")).toBe(false);
    expect(await samplesOf(bytes)).toEqual(pixels);
  });

  it.each([
    ["component registration that is too long", [segment(0xff63, text)], []],
    ["an unknown segment of a tile-part", [], [segment(0xff6f, text)]],
  ])(
    "is refused where no decoder passes over it: %s",
    async (_, inMainHeader, inTilePart) => {
      expect(await deidentifyInMemory(slice(inMainHeader, inTilePart))).toEqual(
        {
          ok: false,
          failure: { kind: "decodeFailed", codec: "JPEG 2000" },
        },
      );
    },
  );

  it("is not looked for where there is none", async () => {
    const { bytes, plan } = valueOf(await deidentifyInMemory(slice([])));

    expect(plan.treatment).toBe("copied");
    expect(await samplesOf(bytes)).toEqual(pixels);
  });
});
