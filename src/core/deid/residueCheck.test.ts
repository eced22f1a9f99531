// The residue check against outputs into which a word of the patient was put by hand, in every place and character set.
import { beforeAll, describe, expect, it } from "vitest";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { ctSlice, valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { patientIdentifiers } from "../../testing/patientIdentifiers.ts";
import { encodedForms } from "../patientWords/encodeText.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { patientWordSearch } from "./patientWordSearch.ts";
import { patientWordLeft } from "./residueCheck.ts";
import { verifyDeid } from "./verifyDeid.ts";

/** A lookup table of 4096 bytes, where no text is expected. */
const table = Buffer.alloc(4096, 0x80);
let clean: Buffer;

beforeAll(async () => {
  const file = ctSlice({
    attributes: {
      PhotometricInterpretation: "PALETTE COLOR",
      RedPaletteColorLookupTableData: table,
      ConvolutionKernel: "STANDARD",
    },
  });
  clean = Buffer.from(valueOf(await deidentifyInMemory(file)).bytes);
});

/** The place where a word is found once these bytes stand in the lookup table. */
async function leftAfter(
  planted: Uint8Array,
  word: { readonly text: string; readonly kind: PatientWordKind },
) {
  const bytes = Buffer.from(clean);
  bytes.set(planted, bytes.indexOf(table) + 1001);
  const read = valueOf(await readDataSet(memoryByteSource(bytes)));
  return patientWordLeft(read, [], {
    words: patientWordSearch([word]),
    keptFreeText: new Set(),
  });
}

const inTable = (wordKind: PatientWordKind) => ({
  kind: "patientWordLeft",
  wordKind,
  place: {
    kind: "attribute",
    tag: "00281201",
    keyword: "RedPaletteColorLookupTableData",
  },
});

describe("a name in bytes that are no text", () => {
  it.each([
    ["Latin-1", "Müller", Buffer.from("MÜLLER", "latin1")],
    ["UTF-8", "Müller", Buffer.from("müller", "utf8")],
    ["without marks", "Müller", Buffer.from("MULLER", "latin1")],
    ["spelled out", "Müller", Buffer.from("Mueller", "latin1")],
    ["taken apart", "Müller", Buffer.from("Mu\u0308ller", "utf8")],
    ["in full width", "Novak", Buffer.from("ＮＯＶＡＫ", "utf8")],
    ["in full width, UTF-16", "Novak", Buffer.from("Ｎｏｖａｋ", "utf16le")],
    ["in half width", "ヤマダ", Buffer.from("ﾔﾏﾀﾞ", "utf8")],
    ["in half width, JIS X 0201", "ヤマダ", Buffer.from("d4cfc0de", "hex")],
    ["in full width for half", "ﾔﾏﾀﾞ", Buffer.from("ヤマダ", "utf8")],
    ["in the other kana", "ヤマダ", Buffer.from("やまだ", "utf8")],
    ["as parts of syllables", "길동", Buffer.from("길동".normalize("NFD"))],
    ["with a space", "王伟", Buffer.from("王 伟", "utf8")],
    ["with a space, GB18030", "王伟", Buffer.from("cdf520ceb0", "hex")],
    ["UTF-16, little endian", "Müller", Buffer.from("Müller", "utf16le")],
    ["UTF-16, big endian", "Miller", Buffer.from("MILLER", "utf16le").swap16()],
    ["ISO 8859-5", "Иванов", Buffer.from("b8d2d0ddded2", "hex")],
    ["windows-1251", "Иванов", Buffer.from("c8e2e0edeee2", "hex")],
    ["ISO 8859-7", "Διονυσ", Buffer.from("c4e9efedf5f3", "hex")],
    ["ISO 8859-2", "Łukasz", Buffer.from("a3756b61737a", "hex")],
    ["Shift JIS", "山田", Buffer.from("8e529363", "hex")],
    [
      "ISO 2022, JIS X 0208",
      "山田",
      Buffer.from("1b24423b3345441b2842", "hex"),
    ],
    [
      "ISO 2022, KS X 1001",
      "홍길동",
      Buffer.from("1b242943c8abb1e6b5bf", "hex"),
    ],
    ["GB18030", "王小东", Buffer.from("cdf5d0a1b6ab", "hex")],
    ["Big5", "王小明", Buffer.from("a4fda470a9fa", "hex")],
  ])("is found: %s", async (_, text, bytes) => {
    expect(await leftAfter(bytes, { text, kind: "name" })).toEqual(
      inTable("name"),
    );
  });

  it.each(["Müller", "山田太郎", "홍길동", "Сидоров", "𠮷野"])(
    "is found in every form it can be written in: %s",
    async (text) => {
      const forms = encodedForms(text);
      expect(forms.length).toBeGreaterThanOrEqual(3);
      for (const form of forms)
        expect(await leftAfter(form, { text, kind: "name" })).toEqual(
          inTable("name"),
        );
    },
  );
});

describe("numbers, days and places in bytes", () => {
  it.each([
    ["id", "K-123 456", "K-123 456"],
    ["id", "K-123 456", "k123456"],
    ["accession", "00471234", "00471234"],
    ["birthDate", "19450312", "19450312"],
    ["birthDate", "19450312", "12.03.1945"],
    ["birthDate", "19450312", "03/12/1945"],
    ["birthDate", "19450312", "45-03-12"],
    ["birthDate", "19450312", "12-MAR-1945"],
    ["birthDate", "19450312", "March 12, 1945"],
    ["id", "MRN-0471234", "471234"],
    ["accession", "CT-2024-551234", "551234"],
    ["phone", "+44 20 7946 0000", "02079460000"],
    ["institution", "Royal Sampleford Hospital", "ROYAL SAMPLEFORD HOSPITAL"],
    ["address", "12 Sampleford Lane\r\nTown", "12 Sampleford Lane"],
    ["phone", "+44 20 7946 0000", "442079460000"],
    ["station", "CTSCAN07", "ctscan07"],
    [
      "comment",
      "fell from a tall ladder yesterday",
      "fell from a tall ladder yesterday",
    ],
  ] as const)("%s: %s as %s", async (kind, text, planted) => {
    const bytes = Buffer.from(planted, "latin1");
    expect(await leftAfter(bytes, { text, kind })).toEqual(inTable(kind));
  });

  it.each([
    ["inside a longer number", "id", "471234", "94712345"],
    ["inside a decimal number", "id", "471234", "0.471234"],
    ["a word of technique", "name", "Standard", "STANDARD"],
    ["a short name", "name", "Kim", "KIM"],
    ["zeros", "station", "0000000000", "0000000000"],
  ] as const)("not %s", async (_, kind, text, planted) => {
    expect(await leftAfter(Buffer.from(planted), { text, kind })).toBe(null);
  });
});

describe("other places", () => {
  const words = [{ text: "Novakova", kind: "name" }] as const;

  it("are the headers inside compressed pixels", async () => {
    const read = valueOf(await readDataSet(memoryByteSource(clean)));
    const header = Buffer.from("\u00ff\u00e0JFIF Novakova", "latin1");
    const question = {
      words: patientWordSearch(words),
      keptFreeText: new Set<number>(),
    };
    expect(patientWordLeft(read, [header], question)).toEqual({
      kind: "patientWordLeft",
      wordKind: "name",
      place: { kind: "compressedPixels" },
    });
  });

  it("are texts, where short names count too, and the whole file is refused", async () => {
    const bytes = Buffer.from(clean);
    bytes.write("KIM 0123", bytes.indexOf("STANDARD"), "latin1");
    const kim = patientIdentifiers([{ text: "Kim", kind: "name" }]);
    expect(await verifyDeid(memoryByteSource(bytes), kim)).toEqual({
      ok: false,
      failure: {
        kind: "patientWordLeft",
        wordKind: "name",
        place: {
          kind: "attribute",
          tag: "00181210",
          keyword: "ConvolutionKernel",
        },
      },
    });
  });

  it("are never the samples", async () => {
    const bytes = Buffer.from(clean);
    bytes.write("Novakova", bytes.length - 16, "latin1");
    const identifiers = patientIdentifiers(words);
    expect((await verifyDeid(memoryByteSource(bytes), identifiers)).ok).toBe(
      true,
    );
  });

  it("are those that every output has, and prove nothing", async () => {
    const own = ["Casedrop", "Radiopaedia", "Policy", "Monochrome2"];
    const identifiers = patientIdentifiers(
      own.map((text) => ({ text, kind: "name" })),
    );
    expect((await verifyDeid(memoryByteSource(clean), identifiers)).ok).toBe(
      true,
    );
  });

  it.each([
    ["Iso^Anna", "7712345"],
    ["Nowak^Ada", "10918"],
  ])("are terms that decoding writes, for %s %s", async (name, id) => {
    const file = ctSlice({
      attributes: {
        PatientName: name,
        PatientID: id,
        LossyImageCompression: "01",
        LossyImageCompressionMethod: "ISO_10918_1",
      },
    });
    const made = Buffer.from(valueOf(await deidentifyInMemory(file)).bytes);
    expect(made.includes("ISO_10918_1")).toBe(true);
  });

  it.each([
    ["ImagePositionPatient", "1961\\04\\23"],
    ["AcquisitionMatrix", [1961, 4, 23, 0]],
    ["TableSpeed", 19610423],
  ])("are numbers that make a day together: %s", async (keyword, value) => {
    const file = ctSlice({ attributes: { [keyword]: value } });
    const made = valueOf(await deidentifyInMemory(file)).bytes;
    const born = patientIdentifiers([{ text: "19610423", kind: "birthDate" }]);
    expect(await verifyDeid(memoryByteSource(made), born)).toMatchObject({
      ok: false,
      failure: { wordKind: "birthDate", place: { keyword } },
    });
  });
});
