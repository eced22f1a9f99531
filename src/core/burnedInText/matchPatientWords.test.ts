// Tests of comparing what was read with the patient's words: misread letters, orders, spellings of dates, near misses.
import { expect, it } from "vitest";
import type { WordToFind } from "../ports/textDetector.ts";
import { patientWordMatcher } from "./matchPatientWords.ts";

const words: readonly WordToFind[] = [
  { kind: "name", text: "Lindqvist^Ina" },
  { kind: "name", text: "Müller" },
  { kind: "id", text: "4820815" },
  { kind: "birthDate", text: "19571203" },
  { kind: "accession", text: "RX77012345" },
  { kind: "institution", text: "Lakeside General Hospital" },
  { kind: "physician", text: "Okafor^R" },
  { kind: "address", text: "12 Juniper Crescent" },
];
const match = patientWordMatcher(words);

it.each([
  ["LINDQVIST, INA", ["name"]],
  ["1NDQV1ST", ["name"]],
  ["Ina L.", ["name"]],
  ["Name:LINDQVISTINA", ["name"]],
  ["MUELLER A", ["name"]],
  ["Muller", ["name"]],
  ["ID: 48208I5", ["id"]],
  ["MRN 4B2O8IS", ["id"]],
  ["482 0815", ["id"]],
  ["DOB 03/12/1957", ["birthDate"]],
  ["12.03.1957", ["birthDate"]],
  ["1957-12-03", ["birthDate"]],
  ["03 DEC 1957", ["birthDate"]],
  ["Dec 3, 1957", ["birthDate"]],
  ["03112/1957", ["birthDate"]],
  ["3-12-57 03 12 57", ["birthDate"]],
  ["Fp 03, 1957", ["birthDate"]],
  ["Acc RX770I2345", ["accession"]],
  ["LAKESIDE GENERAL", ["institution"]],
  ["Dr. 0kafor", ["physician"]],
  ["JUNIPER CRESCENT", ["address"]],
  // Two signs of eight.
  ["Acc 7701Z345", ["accession"]],
  ["Acc RX770120A5", ["accession"]],
  // Half of the signs alike, each slip but half of one.
  ["1D 4820316", ["id"]],
  ["23/12/1937", ["birthDate"]],
  ["DR. 0KAF0P", ["physician"]],
  // Two for one.
  ["Dr. Oka f0r", ["physician"]],
])("recognises %s", (text, kinds) => {
  expect(match(text)).toEqual(kinds);
});

it.each([
  "kV 120 mAs 210",
  "W 400 L 40",
  "MI 0.9 TIs 0.4",
  "CHINA",
  "LIN",
  "FINAL",
  "4820",
  "DOB 04/11/1962",
  "CITY HOSPITAL",
  "GENERAL",
  "12",
  "|",
  "",
  // Near, but plain words or numbers of their own.
  "MILLER",
  "OAK",
  "cm/s -40 -20 0 20 40",
  "20 40 60 80 100 120",
  "Acc RX99112345",
  "LINE",
  "1957",
  "mAs 77 1957",
])("takes nothing in %s for the patient's", (text) => {
  expect(match(text)).toEqual([]);
});

it("takes names of two letters only together", () => {
  const matchShort = patientWordMatcher([
    { kind: "name", text: "Li" },
    { kind: "name", text: "Na" },
  ]);

  expect(matchShort("LI NA")).toEqual(["name"]);
  expect(matchShort("NA 140")).toEqual([]);
});

it.each([
  ["Le Van Du", "LE^VAN DU", ["name"]],
  ["Le Van Du", "Van Du Le 45Y", ["name"]],
  ["Le Van Du", "LEVAN DU", ["name"]],
  ["Don Ben", "D0N, BEN", ["name"]],
  ["Le Do", "LE, DO", ["name"]],
  ["Le Do", "DO 12 LE 3", []],
  ["Le Do", "LED 0", []],
  ["Lo Do", "10:00", []],
  ["Le Van Du", "VAN 12", []],
])("takes %s only together: %s", (text, line, kinds) => {
  expect(patientWordMatcher([{ kind: "name", text }])(line)).toEqual(kinds);
});

it("takes letters that run into one another for the one they look like", () => {
  const matchNames = patientWordMatcher([
    { kind: "name", text: "Bjornstad" },
    { kind: "name", text: "Whitfield" },
  ]);

  expect(matchNames("BJOMSTAD")).toEqual(["name"]);
  expect(matchNames("VVHITFIELD")).toEqual(["name"]);
});

it("takes a name of four letters with one that looks much like it, but no plain word for it", () => {
  const matchShort = patientWordMatcher([
    { kind: "name", text: "Zhao" },
    { kind: "name", text: "Haas" },
  ]);

  expect(matchShort("ZHA8")).toEqual(["name"]);
  expect(matchShort("ZINC")).toEqual([]);
  expect(matchShort("HEAD")).toEqual([]);
});

it("takes two parts of a name in one line though both are misread more than one alone may be", () => {
  const matchBoth = patientWordMatcher([
    { kind: "name", text: "Kowalski" },
    { kind: "name", text: "Tomasz" },
  ]);

  expect(matchBoth("KUWRISKI, T0NRSZ")).toEqual(["name"]);
  expect(matchBoth("T0NRSZ")).toEqual([]);
});

it("takes two spellings of one part for one", () => {
  const words = ["Brien", "Obrien"].map((text) => ({
    kind: "name" as const,
    text,
  }));

  expect(patientWordMatcher(words)("OBRIEN, S")).toEqual(["name"]);
  // Each is misread more than one alone may be.
  expect(patientWordMatcher(words)("BROEH OBXZEN")).toEqual([]);
});

it("takes a name of three letters for what looks the same, but not among print about technique", () => {
  const matchShort = patientWordMatcher([
    { kind: "name", text: "Ian" },
    { kind: "physician", text: "Wei" },
  ]);

  expect(matchShort("lAN")).toEqual(["name"]);
  expect(matchShort("SMITH 1AN")).toEqual(["name"]);
  expect(matchShort("IAN 120 kV")).toEqual(["name"]);
  expect(matchShort("DR. WE1")).toEqual(["physician"]);
  expect(matchShort("WEI")).toEqual(["physician"]);
  // As windows and levels are read: W 617 L 30.
  expect(matchShort("Wel 7 L 30")).toEqual([]);
  expect(matchShort("Wel")).toEqual([]);
  expect(matchShort("lAN 120 kV")).toEqual([]);
});

it.each([
  ["Щербаков^Юрий", "SHCHERBAKOV YURIY"],
  ["Щербаков^Юрий", "Schtscherbakow J."],
  ["Παπαδόπουλος^Νίκος", "PAPADOPOULOS NIKOS"],
  ["Παπαδόπουλος^Νίκος", "PAPAD0P0ULOS"],
  // Both misread more than one alone may be.
  ["Ковальский^Тимофей", "KUWRLSK1Y, T1N0FFY"],
  ["Jäger^Özdemir", "JAFCFR, 0F2DFNIR"],
])("takes %s printed in Latin letters for the name: %s", (text, line) => {
  expect(patientWordMatcher([{ kind: "name", text }])(line)).toEqual(["name"]);
});

it.each(["SHCHUKIN", "PAPADAKIS", "SHARP YARD", "KUWRLSK1Y", "YARD"])(
  "takes nothing in %s for a name in Cyrillic or Greek",
  (line) => {
    const words = ["Щербаков^Юрий", "Παπαδόπουλος^Νίκος", "Ковальский^Тимофей"];
    expect(
      patientWordMatcher(words.map((text) => ({ kind: "name", text })))(line),
    ).toEqual([]);
  },
);
