// Tests of reading DICOM headers: every encoding, odd structures, damage, and how much of a file is read.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ctSlice,
  ctSliceAttributes,
  dataSetBytes,
  dicomFile,
  hexBytes,
  testUID,
  valueOf,
} from "../../testing/dicomFixtures.ts";
import {
  memoryByteSource,
  MemoryByteSource,
} from "../../testing/memoryByteSource.ts";
import type { DicomDataSet, DicomElement } from "./dataSet.ts";
import { findElement, numbersOf, valueContextOf } from "./elementValues.ts";
import { asciiTextOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import { readDataSet } from "./readDataSet.ts";
import { valueEncodings } from "./transferSyntaxes.ts";
import { concatenate } from "./writeDataSet.ts";

async function read(bytes: Uint8Array): Promise<DicomDataSet> {
  return valueOf(await readDataSet(memoryByteSource(bytes)));
}

async function failureOf(bytes: Uint8Array): Promise<unknown> {
  const result = await readDataSet(memoryByteSource(bytes));
  return result.ok ? "was read" : result.failure;
}

function text(dataSet: DicomDataSet, tag: number): string {
  return asciiTextOf(findElement(dataSet.elements, tag), dataSet.bytes);
}

/** A file of explicit VR little endian whose data set is the given bytes. */
function fileOf(dataSet: Uint8Array): Uint8Array {
  return concatenate([dicomFile({ attributes: {} }), dataSet]);
}

const rootAttributes = {
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
  SOPInstanceUID: testUID(9),
};

describe("transfer syntaxes", () => {
  it.each([
    ["implicit VR little endian", "1.2.840.10008.1.2"],
    ["explicit VR little endian", "1.2.840.10008.1.2.1"],
    ["explicit VR big endian", "1.2.840.10008.1.2.2"],
    ["deflated", "1.2.840.10008.1.2.1.99"],
  ])("reads %s", async (_, transferSyntaxUID) => {
    const dataSet = await read(ctSlice({ file: { transferSyntaxUID } }));

    expect(dataSet.transferSyntaxUID).toBe(transferSyntaxUID);
    expect(text(dataSet, tags.PatientName)).toBe("TEST^FIXTURE");
    const context = valueContextOf(dataSet);
    expect(
      numbersOf(findElement(dataSet.elements, tags.Rows), context),
    ).toEqual([4]);
    expect(dataSet.pixelData).toMatchObject({
      tag: 0x7fe00010,
      valueLength: 32,
    });
    expect(dataSet.totalSizeBytes).toBe(
      (dataSet.pixelData?.valueOffset ?? 0) + 32,
    );
  });

  it("reads encapsulated files up to the first fragment", async () => {
    const dataSet = await read(
      ctSlice({
        without: ["PixelData"],
        file: {
          transferSyntaxUID: "1.2.840.10008.1.2.4.70",
          fragments: [new Uint8Array(0), Uint8Array.of(1, 2, 3, 4)],
        },
      }),
    );

    expect(dataSet.pixelData).toMatchObject({ vr: "OB", valueLength: null });
    expect(dataSet.totalSizeBytes).toBe(
      (dataSet.pixelData?.valueOffset ?? 0) + 28,
    );
  });

  it.each([
    ["implicit", "1.2.840.10008.1.2.1", "implicitLE", "1.2.840.10008.1.2"],
    ["explicit", "1.2.840.10008.1.2", "explicitLE", "1.2.840.10008.1.2.1"],
    ["big endian", "1.2.840.10008.1.2.1", "explicitBE", "1.2.840.10008.1.2.2"],
  ] as const)(
    "corrects a transfer syntax when the data set is plainly %s",
    async (_, declared, actual, correctedUID) => {
      const dataSet = await read(
        ctSlice({
          file: {
            transferSyntaxUID: declared,
            writtenAs: valueEncodings[actual],
          },
        }),
      );

      expect(dataSet.encoding).toBe(valueEncodings[actual]);
      expect(dataSet.transferSyntaxUID).toBe(correctedUID);
      expect(text(dataSet, tags.Modality)).toBe("CT");
    },
  );

  it("believes what is declared when an element near the beginning stands there twice", async () => {
    // Read as big endian, the first element is 4,096 bytes long and ends where something else happens to make sense.
    const characterSet = hexBytes(
      "0800 0500 4353 1000 5c49534f203230323220495220313539",
    );
    const imageType = hexBytes("0800 0800 4353 0200 4120");
    const privateValue = new Uint8Array(4080);
    privateValue.set(hexBytes("0900 0110 554e 0000 10000000"), 4048);
    const dataSet = await read(
      fileOf(
        concatenate([
          characterSet,
          imageType,
          imageType,
          hexBytes("0900 1001 554e 0000 f00f0000"),
          privateValue,
        ]),
      ),
    );
    expect(dataSet.encoding).toBe(valueEncodings.explicitLE);
    expect(dataSet.elements.map(({ tag }) => tag)).toEqual([
      0x00080005, 0x00080008, 0x00080008, 0x00090110,
    ]);
  });

  it("goes by the data set when the transfer syntax is a private one", async () => {
    const dataSet = await read(
      ctSlice({
        file: {
          transferSyntaxUID: "1.2.840.113619.5.2",
          writtenAs: valueEncodings.implicitLE,
        },
      }),
    );

    expect(dataSet.transferSyntaxUID).toBe("1.2.840.113619.5.2");
    expect(dataSet.encoding).toBe(valueEncodings.implicitLE);
  });

  it("says that a deflated data set cannot be unpacked", async () => {
    const file = ctSlice({
      file: { transferSyntaxUID: "1.2.840.10008.1.2.1.99" },
    });
    file.fill(0xff, file.length - 200);

    expect(await failureOf(file)).toEqual({
      kind: "damaged",
      problem: "inflateFailed",
    });
  });
});

describe("recognition", () => {
  it("reads files without preamble", async () => {
    const dataSet = await read(ctSlice({ file: { beginning: "noPreamble" } }));

    expect(dataSet.hasPreamble).toBe(false);
    expect(dataSet.meta).toHaveLength(7);
    expect(text(dataSet, tags.Modality)).toBe("CT");
  });

  it.each(["implicitLE", "explicitLE", "explicitBE"] as const)(
    "reads bare data sets in %s",
    async (encoding) => {
      const dataSet = await read(
        ctSlice({
          file: {
            beginning: "noFileMeta",
            writtenAs: valueEncodings[encoding],
          },
        }),
      );

      expect(dataSet.meta).toEqual([]);
      expect(dataSet.encoding).toBe(valueEncodings[encoding]);
      expect(text(dataSet, tags.PatientID)).toBe("FIX-1");
    },
  );

  it("names ACR-NEMA for what it is", async () => {
    const acrNema = dataSetBytes(
      {
        "00080000 UL": 30,
        "00080001 UL": 1000,
        RecognitionCode: "ACR-NEMA 2.0",
        Modality: "CT",
        Rows: 256,
      },
      valueEncodings.implicitLE,
    );

    expect(await failureOf(acrNema)).toEqual({ kind: "acrNema" });
  });

  it.each([
    ["text", "Dear colleague, please find enclosed the images of our patient."],
    ["JPEG", "\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF".padEnd(600, "\u0007")],
    ["zip", "PK\u0003\u0004\u0014\u0000".padEnd(600, "x")],
    ["zeros", "".padEnd(5000, "\u0000")],
    ["one byte", "D"],
    ["the prefix and then text", `${"".padEnd(128)}DICM is not enough. `],
  ])("does not take %s for DICOM", async (_, content) => {
    const bytes = Uint8Array.from(content, (char) => char.charCodeAt(0));

    expect(await failureOf(bytes)).toEqual({ kind: "notDicom" });
  });

  it("tells empty and unreadable files apart", async () => {
    const unreadable = memoryByteSource(ctSlice());
    unreadable.failure = { kind: "unreadable", code: "EIO" };

    expect(await failureOf(new Uint8Array(0))).toEqual({ kind: "empty" });
    expect(await readDataSet(unreadable)).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "EIO" },
    });
  });
});

describe("structure", () => {
  it("reads nested sequences of undefined length", async () => {
    const dataSet = await read(
      fileOf(
        hexBytes(`
          08 00 40 11 53 51 00 00 ff ff ff ff  # ReferencedImageSequence, undefined length
            fe ff 00 e0 ff ff ff ff            # item, undefined length
              08 00 50 11 55 49 04 00 31 2e 32 00  # ReferencedSOPClassUID 1.2
              40 00 75 02 53 51 00 00 00 00 00 00  # empty sequence
            fe ff 0d e0 00 00 00 00
            fe ff 00 e0 00 00 00 00            # empty item
          fe ff dd e0 00 00 00 00
          08 00 60 00 43 53 02 00 43 54        # Modality CT
        `),
      ),
    );

    const sequence = findElement(dataSet.elements, 0x00081140);
    expect(sequence?.hasUndefinedLength).toBe(true);
    expect(sequence?.valueLength).toBe(48);
    expect(sequence?.items?.map((item) => item.map((e) => e.tag))).toEqual([
      [0x00081150, 0x00400275],
      [],
    ]);
    expect(text(dataSet, tags.Modality)).toBe("CT");
  });

  it("reads implicit VR items below UN of undefined length", async () => {
    const dataSet = await read(
      fileOf(
        hexBytes(`
          09 00 10 00 4c 4f 04 00 54 45 53 54  # private creator TEST
          09 00 01 10 55 4e 00 00 ff ff ff ff  # (0009,1001) UN, undefined length
            fe ff 00 e0 ff ff ff ff
              08 00 00 01 02 00 00 00 41 42    # (0008,0100) in implicit VR
            fe ff 0d e0 00 00 00 00
          fe ff dd e0 00 00 00 00
          10 00 20 00 4c 4f 02 00 31 32        # PatientID 12
        `),
      ),
    );

    const unknown = findElement(dataSet.elements, 0x00091001);
    expect(unknown?.vr).toBe("UN");
    expect(unknown?.isMisencoded).toBeUndefined();
    expect(unknown?.items?.[0]?.[0]).toMatchObject({
      tag: 0x00080100,
      vr: "SH",
      valueLength: 2,
    });
    expect(text(dataSet, tags.PatientID)).toBe("12");
  });

  it("reads explicit VR items below UN, and marks the element as misencoded", async () => {
    const dataSet = await read(
      fileOf(
        hexBytes(`
          09 00 01 10 55 4e 00 00 ff ff ff ff
            fe ff 00 e0 ff ff ff ff
              08 00 00 01 53 48 02 00 41 42    # (0008,0100) SH in explicit VR
            fe ff 0d e0 00 00 00 00
          fe ff dd e0 00 00 00 00
        `),
      ),
    );

    expect(dataSet.elements[0]).toMatchObject({
      vr: "SQ",
      isMisencoded: true,
      items: [[{ tag: 0x00080100, vr: "SH" }]],
    });
  });

  it("reads implicit VR items in an explicit VR sequence, and marks it", async () => {
    const dataSet = await read(
      fileOf(
        hexBytes(`
          08 00 40 11 53 51 00 00 12 00 00 00  # sequence of 18 bytes
            fe ff 00 e0 0a 00 00 00
              08 00 00 01 02 00 00 00 41 42    # (0008,0100) in implicit VR
        `),
      ),
    );

    expect(dataSet.elements[0]).toMatchObject({
      isMisencoded: true,
      items: [[{ tag: 0x00080100, vr: "SH", valueLength: 2 }]],
    });
  });

  it("keeps a sequence of known length that holds something else as one whole", async () => {
    const dataSet = await read(
      fileOf(
        hexBytes(`
          08 00 40 11 53 51 00 00 0a 00 00 00  # sequence of 10 bytes
            6e 6f 20 69 74 65 6d 73 21 21      # "no items!!"
          08 00 60 00 43 53 02 00 43 54        # Modality CT
        `),
      ),
    );

    expect(dataSet.elements[0]?.items).toBeUndefined();
    expect(dataSet.elements[0]?.isMisencoded).toBe(true);
    expect(text(dataSet, tags.Modality)).toBe("CT");
  });

  it("reads the VRs with 64-bit integers and the newer long forms", async () => {
    const dataSet = await read(
      dicomFile({
        attributes: {
          "00091010 OV": new Uint8Array(16),
          "00091011 SV": hexBytes("fe ff ff ff ff ff ff ff"),
          "00091012 UV": hexBytes("05 00 00 00 00 00 00 00"),
          "00091013 UC": "long text",
          "00091014 OL": [1, 2],
          "00091015 OD": [1.5],
          "00091016 UR": "https://example.org",
        },
      }),
    );

    const context = valueContextOf(dataSet);
    expect(dataSet.elements.map((element) => element.vr)).toEqual(
      "OV SV UV UC OL OD UR".split(" "),
    );
    expect(numbersOf(dataSet.elements[1] ?? null, context)).toEqual([-2]);
    expect(numbersOf(dataSet.elements[2] ?? null, context)).toEqual([5]);
  });

  it("reads values of odd length and elements after idle delimiters", async () => {
    const dataSet = await read(
      fileOf(
        hexBytes(`
          08 00 60 00 43 53 03 00 43 54 20     # Modality, three bytes
          fe ff dd e0 00 00 00 00              # a delimiter that ends nothing
          10 00 20 00 4c 4f 02 00 31 32
        `),
      ),
    );

    expect(text(dataSet, tags.Modality)).toBe("CT");
    expect(text(dataSet, tags.PatientID)).toBe("12");
  });

  it("passes over the icon's own fragments and stops at the image's Pixel Data", async () => {
    const icon = hexBytes(`
      88 00 00 02 53 51 00 00 ff ff ff ff      # IconImageSequence
        fe ff 00 e0 ff ff ff ff
          e0 7f 10 00 4f 42 00 00 ff ff ff ff  # encapsulated Pixel Data of the icon
            fe ff 00 e0 00 00 00 00
            fe ff 00 e0 04 00 00 00 ff d8 ff d9
          fe ff dd e0 00 00 00 00
        fe ff 0d e0 00 00 00 00
      fe ff dd e0 00 00 00 00
      e0 7f 10 00 4f 57 00 00 02 00 00 00 01 02
    `);

    const dataSet = await read(fileOf(icon));

    expect(dataSet.elements[0]?.items?.[0]?.[0]).toMatchObject({
      tag: 0x7fe00010,
      hasUndefinedLength: true,
    });
    expect(dataSet.pixelData?.valueLength).toBe(2);
  });

  it("takes zeros at the end of a file without pixels for padding", async () => {
    const file = dicomFile({
      attributes: rootAttributes,
      trailing: new Uint8Array(1000),
    });

    const dataSet = await read(file);

    expect(dataSet.elements).toHaveLength(2);
  });
});

describe("damage", () => {
  it("says that a file ends inside its header", async () => {
    const file = ctSlice();
    const modality = findElement((await read(file)).elements, tags.Modality);
    const cut = file.slice(0, (modality?.valueOffset ?? 0) + 1);

    expect(await failureOf(cut)).toEqual({
      kind: "damaged",
      problem: "truncated",
    });
  });

  it("says that a length reaches past the end", async () => {
    const claim = hexBytes("10 00 20 00 4c 4f ff ef 31 32"); // PatientID of 61439 bytes

    expect(await failureOf(fileOf(claim))).toEqual({
      kind: "damaged",
      problem: "lengthPastEnd",
    });
  });

  it("reads the header of a file whose pixel data is cut", async () => {
    const file = ctSlice();

    const dataSet = await read(file.slice(0, file.length - 20));

    expect(dataSet.pixelData?.valueLength).toBe(32);
    expect(dataSet.totalSizeBytes).toBe(file.length - 20);
  });

  it("refuses sequences nested without end", async () => {
    const opening = hexBytes(
      "40 00 30 a7 53 51 00 00 ff ff ff ff fe ff 00 e0 ff ff ff ff",
    );
    const nested = concatenate(Array.from({ length: 70 }, () => opening));

    expect(await failureOf(fileOf(nested))).toEqual({
      kind: "damaged",
      problem: "nestedTooDeep",
    });
  });

  it("says so when the file shrinks while it is read", async () => {
    const file = ctSlice();
    const shrunk = new MemoryByteSource(file.slice(0, 400), file.length);

    expect(await readDataSet(shrunk)).toEqual({
      ok: false,
      failure: { kind: "damaged", problem: "truncated" },
    });
  });
});

describe("how much is read", () => {
  it("reads 64 KiB once, whatever the size of the pixel data", async () => {
    const source = memoryByteSource(
      ctSlice({ attributes: { PixelData: new Uint8Array(3_000_000) } }),
    );

    await readDataSet(source);

    expect(source.reads).toEqual([{ offset: 0, length: 65_536 }]);
  });

  it("grows for headers that need more", async () => {
    const source = memoryByteSource(
      ctSlice({
        attributes: {
          "00291010 OB": new Uint8Array(200_000),
          PixelData: new Uint8Array(3_000_000),
        },
      }),
    );

    const dataSet = valueOf(await readDataSet(source));

    expect(dataSet.pixelData?.valueLength).toBe(3_000_000);
    const total = source.reads.reduce((sum, { length }) => sum + length, 0);
    expect(total).toBeLessThan(300_000);
  });

  it("passes over a large private value without reading it", async () => {
    const source = memoryByteSource(
      ctSlice({
        attributes: { "00291010 OB": new Uint8Array(20_000_000).fill(7) },
      }),
    );

    const dataSet = valueOf(await readDataSet(source));

    const large = findElement(dataSet.elements, 0x00291010);
    expect(large).toMatchObject({
      valueLength: 20_000_000,
      isValueLoaded: false,
    });
    expect(
      numbersOf(
        findElement(dataSet.elements, tags.Rows),
        valueContextOf(dataSet),
      ),
    ).toEqual([4]);
    const total = source.reads.reduce((sum, { length }) => sum + length, 0);
    expect(total).toBeLessThan(200_000);
  });

  it("gives up on headers that are larger than any real one", async () => {
    const values = Object.fromEntries(
      Array.from({ length: 80 }, (_, index) => [
        `002910${(0x10 + index).toString(16)} OB`,
        new Uint8Array(1_000_000),
      ]),
    );

    expect(await failureOf(ctSlice({ attributes: values }))).toEqual({
      kind: "damaged",
      problem: "tooLarge",
    });
  });
});

/** Every element, nested ones included, lies within its parent and after its elder sibling. */
function expectOrdered(
  elements: readonly DicomElement[],
  start: number,
  end: number,
): void {
  let offset = start;
  for (const element of elements) {
    expect(element.startOffset).toBeGreaterThanOrEqual(offset);
    expect(element.endOffset).toBeLessThanOrEqual(end);
    for (const item of element.items ?? [])
      expectOrdered(item, element.valueOffset, element.endOffset);
    offset = element.endOffset;
  }
}

describe("any bytes at all", () => {
  const seeds = [
    ctSlice(),
    ctSlice({ file: { transferSyntaxUID: "1.2.840.10008.1.2" } }),
    ctSlice({ file: { transferSyntaxUID: "1.2.840.10008.1.2.2" } }),
    ctSlice({ file: { transferSyntaxUID: "1.2.840.10008.1.2.1.99" } }),
    dicomFile({
      attributes: {
        ...ctSliceAttributes(),
        ReferencedImageSequence: [
          { ReferencedSOPClassUID: "1.2", RequestAttributesSequence: [{}] },
        ],
      },
    }),
  ];

  it("are read or refused, never thrown at, however a file is cut and changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.option(fc.nat()),
        async (seed, changes, cutAt) => {
          const end = cutAt === null ? seed.length : cutAt % (seed.length + 1);
          const bytes = seed.slice(0, end);
          for (const [at, byte] of changes)
            if (bytes.length > 0) bytes[at % bytes.length] = byte;

          const result = await readDataSet(memoryByteSource(bytes));

          if (result.ok) {
            const { elements, totalSizeBytes } = result.value;
            expectOrdered(elements, 0, totalSizeBytes);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("give the same elements whether they come in one read or in many", async () => {
    const bytes = ctSlice({
      attributes: {
        "00291010 OB": new Uint8Array(150_000),
        "00291020 SQ": Array.from({ length: 3000 }, (_, index) => ({
          InstanceNumber: index,
          CodeValue: "ABCDEFGH",
        })),
      },
    });

    const dataSet = await read(bytes);

    expect(findElement(dataSet.elements, 0x00291020)?.items).toHaveLength(3000);
    expectOrdered(dataSet.elements, 132, bytes.length);
  });
});
