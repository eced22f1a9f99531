// Tests of what hides beside the stored bits of uncompressed pixels: it does not leave.
import dicomParser from "dicom-parser";
import { expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { success } from "../../shared/result.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { holdsUnusedBits } from "./unusedBits.ts";

/** Sixteen pixels of twelve bits in sixteen, and how they are written. */
async function written(
  pixels: readonly number[],
  attributes: FixtureItem = {},
) {
  const cells = Uint16Array.from({ length: 16 }, (_, at) => pixels[at] ?? 0);
  const file = ctSlice({
    attributes: { ...attributes, PixelData: Buffer.from(cells.buffer) },
  });
  const { bytes, plan } = valueOf(await deidentifyInMemory(file));
  const parsed = dicomParser.parseDicom(bytes);
  const start = parsed.elements["x7fe00010"]?.dataOffset ?? 0;
  const found = new DataView(bytes.buffer, bytes.byteOffset + start);
  return {
    treatment: plan.treatment,
    values: pixels.map((_, at) => found.getUint16(2 * at, true)),
  };
}

it("clears an overlay kept above the stored bits", async () => {
  expect(await written([0x8123, 0x0456])).toEqual({
    treatment: "transcoded",
    values: [0x0123, 0x0456],
  });
});

it("copies pixels whose other bits are empty", async () => {
  expect(await written([0x0fff, 0x0456])).toEqual({
    treatment: "copied",
    values: [0x0fff, 0x0456],
  });
});

it("copies negative numbers that fill their cell with the sign", async () => {
  const signed = { PixelRepresentation: 1 };

  expect(await written([0xffff, 0x0456], signed)).toEqual({
    treatment: "copied",
    values: [0xffff, 0x0456],
  });
});

it("clears what is neither sign nor empty above signed numbers", async () => {
  const signed = { PixelRepresentation: 1 };

  expect(await written([0x4123], signed)).toEqual({
    treatment: "transcoded",
    values: [0x0123],
  });
});

it("finds a single bit wherever in the pixels it stands, and however they lie in memory", async () => {
  for (const place of [0, 1, 2, 13, 14, 15]) {
    const pixels = Array.from({ length: 16 }, (_, at) =>
      at === place ? 0x1fff : 0x0fff,
    );
    for (const padding of ["", "pad1", "pad1pad2"])
      expect(await written(pixels, { ProtocolName: padding })).toMatchObject({
        treatment: "transcoded",
      });
  }
});

it("finds a bit in memory that begins between two cells", async () => {
  const cells = Uint16Array.of(0xf0f, 0xf0f, 0x1f0f, 0xf0f);
  const file = ctSlice({
    attributes: { Rows: 2, Columns: 2, PixelData: Buffer.from(cells.buffer) },
  });
  // One byte into its memory, as a file in an archive may lie.
  const memory = Buffer.concat([Buffer.of(0), file]).subarray(1);
  const source: ByteSource = {
    sizeBytes: memory.byteLength,
    read: (offset, length) =>
      Promise.resolve(success(memory.subarray(offset, offset + length))),
    close: () => Promise.resolve(),
  };
  const dataSet = valueOf(await readDataSet(source));
  const { valueOffset: start = 0 } = dataSet.pixelData ?? {};

  expect(
    await holdsUnusedBits(source, dataSet, [
      { kind: "copy", from: "file", start, end: start + 8, swap: "none" },
    ]),
  ).toEqual({ ok: true, value: true });
});
