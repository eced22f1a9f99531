// A series on one line: what matters before one fetches it.
import { expect, it } from "vitest";
import type { ArchiveSeries } from "../shared/archive.ts";
import { seriesLine } from "./archiveBrowse.ts";

const series: ArchiveSeries = {
  source: "nbia",
  seriesInstanceUID: "1.2.3",
  studyInstanceUID: "1.2",
  collection: "C",
  patientId: "P",
  modality: "MR",
  bodyPart: "BRAIN",
  description: "T1",
  manufacturer: "",
  date: { raw: "", iso: null },
  imageCount: 3,
  sizeBytes: 1,
  licence: { name: "", uri: "" },
  doi: null,
  descriptionUri: "",
  isThirdParty: true,
  storageUrl: null,
};

it("says that a series was derived by others, and that it shows a head", () => {
  expect(seriesLine(series)).toBe(
    "1.2.3  C  P  MR  3 images  1 B  T1  no licence named  Derived data of others (third-party analysis): it has a citation of its own  head: make no surface of it",
  );
  expect(
    seriesLine({ ...series, bodyPart: "CHEST", isThirdParty: false }),
  ).toBe("1.2.3  C  P  MR  3 images  1 B  T1  no licence named");
});

it("names size and DOI, and a licence that is not asked for yet as that", () => {
  expect(
    seriesLine({
      ...series,
      source: "idc",
      bodyPart: "CHEST",
      isThirdParty: false,
      sizeBytes: 2_500_000,
      doi: "10.7937/sample.2020.chest",
    }),
  ).toBe(
    "1.2.3  C  P  MR  3 images  2.5 MB  T1  licence asked for before it is fetched  doi 10.7937/sample.2020.chest",
  );
});
