// What is found in typed texts, and what is left alone.
import { describe, expect, it } from "vitest";
import { radiologyProse } from "../../testing/radiologyProse.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import {
  checkTypedText,
  checkTypedTexts,
  openPatientWords,
} from "./checkTypedText.ts";

const nobody = new WordMatcher([]);
const field = { kind: "case", field: "presentation" } as const;

function found(text: string, words: WordMatcher = nobody): readonly string[] {
  return checkTypedText({ field, stored: text }, words).map(
    ({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`,
  );
}

describe("dates", () => {
  it.each([
    "12/03/2019",
    "12.3.19",
    "3/12/19",
    "2019-03-12",
    "2019/03/12",
    "20190312",
    "12 March 2019",
    "12th of March, 2019",
    "March 12th, 2019",
    "Mar 12 2019",
    "12-Mar-2019",
    "March 2019",
    "12 March",
    "March 12",
    "03/2019",
    "12. März 2019",
    "12 février 2019",
    "12 de octubre de 2019",
    "2019年3月12日",
    "12/Mar/2019",
    "Mar/12/2019",
    "2019/Mar/12",
    "12/Mar/19",
    "12MAR19",
    "12–03–2019",
    "12_03_2019",
    "12|03|2019",
    "2019|03|12",
    "12 III 2019",
    "12 tháng 3 năm 2019",
    "12. marca 2019",
    "12 مارس 2019",
    "12 במרץ 2019",
    "12 मार्च 2019",
    "12 มีนาคม 2562",
  ])("%s", (date) => {
    expect(found(`CT of ${date} showed it.`)).toEqual([`date: ${date}`]);
  });

  it.each([
    "L4/5",
    "C5/6/7",
    "3/5 power",
    "1.5 T",
    "12/10/08 mm",
    "T2 2.5.3",
    "in 2019",
    "may 5 cases be",
    "stage 3/4",
    "120/80",
    "10 x 12 x 14",
    "1/2/3",
    "10 out of 12",
    "12 i 2019",
    "23 4 61",
    "12slices19",
    "ep2d_6_12_2000",
  ])("not in: %s", (text) => {
    expect(found(`Shows ${text} here.`)).toEqual([]);
  });
});

describe("ages over 89", () => {
  it.each([
    "90-year-old",
    "93 years old",
    "101 years",
    "94 yo",
    "95 y/o",
    "aged 92",
    "nonagenarian",
    "ninety-two-year-old",
    "91-jährige",
    "92 ans",
    "92/F",
    "F/92",
    "92 / M",
    "M/101",
    "92y",
    "092Y",
    "92-jährig",
    "Alter: 92",
    "Alter 92",
    "edad 92",
    "âge 92",
    "âgée de 92",
    "92-летняя",
    "９２歳",
    "９２-year-old",
    "92-jarige",
    "92 lat",
    "92-letni",
    "92 let",
    "92letá",
    "92 år",
    "92-årig",
    "92-vuotias",
    "92 éves",
    "92 yaşında",
    "92 ετών",
    "92 ani",
    "92 роки",
    "92 години",
    "92 rokov",
    "92 godine",
    "92 tuổi",
    "92 سنة",
    "٩٢ عاما",
    "בת 92",
    "९२ वर्ष",
    "92 ปี",
    "年龄92",
    "věk: 92",
    "возраст 92",
  ])("%s", (age) => {
    expect(found(`A ${age} lady.`)).toEqual([`ageOver89: ${age}`]);
  });

  it.each([
    "89-year-old",
    "45 years",
    "over 100 patients",
    "aged 40",
    "1990",
    "89/F",
    "F/45",
    "88 lat",
    "LAO 90 lat",
    "90 lat view",
    "BP 120/95",
    "92/min",
    "100 m/s",
    "120/90/M",
    "does not alter 95% of them",
    "100 M",
    "92.5 y",
  ])("not in: %s", (text) => {
    expect(found(`A ${text} here.`)).toEqual([]);
  });
});

describe("record numbers", () => {
  it.each([
    "MRN 123456",
    "MRN: 12-34-56",
    "NHS 943 476 5919",
    "patient ID: 44012",
    "hospital number 443210",
    "accession no. A12345",
    "12345678",
    "943-476-5919",
    "123-45-6789",
    "RX1234567",
  ])("%s", (number) => {
    expect(found(`Known under ${number} here.`)).toEqual([
      `recordNumber: ${number}`,
    ]);
  });

  it.each([
    "120 kV, 250 mAs",
    "10.1148/radiol.2019181432",
    "NCT01234567",
    "1024 patients",
    "123456",
    "0.1234567",
    "PMID: 12345678",
    "Clark 10.1007/s10278-013-9622-7",
    "https://doi.org/10.1007/s10278-013-9622-7",
    "doi: 10.5281/zenodo.12345678",
  ])("not in: %s", (text) => {
    expect(found(`Shows ${text} here.`)).toEqual([]);
  });
});

describe("telephones, mail and addresses", () => {
  it.each([
    ["phone", "+44 20 7946 0000"],
    ["phone", "+1-202-555-0143"],
    ["phone", "(020) 7946 0000"],
    ["phone", "020 7946 0000"],
    ["phone", "030/12345678"],
    ["phone", "Tel: 5550143"],
    ["phone", "bleep 4471"],
    ["email", "jane.doe@hospital.example.org"],
    ["email", "J_D+x@nhs.net"],
    ["address", "12 Example Street"],
    ["address", "221b Baker St"],
    ["address", "7 Old Church Road"],
    ["address", "Beispielstraße 12"],
    ["address", "SW1A 2AA"],
    ["address", "CH-8006 Zürich"],
    ["address", "CA 90210"],
  ])("%s: %s", (kind, text) => {
    expect(found(`Write to ${text} please.`)).toEqual([`${kind}: ${text}`]);
  });

  it.each([
    "CT 64000",
    "HU 10000",
    "5 Short T1 inversions",
    "12 Road accidents",
  ])("not in: %s", (text) => {
    expect(found(`Shows ${text} here.`)).toEqual([]);
  });
});

describe("rarer ways to write it", () => {
  it.each([
    ["ageOver89", "92F"],
    ["ageOver89", "92M"],
    ["ageOver89", "aged ninety-two"],
    ["ageOver89", "her nineties"],
    ["ageOver89", "her 90s"],
    ["ageOver89", "centenarian"],
    ["ageOver89", "92 лет"],
    ["ageOver89", "92歳"],
    ["staffName", "Drs Smith and Jones"],
    ["staffName", "DR SMITH"],
    ["staffName", "dr smith"],
    ["staffName", "Nurse Jones"],
    ["staffName", "Radiologist Jane Smith"],
    ["staffName", "Consultant: Jane Smith"],
    ["staffName", "thanks to Jane Smith"],
    ["staffName", "Typed by A Brown"],
    ["staffName", "R. Patel, radiologist"],
    ["address", "12 rue de Rivoli"],
    ["address", "Via Roma 5"],
    ["address", "8006 Zürich"],
    ["address", "Ninewells Hospital"],
    ["recordNumber", "MRN 123"],
    ["recordNumber", "Acc# 12345"],
    ["recordNumber", "UHID 12345"],
    ["recordNumber", "Request 12345"],
    ["phone", "555-0143"],
    ["phone", "01 23 45 67 89"],
  ])("%s: %s", (kind, text) => {
    expect(found(`we saw ${text} again`)).toEqual([`${kind}: ${text}`]);
  });

  it("behind a reference, where it is no part of its address", () => {
    expect(found("see https://doi.org/10.1007/ab, 020 7946 0000")).toEqual([
      "phone: 020 7946 0000",
    ]);
    expect(found("see https://doi.org/10.1007/ab 12345678")).toEqual([
      "recordNumber: 12345678",
    ]);
  });

  it.each([
    "92m",
    "a delay of 90s",
    "500-1000",
    "in 2021 Fleischner criteria",
    "the dr said",
    "Reviewed by A radiologist",
    "hepatitis B. The consultant",
    "the radiologist CT report",
    "the hospital",
    "a 1000 IU dose",
    "via Seldinger technique",
  ])("not in: %s", (text) => {
    expect(found(`we saw ${text} again`)).toEqual([]);
  });
});

describe("initials", () => {
  it.each([
    "J.D.",
    "J. D.",
    "A.B.C.",
    "Mr J D",
    "Mr. JD",
    "Mrs Smith",
    "patient J.D.",
    "Frau Müller",
  ])("%s", (text) => {
    expect(found(`We saw ${text} again`)).toEqual([`initials: ${text}`]);
  });

  it.each([
    "i.e.",
    "e.g.",
    "U.S.",
    "I.V.",
    "CT",
    "T. B",
    "N.B.",
    "MR angiography",
  ])("not in: %s", (text) => {
    expect(found(`We saw ${text} again`)).toEqual([]);
  });
});

describe("staff", () => {
  it.each([
    "Dr Smith",
    "Dr.Smith",
    "DrSmith",
    "Dr_Smith",
    "Dr.med.Müller",
    "DR.SMITH",
    "Prof.Smith",
    "Dr. J. Smith",
    "Prof. van der Berg",
    "Professor Jane Smith",
    "Dr. med. Müller",
    "reported by Jane Smith",
    "Reviewed by: O'Neil",
    "operated by J. Smith-Jones",
    "Jane Smith, FRCR",
    "Smith MD",
  ])("%s", (text) => {
    expect(found(`image ${text} again`)).toEqual([`staffName: ${text}`]);
  });

  it.each([
    "Dr-recommended",
    "Drowsy patients",
    "Proforma",
    "DRAINED",
    "the doctor said",
    "reported by the radiologist",
    "Reviewed by Radiology",
    "referred by ED",
    "performed by ultrasound",
  ])("not in: %s", (text) => {
    expect(found(`image ${text} again`)).toEqual([]);
  });
});

describe("ordinary prose", () => {
  it.each(radiologyProse)("%s", (sentence) => {
    expect(found(sentence)).toEqual([]);
  });

  const names =
    "Brown White Long Short Young May Baker Wilson Hodgkin Hill Weber Harris Anderson Edwards Galen Head Hand Grey Lee Li Ng Day Bond Case Brown Ross Grant Mark Will";
  it("is not taken for patients whose names are words", () => {
    const words: PatientWords = names
      .split(" ")
      .map((text) => ({ text, kind: "name" }));
    const matcher = new WordMatcher(words);
    const alarms = radiologyProse.flatMap((sentence) =>
      found(sentence, matcher),
    );
    expect(alarms).toEqual([]);
  });
});

describe("the patient's day of birth", () => {
  const words = new WordMatcher([{ text: "19610423", kind: "birthDate" }]);
  it.each([
    "23/Apr/1961",
    "1961/Apr/23",
    "23/Apr/61",
    "23APR61",
    "23–04–1961",
    "23/4-61",
    "23.4.-61",
    "23 4 61",
    "23 IV 1961",
    "23_04_1961",
    "1961 04 23",
    "1961|04|23",
  ])("%s", (day) => {
    expect(found(`Seen, DOB:${day}`, words)).toEqual([`patientWord: ${day}`]);
  });
});

describe("findings", () => {
  const words = new WordMatcher([
    { text: "Novak", kind: "name" },
    { text: "20190312", kind: "date" },
    { text: "CTSCAN07", kind: "station" },
  ]);

  it("name the patient's own words first, and nothing twice", () => {
    expect(found("Mrs Novak, seen 12 March 2019 on ctscan07.", words)).toEqual([
      "patientWord: Novak",
      "patientWord: 12 March 2019",
      "patientWord: ctscan07",
    ]);
  });

  it("keep their id and the decision about them when the text around changes", () => {
    const check = (stored: string, accepted: Record<string, string> = {}) =>
      checkTypedText({ field, stored }, words, accepted);
    const [before] = check("Novak again");
    const id = before?.findingId ?? "";
    expect(id).not.toContain("Novak");
    const [first, second] = check("The NOVAK case of Novak", {
      [id]: "an eponym",
    });
    expect(first?.status).toEqual({ kind: "accepted", reason: "an eponym" });
    expect(second?.status).toEqual({ kind: "open" });
  });

  it("are asked about where the patient's name stands like a discoverer's", () => {
    expect(found("The Novak sign.", words)).toEqual(["patientWord: Novak"]);
    expect(found("A Baker cyst, and a Novak lesion.", words)).toEqual([
      "patientWord: Novak",
    ]);
  });

  it("count in the text that formatting leaves", () => {
    const stored = "<p>Seen by <strong>Nov</strong>ak &amp; Co.</p>";
    const [finding] = checkTypedText({ field, stored }, words);
    expect(finding).toMatchObject({ kind: "patientWord", start: 8, end: 13 });
  });

  it("are listed by field, and only open words of the patient block", () => {
    const views = checkTypedTexts(
      [
        { field, stored: "Novak" },
        { field: { kind: "case", field: "title" }, stored: "Nothing" },
        { field: { kind: "case", field: "body" }, stored: "in March 2019" },
      ],
      words,
    );
    expect(views.map((view) => view.field)).toEqual([
      field,
      { kind: "case", field: "body" },
    ]);
    expect(openPatientWords(views)).toBe(1);
  });
});
