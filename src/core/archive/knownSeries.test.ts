// What is said of a series when it is offered: what its licence allows, and whether it shows a head.
import { expect, it } from "vitest";
import type { ArchiveSeries } from "../../shared/archive.ts";
import { offered } from "./knownSeries.ts";

const series: ArchiveSeries = {
  source: "nbia",
  seriesInstanceUID: "1.2.3",
  studyInstanceUID: "1.2",
  collection: "C",
  patientId: "P",
  modality: "CT",
  bodyPart: "",
  description: "",
  manufacturer: "",
  date: { raw: "", iso: null },
  imageCount: 1,
  sizeBytes: 1,
  licence: { name: "CC BY 4.0", uri: "" },
  doi: null,
  descriptionUri: "",
  isThirdParty: false,
  storageUrl: null,
};

it.each([
  ["CT", "HEAD", "", true],
  ["mr", "Brain", "AX T1", true],
  ["MR", "", "MPRAGE_sag", true],
  ["CT", "HEADNECK", "", true],
  ["PT", "HEAD", "", false],
  ["CT", "CHEST", "Lung 1 mm", false],
  ["MR", "HIP", "femoral head", false],
  ["DX", "SKULL", "", false],
])(
  "a %s of %s, %s: a head is %s",
  (modality, bodyPart, description, isHead) => {
    expect(
      offered({ ...series, modality, bodyPart, description }),
    ).toMatchObject({
      isHead,
      verdict: { kind: "attribution" },
    });
  },
);
