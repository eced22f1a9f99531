// The tree of a DICOMDIR, as it should be and as discs have it.
import { describe, expect, it } from "vitest";
import { valueOf } from "../../testing/dicomFixtures.ts";
import {
  directoryFile,
  imageRecord,
  type DirectoryLinks,
  type FixtureRecord,
} from "../../testing/directoryFixtures.ts";
import { MemoryByteSource } from "../../testing/memoryByteSource.ts";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { directoryReferences } from "./dicomDirectory.ts";
import { readFile } from "node:fs/promises";

async function references(bytes: Uint8Array) {
  const dataSet = valueOf(await readDataSet(new MemoryByteSource(bytes)));
  return directoryReferences(dataSet);
}

/** Each file with the study and series it is said to belong to, and its number. */
async function brief(bytes: Uint8Array): Promise<readonly string[]> {
  return ((await references(bytes)) ?? []).map(
    ({ fileID, study, series, instanceNumber }) =>
      [
        study?.description ?? "-",
        series?.number ?? "-",
        series?.description ?? "-",
        fileID.join("/"),
        instanceNumber ?? "-",
      ].join(" "),
  );
}

const series = (
  number: number,
  description: string,
  files: readonly string[],
): FixtureRecord => ({
  type: "SERIES",
  attributes: {
    Modality: "CT",
    SeriesInstanceUID: `1.3.${number}`,
    SeriesNumber: number,
    SeriesDescription: description,
  },
  below: files.map((file, index) =>
    imageRecord(file, {
      InstanceNumber: index + 1,
      ReferencedSOPInstanceUIDInFile: `1.4.${number}.${index}`,
    }),
  ),
});

const tree: readonly FixtureRecord[] = [
  {
    type: "PATIENT",
    attributes: { PatientID: "P1" },
    below: [
      {
        type: "STUDY",
        attributes: {
          StudyDate: "20240131",
          StudyTime: "1015",
          StudyDescription: "Neck",
          StudyInstanceUID: "1.2.1",
        },
        below: [
          series(1, "scout", ["A/I1"]),
          series(2, "axial", ["B/I2", "B/I1"]),
        ],
      },
      {
        type: "STUDY",
        attributes: { StudyDescription: "Chest", StudyInstanceUID: "1.2.2" },
        below: [series(1, "pa", ["C/I1"])],
      },
    ],
  },
];

const listed = [
  "Neck 1 scout A/I1 1",
  "Neck 2 axial B/I2 1",
  "Neck 2 axial B/I1 2",
  "Chest 1 pa C/I1 1",
];

describe("a DICOMDIR", () => {
  it.each<[string, DirectoryLinks]>([
    ["as it should be", {}],
    [
      "with its records in any order",
      { writtenOrder: [9, 3, 5, 8, 0, 6, 2, 4, 1, 7] },
    ],
    ["without offsets", { offsets: "none" }],
    ["with offsets that lead nowhere", { offsets: "wrong" }],
    ["with offsets that lead in a circle", { offsets: "loop" }],
  ])("gives its files in the order of its tree: %s", async (_, links) => {
    expect(await brief(directoryFile(tree, links))).toEqual(listed);
  });

  it("says all that grouping may need", async () => {
    expect((await references(directoryFile(tree)))?.[0]).toEqual({
      fileID: ["A", "I1"],
      sopInstanceUID: "1.4.1.0",
      instanceNumber: 1,
      study: {
        studyInstanceUID: "1.2.1",
        date: "20240131",
        time: "1015",
        description: "Neck",
      },
      series: {
        seriesInstanceUID: "1.3.1",
        modality: "CT",
        number: 1,
        description: "scout",
      },
    });
  });

  it("names files from its own folder on, however their ids begin", async () => {
    const [file] = await brief(
      directoryFile([
        {
          type: "PATIENT",
          attributes: { PatientID: "P1" },
          below: [series(1, "scout", ["/./A/I1"])],
        },
      ]),
    );
    expect(file).toContain(" A/I1 ");
  });

  it("lists records that its tree does not reach after the others", async () => {
    const [patient] = tree;
    // Nothing links the second patient: the first has no next record.
    const cut = directoryFile([patient ?? imageRecord("X")]);
    const whole = directoryFile([
      ...tree,
      { type: "PATIENT", below: [imageRecord("LOST")] },
    ]);
    const bytes = Buffer.from(whole);
    const next = Buffer.from(cut).indexOf(
      Buffer.from([0x04, 0x00, 0x00, 0x14, 0x55, 0x4c]),
    );
    bytes.writeUInt32LE(0, next + 8);
    expect(await brief(bytes)).toEqual([...listed, "- - - LOST -"]);
  });

  it("gives the records before and after one of a wrong length", async () => {
    for (const change of [-6, 20]) {
      const bytes = Buffer.from(directoryFile(tree));
      const item = bytes.indexOf(Buffer.from("A\\I1")) - 8;
      const start = bytes.lastIndexOf(Buffer.from([0xfe, 0xff, 0, 0xe0]), item);
      bytes.writeUInt32LE(bytes.readUInt32LE(start + 4) + change, start + 4);
      expect(await brief(bytes)).toEqual(listed);
    }
  });

  it("may be large", async () => {
    const names = Array.from({ length: 12_000 }, (_, index) => `A/I${index}`);
    const found = await brief(directoryFile([series(1, "long", names)]));
    expect(found).toHaveLength(12_000);
    expect(found.at(-1)).toBe("- 1 long A/I11999 12000");
  });

  it("reads texts in the character set of their record", async () => {
    const bytes = directoryFile([
      {
        type: "STUDY",
        attributes: {
          SpecificCharacterSet: "ISO_IR 192",
          StudyDescription: Buffer.from("Schädel "),
        },
        below: [imageRecord("I1")],
      },
    ]);
    expect(await brief(bytes)).toEqual(["Schädel - - I1 -"]);
  });
});

describeWithCorpus("the DICOMDIRs of the corpus", () => {
  it.each([
    "DICOMDIR-reordered",
    "DICOMDIR-nooffset",
    "DICOMDIR-implicit",
    "DICOMDIR-bigEnd",
  ])("give the same tree: %s", async (name) => {
    const read = async (file: string) =>
      await references(
        await readFile(corpusPath(`03-media/dicomdirtests/${file}`)),
      );
    const whole = await read("DICOMDIR");
    expect(whole).toHaveLength(31);
    expect(
      whole?.every(
        ({ study, series: each }) => study !== null && each !== null,
      ),
    ).toBe(true);
    expect(await read(name)).toEqual(whole);
  });
});
