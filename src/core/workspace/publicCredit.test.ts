// Names of data sets are no words of a patient; the pseudonyms made of them are.
import { expect, it } from "vitest";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import { WordsBesideCredit } from "./publicCredit.ts";

const series: PublicSeries = {
  seriesInstanceUID: "1.2.3",
  collection: "LIDC-IDRI",
  licence: { name: "", uri: "" },
  doi: null,
  descriptionUri: "",
  citation: null,
  verdict: { kind: "attribution", licence: "CC BY 3.0" },
  decision: {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  },
};
const words: PatientWords = [
  { kind: "id", text: "LIDC-IDRI-0001" },
  { kind: "name", text: "LIDC" },
  { kind: "name", text: "IDRI" },
  { kind: "name", text: "0001" },
];

it("lets the credit name the collection that pseudonyms are made of", () => {
  const beside = new WordsBesideCredit();
  const publicSeries = [series];
  const kept = beside.of(words, { publicSeries });
  expect(kept).toEqual([
    { kind: "id", text: "LIDC-IDRI-0001" },
    { kind: "name", text: "0001" },
  ]);
  expect(beside.of(words, { publicSeries })).toBe(kept);
});

it("leaves the words of a case without public data as they are", () => {
  expect(new WordsBesideCredit().of(words, {})).toBe(words);
});
