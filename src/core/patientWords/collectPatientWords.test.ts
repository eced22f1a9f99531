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
  RepeatedPatientWords,
} from "./collectPatientWords.ts";
import { WordMatcher } from "./wordMatcher.ts";

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
  it("are the parts of names, without titles, single letters and particles by themselves", async () => {
    const words = await wordsIn({
      PatientName: "van der Meer-Landt^Anna M.^Sophie^Dr^MD",
      OtherPatientNames: "O'Brien^Anne\\Smith",
    });
    expect(words).toEqual([
      "name Anna",
      "name Anne",
      "name Dermeer",
      "name Landt",
      "name Meer",
      "name Meer-Landt",
      "name O'Brien",
      "name Smith",
      "name Sophie",
      "name Vandermeer",
    ]);
  });

  it("are names of which each part is in many others as a whole, but no titles alone", async () => {
    const words = await wordsIn({
      PatientName: "Le^Van Du",
      OtherPatientNames: "Don^Ben\\Dr^MD\\Do",
    });
    expect(words).toEqual(["name Do", "name Don Ben", "name Le Van Du"]);
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

  it.each([
    ["ISO_IR 192", "4dfc6c6c626163685e4af67267", "Müllbach was seen."],
    ["GB18030", "4dfc6c6c626163685e4af67267", "Seen: Jörg."],
    ["GBK", "4dfc6c6c626163685e52656ee9", "Seen: Rene."],
    ["ISO_IR 13", "4dfc6c6c626163685e4af67267", "Mullbach was seen."],
    ["ISO_IR 101", "4dc3bc6c6c62616368", "Muellbach was seen."],
    ["ISO_IR 149", "b1e8c8f1c1df", "환자 김희중의 영상"],
    ["ISO 2022 IR 149", "b1e85ec8f1c1df", "환자 김희중의 영상"],
    ["\\ISO 2022 IR 149", "4b696d3db1e85ec8f1c1df", "환자 김희중의 영상"],
    ["ISO_IR 58", "c0eeceb0", "病人李伟的图像"],
    ["ISO 2022 IR 58", "c0ee5eceb0", "病人李伟的图像"],
    // windows-1251, KOI8-R, ISO 8859-5.
    ["ISO_IR 100", "c8e2e0edeee25ec8e2e0ed", "Иванов поступил"],
    ["ISO_IR 144", "c8e2e0edeee25ec8e2e0ed", "Иванов поступил"],
    ["", "c8e2e0edeee25ec8e2e0ed", "Иванов поступил"],
    ["ISO_IR 100", "e9d7c1cecfd7", "Иванов поступил"],
    ["ISO_IR 100", "b8d2d0ddded2", "Иванов поступил"],
    // windows-1253, ISO 8859-7.
    ["ISO_IR 100", "d0e1f0e1e4fcf0eff5ebeff2", "Παπαδόπουλος"],
    ["", "d0e1f0e1e4eff0eff5ebeff2", "Παπαδοπουλος"],
    // windows-1250, ISO 8859-2, ISO 8859-9.
    ["ISO_IR 100", "57699c6e696577736b61", "Wiśniewska"],
    ["ISO_IR 100", "44766ff8e16b6f76e1", "Dvořáková"],
    ["ISO_IR 100", "59fd6c6d617a6ff06c75", "Yılmazoğlu"],
    // TIS-620, windows-1256, ISO 8859-8, Big5.
    ["", "cac1aad2c2", "สมชาย"],
    ["ISO_IR 100", "cac1aad2c2", "สมชาย"],
    ["", "e3cde3cf", "محمد"],
    ["", "ebe4ef", "כהן"],
    ["", "b3af5ea46aa4e5", "病人陳大文"],
    // What is declared most, and means least.
    ["ISO_IR 100", "b1e85ec8f1c1df", "환자 김희중의 영상"],
    ["ISO_IR 100", "c0ee5eceb0", "病人李伟的图像"],
  ])(
    "match what is typed where the bytes are not of %s: %s",
    async (SpecificCharacterSet, hex, typed) => {
      const PatientName = Buffer.from(hex, "hex");
      const dataSet = await dataSetWith({ SpecificCharacterSet, PatientName });
      const matcher = new WordMatcher(collectPatientWords(dataSet));
      expect(matcher.find(typed, "prose")).not.toEqual([]);
    },
  );

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

  it("are those of persons and days under any VR of text, or under none", async () => {
    const words = await wordsIn({
      "00080090 UN": Buffer.from("House^Gregory "),
      "00081070 LO": "Wilson^James",
      "00080020 UN": Buffer.from("20230817"),
    });
    expect(words).toEqual([
      "date 20230817",
      "physician Gregory",
      "physician House",
      "physician James",
      "physician Wilson",
    ]);
  });

  it("are the names of staff that stand as what a code means", async () => {
    const words = await wordsIn({
      PerformedProcedureCodeSequence: [{ CodeMeaning: "Chest CT" }],
      OperatorIdentificationSequence: [
        {
          PersonIdentificationCodeSequence: [
            { CodeValue: "DR77", CodeMeaning: "House Gregory" },
          ],
        },
      ],
    });
    expect(words).toEqual(["physician Gregory", "physician House"]);
  });

  it("hold no days that stand for no day", async () => {
    expect(
      await wordsIn({ PatientBirthDate: "19000101", StudyDate: "19700101" }),
    ).toEqual([]);
  });

  it("hold the first of a year as the birth date that it is where nobody knew the day", async () => {
    expect(await wordsIn({ PatientBirthDate: "19700101" })).toEqual([
      "birthDate 19700101",
    ]);
  });

  it.each([
    ["00100030 DA", "1961.04.23"],
    ["00100030 DA", "1961-04-23"],
    ["00100030 DA", "23/04/1961"],
    ["00100030 DA", "04/23/1961"],
    ["00100030 DA", "23041961"],
    ["00100030 DA", " 19610423 "],
    ["00100030 DA", "19610423000000"],
    ["00100030 DA", "1961-04-23T00:00:00"],
    ["00100030 LO", "23.04.1961"],
    ["00100030 UN", "23-APR-1961 "],
  ])("hold a birth date that stands as %s: %s", async (attribute, value) => {
    const bytes = Buffer.from(value, "latin1");
    expect(await wordsIn({ [attribute]: bytes })).toEqual([
      "birthDate 19610423",
    ]);
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

  it("takes a number for one of the patient where another file has it as that of a study, which is too short to tell", async () => {
    const collector = new PatientWordCollector();
    const ofStudy = await dataSetWith({ StudyID: "4711" });
    const ofPatient = await dataSetWith({ PatientID: "4711" });
    const words = [ofStudy, ofPatient].map((dataSet) =>
      collector.collectNew(dataSet)?.map(({ text }) => text),
    );
    expect(words).toEqual([[], ["4711"]]);
  });
});

describe("a collector for files that say the same", () => {
  it("gives the same list as long as nothing differs", async () => {
    const repeated = new RepeatedPatientWords();
    const [first, again, other, back] = await Promise.all(
      [
        { PatientName: "Doe^Jane" },
        { PatientName: "Doe^Jane", InstanceNumber: "2" },
        { PatientName: "Doe^Janet" },
        { PatientName: "Doe^Jane" },
      ].map(dataSetWith),
    );
    const words = repeated.of(first!);
    expect(words.map(({ text }) => text)).toEqual(["Doe", "Jane"]);
    expect(repeated.of(again!)).toBe(words);
    expect(repeated.of(other!).map(({ text }) => text)).toEqual([
      "Doe",
      "Janet",
    ]);
    expect(repeated.of(back!)).toEqual(words);
  });

  it("tells values apart that are the same text in other attributes", async () => {
    const repeated = new RepeatedPatientWords();
    const [asStudy, asPatient] = await Promise.all(
      [{ StudyID: "4711" }, { PatientID: "4711" }].map(dataSetWith),
    );
    const words = [asStudy!, asPatient!].map((dataSet) =>
      repeated.of(dataSet).map(({ text }) => text),
    );
    expect(words).toEqual([[], ["4711"]]);
  });
});
