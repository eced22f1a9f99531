// Persons, numbers, ages and days in forms that are met less often, and prose that only looks like them.
import { describe, expect, it } from "vitest";
import { typedPatterns } from "./typedPatterns.ts";

function kindsIn(text: string): readonly string[] {
  return [...new Set(typedPatterns(text).map(({ kind }) => kind))];
}

describe("names with a label or a title", () => {
  it.each([
    "Patient name: John Smith",
    "Name: John Smith",
    "patient: John Smith",
    "Patient: SMITH, JOHN",
    "Pt. Smith fell",
    "SMITH^JOHN",
    "Mr. van Dyke",
    "Frau von Braun",
    "Sr. Pérez",
    "Signora Rossi",
    "Hr. Jensen",
    "Pan Kowalski",
  ])("%s", (text) => {
    expect(kindsIn(text)).toContain("initials");
  });

  it.each([
    "Dr. de la Cruz",
    "Dr. al-Rashid",
    "Dr. da Silva",
    "Dr. le Roux",
    "Dr. du Plessis",
    "Dr. ter Haar",
    "Dr. di Marco",
    "Dr van't Hoff",
    "Dott. Rossi",
    "д-р Иванов",
    "王医生",
  ])("%s", (text) => {
    expect(kindsIn(text)).toContain("staffName");
  });
});

it.each([
  "MRN: A12",
  "MRN=12345",
  "MRN no. 12345",
  "Pt ID: AB-12",
  "ID: AB-12",
  "CPR 010203-1234",
  "850709-9805",
  "131052-308T",
  "736028/5163",
  "123.456.789-09",
  "1234 5678 9012",
  "RSSMRA85T10A562S",
  "12345678Z",
  "11010519491231002X",
])("finds the number in %s", (text) => {
  expect(kindsIn(text)).toContain("recordNumber");
});

it.each([
  ["90+ year old", "ageOver89"],
  ["one hundred and two years old", "ageOver89"],
  ["92nd birthday", "ageOver89"],
  ["a lady of 94", "ageOver89"],
  ["92 y/f", "ageOver89"],
  ["2021-05-03T10:22", "date"],
  ["seen in 2021-05", "date"],
  ["seen in 2021/05", "date"],
  ["May the 3rd, 2021", "date"],
  ["jane [at] gmail [dot] com", "email"],
])("finds %s", (text, kind) => {
  expect(kindsIn(text)).toContain(kind);
});

it.each([
  "Name: chest CT",
  "Patient: Male",
  "patient: 45 y/o male",
  "Series name: Axial T2",
  "Pt. Male, 45 years",
  "ratio 1234-5678",
  "type 010203",
  "b-values 1000 2000 3000",
  "in 2019 2020 2021",
  "the 92nd percentile",
  "a series of 94 patients",
  "ID: 5 mm",
  "10^6 cells, mm^2",
  "Dr-recommended",
  "Pan scan, Pan CT",
  "C.O.P.D., T.I.A. and a V.P. shunt",
  "a mass of 95 mm",
])("lets pass: %s", (text) => {
  expect(kindsIn(text)).toEqual([]);
});
