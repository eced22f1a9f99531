// Words of the patient among the samples of an image.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { patientWordSearch } from "./patientWordSearch.ts";
import { SampleSearchInPieces } from "./sampleSearch.ts";

const patient: FixtureItem = {
  PatientName: "Novakova^Bozena",
  PatientID: "AB7712345",
  PatientBirthDate: "19610423",
};
const found = {
  ok: false,
  failure: {
    kind: "patientWordLeft",
    place: { kind: "attribute", tag: "7FE00010", keyword: "PixelData" },
  },
};

/** A native slice of 64 by 64 with these bytes among its samples. */
function slice(planted: Uint8Array, at: number, bits: FixtureItem) {
  const { BitsAllocated } = { BitsAllocated: 16, ...bits };
  const pixels = Buffer.alloc((64 * 64 * BitsAllocated) / 8);
  pixels.set(planted, at);
  const attributes = {
    ...ctSliceAttributes(),
    ...patient,
    ...bits,
    Rows: 64,
    Columns: 64,
    PixelData: pixels,
  };
  return dicomFile({ attributes });
}

const bitsOf = (BitsAllocated: number, BitsStored: number): FixtureItem => ({
  BitsAllocated,
  BitsStored,
  HighBit: BitsStored - 1,
  PixelRepresentation: 0,
});

describe("an uncompressed image", () => {
  const line = Buffer.from("Novakova^Bozena 7712345 19610423");

  it.each([
    ["16 bits", bitsOf(16, 16)],
    ["15 bits", bitsOf(16, 15)],
    ["8 bits", bitsOf(8, 8)],
  ])("is refused for a name among its samples of %s", async (_, bits) => {
    for (const at of [0, 1, 2, 3, 4, 1001, 4096 - line.length]) {
      const result = await deidentifyInMemory(slice(line, at, bits));
      expect(result).toMatchObject(found);
    }
  });

  it.each(["ab7712345", "NOVAKOVA", "novakova"])("or for %s", async (text) => {
    const file = slice(Buffer.from(text), 77, bitsOf(16, 16));
    expect(await deidentifyInMemory(file)).toMatchObject(found);
  });

  it.each([
    ["eight digits, which samples are by chance", Buffer.from("19610423")],
    ["a short name", Buffer.from("Bozena")],
    ["values in a row like UTF-16", Buffer.from("Novakova", "utf16le")],
  ])("may hold %s", async (_, planted) => {
    const file = slice(planted, 78, bitsOf(16, 16));
    valueOf(await deidentifyInMemory(file));
  });

  it("of at most 13 stored bits needs no look, and of 14 one", async () => {
    const planOf = async (bits: FixtureItem) =>
      valueOf(await deidentifyInMemory(slice(Buffer.alloc(2), 0, bits))).plan;
    expect((await planOf(bitsOf(16, 13))).pixelSearch).toBe(null);
    expect((await planOf(bitsOf(16, 12))).pixelSearch).toBe(null);
    for (const bits of [bitsOf(16, 14), bitsOf(8, 8), bitsOf(16, 16)])
      expect((await planOf(bits)).pixelSearch).not.toBe(null);
    const raised = { ...bitsOf(16, 12), HighBit: 15 };
    expect((await planOf(raised)).pixelSearch).not.toBe(null);
  });
});

describe("pieces of what is searched", () => {
  const search = patientWordSearch([
    { kind: "name", text: "Novakova" },
    { kind: "birthDate", text: "19610423" },
  ]).codestreams;

  it.each([1, 2, 3, 7, 8, 50, 70_001])(
    "of %d bytes hide nothing at their borders",
    (size) => {
      for (const word of ["nOvAkOvA", "19610423"])
        for (let before = 70_000; before < 70_012; before += 1) {
          const bytes = Buffer.alloc(140_100, 0x80);
          bytes.write(word, before, "latin1");
          const pieces = new SampleSearchInPieces(search);
          const hits: unknown[] = [];
          for (let at = 69_900; at < 70_200; at += size)
            hits.push(pieces.find(bytes.subarray(at, at + size)));
          expect(hits.some((hit) => hit !== null)).toBe(true);
        }
    },
  );

  it("are searched to their ends, however long", () => {
    for (const length of [8, 9, 10, 11, 12, 65_000, 65_007, 200_003]) {
      const bytes = Buffer.alloc(length, 0x80);
      bytes.write("Novakova", length - 8, "latin1");
      expect(search.find(bytes)).toBe("name");
      expect(search.find(bytes.subarray(0, length - 1))).toBe(null);
    }
  });

  it("hold no number within a longer one", () => {
    expect(search.find(Buffer.from("  196104231  "))).toBe(null);
    expect(search.find(Buffer.from("  19610423   "))).toBe("birthDate");
  });

  it("hold UTF-16 too where they are codestreams", () => {
    const wide = Buffer.from("..Novakova", "utf16le");
    expect(search.find(wide)).toBe("name");
  });
});

it("leaves an ordinary slice as it was", async () => {
  valueOf(await deidentifyInMemory(ctSlice({ attributes: patient })));
});
