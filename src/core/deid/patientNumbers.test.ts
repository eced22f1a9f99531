// Numbers of the patient in attributes that hold numbers.
import { expect, it } from "vitest";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { wholeNumberHit } from "./patientNumbers.ts";
import { patientWordSearch } from "./patientWordSearch.ts";

function hit(kind: PatientWordKind, word: string, value: string) {
  const words = patientWordSearch([{ kind, text: word }]);
  return wholeNumberHit(value, words)?.kind ?? null;
}

it.each([
  ["id", "7712345", "7712345"],
  ["id", "7712345", "007712345"],
  ["id", "7712345", "-7712345"],
  ["id", "7712345", "+7712345"],
  ["id", "7712345", "7712345.0"],
  ["id", "7712345", "7712345."],
  ["id", "7712345", "7712345E0"],
  ["id", "7712345", "77.12345e5"],
  ["id", "0047113", "47113"],
  ["id", "47113", "47113"],
  ["id", "47113", "1\\47113"],
  ["accession", "A-7712345", "7712345"],
  ["birthDate", "19610423", "19610423"],
  ["birthDate", "19610423", "+19610423.0"],
  ["birthDate", "19610423", "230461"],
  ["birthDate", "19610423", "1961\\04\\23"],
  ["birthDate", "19610423", "0.5\\1961\\4\\23.0\\7"],
  ["birthDate", "19610423", "23\\4\\1961"],
  ["birthDate", "19610423", "4\\23\\1961"],
  ["birthDate", "19610423", "1961\\0423"],
  ["birthDate", "19610423", "1961.0423"],
  ["birthDate", "19610423", "196104.23"],
  ["birthDate", "19610423", "2304.1961"],
  ["birthDate", "19140625", "19140625"],
  ["birthDate", "19140625", "25061914"],
  ["birthDate", "19140625", "1914.0625"],
  ["birthDate", "19140625", "1.9140625E7"],
  ["birthDate", "19610423", "2304\\1961"],
  // No corner of a slice lies there: four millimetres off the axis of the scanner, and two metres along it.
  ["birthDate", "19610423", "-1961\\-4\\23"],
  ["birthDate", "19610423", "4\\23\\-1961"],
  ["birthDate", "19610423", "19610423.5"],
  ["birthDate", "19610423", "196104231"],
  ["birthDate", "19610423", "19610423081500"],
  ["id", "7712345", "771\\2345"],
  ["id", "0047113", "00\\471\\13"],
] as const)("%s %s is %s", (kind, word, value) => {
  expect(hit(kind, word, value)).toBe(kind);
});

it.each([
  ["id", "7712345", "77123450"],
  ["id", "7712345", "7712345.5"],
  ["id", "7712345", "7712345E1"],
  ["id", "7712345", "0.7712345"],
  ["id", "4711", "4711"],
  ["id", "1024", "1024"],
  ["id", "512", "512"],
  ["id", "47113", "1e99999"],
  ["birthDate", "19610423", "1961"],
  ["birthDate", "19610423", "1961\\4"],
  ["birthDate", "19610423", "4\\23"],
  ["birthDate", "19610423", "196.10423"],
  // Fractions have the digits of days by chance: 49 of 256 parts of a millimetre.
  ["birthDate", "19140625", "0.19140625"],
  ["birthDate", "19140625", "0.19140625\\0.19140625"],
  ["birthDate", "19140625", "-0.19140625"],
  ["birthDate", "19140625", ".19140625"],
  ["birthDate", "19140625", "12.19140625"],
  ["birthDate", "19140625", "0.25061914"],
  ["birthDate", "19140625", "1.9140625E-1"],
  ["birthDate", "19610423", "61\\4\\23"],
  // Numbers like these measure something: only a year in four digits tells a day.
  ["birthDate", "19610423", "61\\04\\23"],
  ["birthDate", "19610423", "1961\\423"],
  ["birthDate", "19610423", "196\\104\\23"],
  ["birthDate", "19451012", "-12\\-10\\45"],
  ["birthDate", "20000120", "2000\\120"],
  ["birthDate", "20100128", "201\\0\\0\\128"],
  ["birthDate", "19500115", "150\\150"],
  ["id", "150150", "150\\150"],
  ["id", "40400", "40\\400"],
  ["id", "7712345", "771\\2345\\6"],
] as const)("%s %s is not %s", (kind, word, value) => {
  expect(hit(kind, word, value)).toBe(null);
});

/** Every 211th day of a century. */
const days = Array.from({ length: 173 }, (_, index) =>
  new Date(Date.UTC(1920, 0, 1 + index * 211))
    .toISOString()
    .slice(0, 10)
    .replaceAll("-", ""),
);

/** Numbers of real series, in whole millimetres where that is worst. */
const realistic: readonly string[] = [
  ...counted(-60, 60, 5).flatMap((z) =>
    [-12, -250, 10, 160].flatMap((x) => [
      `${x}\\-10\\${z}`,
      `${x}\\${x}\\${z}`,
      `${x}\\${z}\\12`,
    ]),
  ),
  ...counted(-2000, 2000, 50).map((z) => `-250\\-250\\${z}`),
  ...counted(-2000, 2000, 50).map((z) => `-160.5\\-12\\${z}.5`),
  ...["1\\0\\0\\0\\1\\0", "0\\1\\0\\0\\0\\-1", "-1\\0\\0\\0\\-1\\0"],
  ...["0.5\\0.5", "1\\1", "0.9765625\\0.9765625", "0.1\\0.1", "12\\10"],
  ...["40\\40", "150\\150", "100\\100", "40\\400", "-600\\40", "50\\-600\\500"],
  ...["400\\2000", "1500\\350", "2000\\350", "2000\\120", "1\\12\\45"],
  ...["0\\10\\10\\10\\10", "0\\33\\33\\33", "0\\33.3\\33.3", "10\\12\\10\\12"],
  ...["201\\0\\0\\128", "0\\256\\192\\0", "0\\192\\200\\0", "192\\0\\0\\201"],
  counted(1, 30, 1).join("\\"),
  counted(1, 12, 1).join("\\"),
];

function counted(first: number, last: number, step: number): readonly number[] {
  return Array.from(
    { length: Math.floor((last - first) / step) + 1 },
    (_, index) => first + index * step,
  );
}

it("cuts no position, spacing, window, vector or matrix of a real series, whenever its patient was born", () => {
  const lost = days.flatMap((day) => {
    const words = patientWordSearch([{ kind: "birthDate", text: day }]);
    return realistic
      .filter((value) => wholeNumberHit(value, words) !== null)
      .map((value) => `${day}: ${value}`);
  });
  expect(lost).toEqual([]);
});
