// Searches are kept by their words, and two lists never share one.
import { expect, it } from "vitest";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { CaseWordSearches, PatientWordSearches } from "./patientWordSearch.ts";

const comment = "one two three four five";
const together: PatientWords = [
  { kind: "comment", text: `${comment}\nname Novak` },
];
const apart: PatientWords = [
  { kind: "comment", text: comment },
  { kind: "name", text: "Novak" },
];

it("takes no comment for the words that are written in it", () => {
  const searches = new PatientWordSearches([]);
  expect(searches.withWords(together)).not.toBe(searches.withWords(apart));
  expect(searches.withWords(apart).texts.find("Novak", "value")).toHaveLength(
    1,
  );

  const cases = new CaseWordSearches();
  expect(cases.of(together)).not.toBe(cases.of(apart));
  expect(cases.of(apart)).toBe(cases.of(apart));
});
