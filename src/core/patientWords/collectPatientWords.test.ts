// Which words of a file tell who its patient is.
import { describe, expect, it } from "vitest";
import {
  ctSliceAttributes,
  dicomFile,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import {
  collectPatientWords,
  PatientWordCollector,
} from "./collectPatientWords.ts";

const identity = [
  "PatientName",
  "PatientID",
  "PatientBirthDate",
  "StudyDate",
  "AccessionNumber",
];

/** A slice that says nothing of anybody but what is given. */
async function dataSetWith(attributes: FixtureItem): Promise<DicomDataSet> {
  const blank = Object.fromEntries(identity.map((keyword) => [keyword, ""]));
  const read = await readDataSet(
    memoryByteSource(
      dicomFile({
        attributes: { ...ctSliceAttributes(), ...blank, ...attributes },
      }),
    ),
  );
  if (!read.ok) throw new Error(read.failure.kind);
  return read.value;
}

async function wordsIn(attributes: FixtureItem): Promise<readonly string[]> {
  const words = collectPatientWords(await dataSetWith(attributes));
  return words.map(({ kind, text }) => `${kind} ${text}`);
}

const utf8 = (text: string) => Buffer.from(text, "utf8");

describe("the words of a file", () => {
  it("are the parts of names, without titles, particles and single letters", async () => {
    const words = await wordsIn({
      PatientName: "van der Meer-Landt^Anna M.^Sophie^Dr^MD",
      OtherPatientNames: "O'Brien^Anne\\Smith",
    });
    expect(words).toEqual([
      "name Anna",
      "name Anne",
      "name Landt",
      "name Meer",
      "name Meer-Landt",
      "name O'Brien",
      "name Smith",
      "name Sophie",
    ]);
  });

  it("are names in every component group and script", async () => {
    const words = await wordsIn({
      SpecificCharacterSet: "ISO_IR 192",
      PatientName: utf8("Yamada^Tarou=山田^太郎=やまだ^たろう"),
      ResponsiblePerson: utf8("Müller^Jürgen"),
    });
    expect(words).toEqual([
      "name Jürgen",
      "name Müller",
      "name Tarou",
      "name Yamada",
      "name たろう",
      "name やまだ",
      "name やまだたろう",
      "name 太郎",
      "name 山田",
      "name 山田太郎",
    ]);
  });

  it("are read in the escape sequences of ISO 2022", async () => {
    const words = await wordsIn({
      SpecificCharacterSet: "\\ISO 2022 IR 149",
      // Hong Gildong of PS3.5 annex I.
      PatientName: Buffer.from(
        "486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf",
        "hex",
      ),
    });
    expect(words).toContain("name 길동");
    expect(words).toContain("name 홍길동");
    expect(words).toContain("name 洪吉洞");
  });

  it("are numbers, days, places, staff, telephones, stations and comments, each as its kind", async () => {
    const words = await wordsIn({
      PatientID: "MRN 00-4711",
      PatientBirthDate: "19450312",
      StudyDate: "20200102",
      AccessionNumber: "A123456",
      StudyID: "17",
      InstitutionName: "Example Hospital",
      InstitutionAddress: "1 Example Street",
      ReferringPhysicianName: "House^Gregory",
      PatientTelephoneNumbers: "+44 20 7946 0000",
      StationName: "CTSCAN07",
      PatientComments: "brought in by her neighbour",
      StudyDescription: "CT Chest",
    });
    expect(words).toEqual([
      "accession A123456",
      "address 1 Example Street",
      "birthDate 19450312",
      "comment brought in by her neighbour",
      "date 20200102",
      "id MRN 00-4711",
      "institution Example Hospital",
      "phone +44 20 7946 0000",
      "physician Gregory",
      "physician House",
      "station CTSCAN07",
    ]);
  });

  it("are found in sequences and in private groups", async () => {
    const words = await wordsIn({
      OtherPatientIDsSequence: [{ PatientID: "OLD-4712" }],
      RequestAttributesSequence: [
        {
          RequestingPhysician: "Watson^John",
          ScheduledProcedureStepSequence: [
            { ScheduledProcedureStepStartDate: "20200103" },
          ],
        },
      ],
      "00090010 LO": "SOMEBODY",
      "00091001 PN": "Hidden^Name",
      "00091002 SQ": [{ PatientID: "DEEP4713" }],
    });
    expect(words).toEqual([
      "date 20200103",
      "id DEEP4713",
      "id OLD-4712",
      "physician Hidden",
      "physician John",
      "physician Name",
      "physician Watson",
    ]);
  });

  it("hold no days that stand for no day", async () => {
    expect(
      await wordsIn({ PatientBirthDate: "19000101", StudyDate: "19700101" }),
    ).toEqual([]);
  });
});

describe("a collector for many files", () => {
  it("gives the words of each value once", async () => {
    const collector = new PatientWordCollector();
    const first = await dataSetWith({ PatientName: "Doe^Jane" });
    const again = await dataSetWith({
      PatientName: "Doe^Jane",
      InstanceNumber: "2",
    });
    const other = await dataSetWith({ PatientName: "Roe^Jane" });
    const words = [first, again, other].map((dataSet) =>
      collector.collectNew(dataSet)?.map(({ text }) => text),
    );
    expect(words).toEqual([["Doe", "Jane"], undefined, ["Jane", "Roe"]]);
  });
});
