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
    treatment: "rewritten",
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
    treatment: "rewritten",
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
        treatment: "rewritten",
      });
  }
});

/** What is said of the pixels of a file that is read from memory. */
async function saysUnusedBits(file: Uint8Array): Promise<boolean> {
  const source = inMemory(file);
  const dataSet = valueOf(await readDataSet(source));
  const start = dataSet.pixelData?.valueOffset ?? 0;
  const end = start + (dataSet.pixelData?.valueLength ?? 0);
  return valueOf(
    await holdsUnusedBits(source, dataSet, [
      { kind: "copy", from: "file", start, end, swap: "none" },
    ]),
  );
}

function inMemory(memory: Uint8Array): ByteSource {
  return {
    sizeBytes: memory.byteLength,
    read: (offset, length) =>
      Promise.resolve(success(memory.subarray(offset, offset + length))),
    close: () => Promise.resolve(),
  };
}

it("finds a single bit at either end of a large image, and in its middle", async () => {
  const [rows, columns] = [200, 331];
  const cells = rows * columns;
  for (const place of [
    0,
    1,
    32766,
    32767,
    32768,
    65535,
    cells - 2,
    cells - 1,
  ]) {
    const pixels = new Uint16Array(cells).fill(0x0fff);
    const file = (values: Uint16Array) =>
      ctSlice({
        attributes: {
          Rows: rows,
          Columns: columns,
          PixelData: Buffer.from(values.buffer),
        },
      });
    expect(await saysUnusedBits(file(pixels))).toBe(false);
    pixels[place] = 0x1fff;
    expect(await saysUnusedBits(file(pixels))).toBe(true);
  }
});

it("finds a bit in memory that begins between two cells", async () => {
  const cells = Uint16Array.of(0xf0f, 0xf0f, 0x1f0f, 0xf0f);
  const file = ctSlice({
    attributes: { Rows: 2, Columns: 2, PixelData: Buffer.from(cells.buffer) },
  });
  // One byte into its memory, as a file in an archive may lie.
  const memory = Buffer.concat([Buffer.of(0), file]).subarray(1);

  expect(await saysUnusedBits(memory)).toBe(true);
});

it("finds a single bit in any cell of any size, of images that do not fill whole groups of words", async () => {
  const sizes = [
    { bits: 8, cellsOf: (count: number) => new Uint8Array(count).fill(0x0f) },
    { bits: 16, cellsOf: (count: number) => new Uint16Array(count).fill(0x0f) },
    { bits: 32, cellsOf: (count: number) => new Uint32Array(count).fill(0x0f) },
  ];
  for (const { bits, cellsOf } of sizes)
    for (const count of [7, 8, 36, 70])
      for (let place = 0; place < count; place += 1) {
        const cells = cellsOf(count);
        const says = () => {
          const { buffer, byteLength } = cells;
          return saysUnusedBits(
            ctSlice({
              attributes: {
                ...{ Rows: 1, Columns: count },
                ...{ BitsAllocated: bits, BitsStored: 4, HighBit: 3 },
                // An even length, with a byte that is no cell.
                PixelData: Buffer.concat([
                  Buffer.from(buffer),
                  Buffer.alloc(byteLength % 2),
                ]),
              },
            }),
          );
        };
        expect(await says()).toBe(false);
        cells[place] = 2 ** (bits - 1) + 0x0f;
        expect(await says()).toBe(true);
      }
});
