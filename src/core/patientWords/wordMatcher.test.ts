// Where the words of a patient are found in text, and where they are not.
import { describe, expect, it } from "vitest";
import type { PatientWord, PatientWords } from "./patientWords.ts";
import { WordMatcher, type TextUse } from "./wordMatcher.ts";

const names = (...texts: readonly string[]): PatientWords =>
  texts.map((text): PatientWord => ({ text, kind: "name" }));

function found(
  words: PatientWords,
  text: string,
  use: TextUse = "prose",
): readonly string[] {
  return new WordMatcher(words)
    .find(text, use)
    .map(({ start, end, kind }) => `${kind}: ${text.slice(start, end)}`);
}

describe("names in prose", () => {
  it.each([
    ["Mrs Novak presented with pain.", "Novak", "Novak"],
    ["Images of NOVAK.", "Novak", "NOVAK"],
    ["images of novak", "Novak", "novak"],
    ["Novak's history", "Novak", "Novak"],
    ["Jürgen Müller", "MUELLER", "Müller"],
    ["seen by Mueller", "Müller", "Mueller"],
    ["seen by Muller", "Müller", "Muller"],
    ["Señor Ibáñez fell", "IBANEZ", "Ibáñez"],
    ["O’Brien fell", "O'Brien", "O’Brien"],
    ["Obrien fell", "O'Brien", "Obrien"],
    ["Łukasz fell", "LUKASZ", "Łukasz"],
    ["Иванов жаловался", "ИВАНОВ", "Иванов"],
    ["病人李伟的图像", "李伟", "李伟"],
    ["환자 홍길동의 영상", "홍길동", "홍길동"],
  ])("%s: %s", (text, name, hit) => {
    expect(found(names(name), text)).toEqual([`name: ${hit}`]);
  });

  it.each([
    ["Le Van Du was examined.", "Le Van Du", "Le Van Du"],
    ["Images of Van Du LE.", "Le Van Du", "Van Du LE"],
    ["Seen with Ben Don today", "Don Ben", "Ben Don"],
    ["LE, DO", "Le Do", "LE, DO"],
  ])("%s: %s, together", (text, name, hit) => {
    expect(found(names(name), text)).toEqual([`name: ${hit}`]);
  });

  it.each([
    ["Chute dans le van du voisin.", "Le Van"],
    ["Do not lift the van.", "Le Van Du"],
    ["A van der Waals interaction.", "Van Der"],
    ["Brown tumour of the femur.", "Brown"],
    ["A brown discoloration", "Brown"],
    ["Brownian motion", "Brown"],
    ["The long axis is 4 cm.", "Long"],
    ["LONG AXIS VIEW", "Long"],
    ["white matter lesions", "White"],
    ["It may be a cyst.", "May"],
    ["A Baker cyst is present.", "Baker"],
    ["Baker's cyst, popliteal fossa", "Baker"],
    ["Findings of Wilson disease", "Wilson"],
    ["A Legg-Calvé-Perthes disease", "Legg"],
    ["classic non-Hodgkin lymphoma", "Hodgkin"],
    ["Image of the left lower limb", "Li"],
    ["li is not a word", "Li"],
    ["5 ML of contrast", "ML"],
    ["CT of the chest", "Chest"],
    ["CT HEAD WITHOUT CONTRAST", "Head"],
    ["Weber B ankle fracture", "Weber"],
    ["A displaced Garden III fracture", "Garden"],
    ["Salter-Harris II", "Salter"],
    ["Salter-Harris II", "Harris"],
    ["Child-Pugh B cirrhosis", "Child"],
    ["Stanford A dissection", "Stanford"],
    ["Bosniak II", "Bosniak"],
    ["Gustilo and Anderson type IIIA", "Gustilo"],
    ["Gustilo and Anderson type IIIA", "Anderson"],
    ["The Trendelenburg position", "Trendelenburg"],
    ["a positive Finkelstein test", "Finkelstein"],
    ["The vein of Galen", "Galen"],
    ["in this patient. Hodgkin disease was found", "Hodgkin"],
    ["a Smith fracture of the radius", "Smith"],
    ["Smith fractures are rare", "Smith"],
    ["Brown-Séquard syndrome", "Brown"],
    ["the Murphy sign was positive", "Murphy"],
    ["Turner syndrome, with Turner syndrome in the family", "Turner"],
  ])("not in: %s (%s)", (text, name) => {
    expect(found(names(name), text)).toEqual([]);
  });

  it.each([
    ["Mr Brown fell off a ladder.", "Brown", "Brown"],
    ["We thank Mrs White for consent.", "White", "White"],
    ["The patient Li fell.", "Li", "Li"],
    ["We saw Wilson in clinic.", "Wilson", "Wilson"],
    ["As Chest told us", "Chest", "Chest"],
  ])("in: %s (%s)", (text, name, hit) => {
    expect(found(names(name), text)).toEqual([`name: ${hit}`]);
  });

  it.each([
    ["seen with Smith A", "Smith"],
    ["Novak I", "Novak"],
    ["Wilson C", "Wilson"],
    ["Bosniak A", "Bosniak"],
    ["Novak head CT", "Novak"],
    ["Wilson head CT", "Wilson"],
    ["Novak test", "Novak"],
    ["Novak view of the chest", "Novak"],
    ["Novak type II", "Novak"],
    ["Novak's pain settled", "Novak"],
    ["Novak’s lesion has grown", "Novak"],
    ["head of Novak", "Novak"],
    ["the lesion of Novak", "Novak"],
    ["Novak and Kowalski fractures", "Novak"],
    ["Mr Novak's pain", "Novak"],
    ["Mr Novak fracture", "Novak"],
    ["Dr. J. Novak classification", "Novak"],
    ["Herr Hodgkin disease", "Hodgkin"],
    ["pt. Weber B", "Weber"],
    ["the patient Baker cyst", "Baker"],
    ["Mme Crohn disease", "Crohn"],
    ["M. Novak syndrome", "Novak"],
    ["The Novak sign.", "Novak"],
    ["the Novak classification", "Novak"],
    ["A Swyer-Novak syndrome", "Novak"],
    ["The Bennett sign.", "Bennett"],
    ["Bennett's fracture", "Bennett"],
    ["Mrs Bennett fracture", "Bennett"],
  ])("in what is no eponym: %s (%s)", (text, name) => {
    expect(found(names(name), text)).toEqual([`name: ${name}`]);
  });

  it.each([
    ["Bennett fracture, MRN 4711234", ["name: Bennett", "id: 4711234"]],
    [
      "Bennett fracture of 12.03.1945",
      ["name: Bennett", "birthDate: 12.03.1945"],
    ],
    ["Bennett fracture. Anna was well.", ["name: Bennett", "name: Anna"]],
    ["Bennett fell. Bennett fracture", ["name: Bennett", "name: Bennett"]],
    [
      "Bennett fracture in Sampleford",
      ["name: Bennett", "institution: Sampleford"],
    ],
    ["Anna Weber B", ["name: Anna", "name: Weber"]],
    ["Weber B fracture. Anna was well.", ["name: Anna"]],
  ])("tell what stands before a noun: %s", (text, hits) => {
    const words: PatientWords = [
      ...names("Bennett", "Anna", "Weber"),
      { text: "4711234", kind: "id" },
      { text: "19450312", kind: "birthDate" },
      { text: "Sampleford Hospital", kind: "institution" },
    ];
    expect(found(words, text)).toEqual(hits);
  });

  it("count at the beginning of a sentence when another part stands beside", () => {
    expect(found(names("Long", "Brown"), "Long Brown fell.")).toEqual([
      "name: Long",
      "name: Brown",
    ]);
  });
});

describe("numbers", () => {
  const words: PatientWords = [
    { text: "00-471-1234", kind: "id" },
    { text: "+44 20 7946 0000", kind: "phone" },
    { text: "CTSCAN07", kind: "station" },
    { text: "0001", kind: "accession" },
    { text: "2019", kind: "id" },
  ];
  it.each([
    ["MRN 004711234.", "id: 004711234"],
    ["MRN 00 471 1234", "id: 00 471 1234"],
    ["call +44 20 79460000", "phone: 44 20 79460000"],
    ["made on ctscan07", "station: ctscan07"],
  ])("%s", (text, hit) => {
    expect(found(words, text)).toEqual([hit]);
  });

  it.each([
    "1004711234",
    "0047112345",
    "004711234.5 units",
    "see 0001",
    "in 2019 a study showed",
  ])("not in: %s", (text) => {
    expect(found(words, text)).toEqual([]);
  });
});

describe("days", () => {
  const words: PatientWords = [
    { text: "19450312", kind: "birthDate" },
    { text: "20200102", kind: "date" },
  ];
  it.each([
    "19450312",
    "1945-03-12",
    "12.03.1945",
    "12. 3. 1945",
    "12/3/45",
    "3/12/45",
    "03/12/1945",
    "12 March 1945",
    "12th of March 1945",
    "March 12, 1945",
    "Mar 12th 1945",
    "12. März 1945",
    "12 mars 1945",
    "12 de marzo de 1945",
    "12-MAR-1945",
    "1945年3月12日",
  ])("born %s", (day) => {
    expect(found(words, `born ${day}, well`)).toEqual([`birthDate: ${day}`]);
  });

  it.each(["1945", "March 1945", "12 March", "12.04.1945", "20200103"])(
    "not in: %s",
    (day) => {
      expect(found(words, `born ${day}, well`)).toEqual([]);
    },
  );
});

describe("places and comments", () => {
  const words: PatientWords = [
    { text: "Royal Sampleford Hospital", kind: "institution" },
    { text: "Charité", kind: "institution" },
    { text: "12 Example Street\r\nSampletown", kind: "address" },
    { text: "fell from a tall ladder yesterday", kind: "comment" },
    { text: "chest pain", kind: "comment" },
  ];
  it.each([
    [
      "seen in the Royal Sampleford Hospital",
      "institution: Royal Sampleford Hospital",
    ],
    ["referred to Charite", "institution: Charite"],
    ["lives at 12 example street", "address: 12 example street"],
    [
      "He fell from a tall ladder yesterday.",
      "comment: fell from a tall ladder yesterday",
    ],
  ])("%s", (text, hit) => {
    expect(found(words, text)).toEqual([hit]);
  });

  it.each([
    "in a hospital",
    "a royal blue",
    "with chest pain",
    "an act of charite",
  ])("not in: %s", (text) => {
    expect(found(words, text)).toEqual([]);
  });
});

describe("values of attributes", () => {
  it.each([
    ["ANNABERG_T2", "Annaberg"],
    ["SCAN KIM", "Kim"],
    ["XNOVAKX", "Novak"],
    ["kim2019", "Kim"],
    ["KimT2", "Kim"],
  ])("%s holds %s", (value, name) => {
    expect(found(names(name), value, "value")).toHaveLength(1);
  });

  it.each([
    ["ORIGINAL\\PRIMARY\\AXIAL", "Primary"],
    ["M\\SE\\LI", "Li"],
    ["KIMONO", "Kim"],
    ["CHEST", "Chest"],
  ])("%s does not hold %s", (value, name) => {
    expect(found(names(name), value, "value")).toEqual([]);
  });
});
