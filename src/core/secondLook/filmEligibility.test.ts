// Which films may be asked about: frontal, chest, adult; everything else has its reason, and what is unknown is asked.
import { describe, expect, it } from "vitest";
import { headerWith, scannedInstance } from "../../testing/groupedImages.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { filmWarningWords } from "../../shared/messages/secondLookWords.ts";
import { filmFacts, filmWarnings, type FilmFacts } from "./filmEligibility.ts";

const patient = { name: "", id: "", birthDate: "", sex: "", age: "054Y" };
const pixels = {
  rows: 10,
  columns: 10,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  pixelRepresentation: 0,
};
const frontal: Partial<InstanceHeader> = {
  sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1",
  modality: "DX",
  bodyPartExamined: "CHEST",
  viewPosition: "PA",
  seriesDescription: "",
  patientOrientation: [],
  patient,
  pixels,
};

function factsOf(changes: Partial<InstanceHeader>, age = ""): FilmFacts {
  const header = headerWith({ ...frontal, ...changes });
  return filmFacts(
    { instance: scannedInstance("/film", header), frame: null },
    age,
  );
}

it("a frontal chest film of an adult has nothing against it", () => {
  expect(factsOf({})).toEqual({ obstacles: [], questions: [] });
  expect(factsOf({ sopClassUID: "1.2.840.10008.5.1.4.1.1.1" })).toEqual({
    obstacles: [],
    questions: [],
  });
});

describe("is refused", () => {
  it.each<[string, Partial<InstanceHeader>, object]>([
    ["lateral", { viewPosition: "LL" }, { kind: "notFrontal", view: "LL" }],
    [
      "lateral by its rows",
      { patientOrientation: ["A", "F"] },
      { kind: "notFrontal", view: "A / F" },
    ],
    [
      "lateral by its description alone",
      { viewPosition: "", seriesDescription: "Chest lateral" },
      { kind: "notFrontal", view: "Chest lateral" },
    ],
    [
      "another part",
      { bodyPartExamined: "HAND" },
      { kind: "notChest", bodyPart: "HAND" },
    ],
    [
      "a child",
      { patient: { ...patient, age: "015Y" } },
      { kind: "child", years: 15 },
    ],
    [
      "an infant",
      { patient: { ...patient, age: "018M" } },
      { kind: "child", years: 1 },
    ],
    [
      "a child by dates",
      {
        patient: { ...patient, age: "", birthDate: "20100601" },
        studyDate: "20240131",
      },
      { kind: "child", years: 13 },
    ],
    [
      "a child by an age written short",
      { patient: { ...patient, age: "6Y" } },
      { kind: "child", years: 6 },
    ],
    [
      "a child by an age without its unit",
      { patient: { ...patient, age: "6" } },
      { kind: "child", years: 6 },
    ],
    [
      "a child by a birth date of the older form",
      {
        patient: { ...patient, age: "", birthDate: "2018.01.01" },
        studyDate: "20240131",
      },
      { kind: "child", years: 6 },
    ],
    [
      "a secondary capture",
      { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" },
      { kind: "notRadiograph", form: "secondaryCapture" },
    ],
    [
      "a mammogram",
      { sopClassUID: "1.2.840.10008.5.1.4.1.1.1.2" },
      { kind: "notRadiograph", form: "mammography" },
    ],
    [
      "declared text",
      { burnedInAnnotation: "YES" },
      { kind: "burnedInAnnotation" },
    ],
    [
      "several frames",
      { pixels: { ...pixels, numberOfFrames: 3 } },
      { kind: "severalFrames", frames: 3 },
    ],
    [
      "colour",
      { pixels: { ...pixels, photometricInterpretation: "RGB" } },
      { kind: "pixelFormat", keyword: "PhotometricInterpretation" },
    ],
    [
      "more than 100 MB, before anybody is asked for consent",
      { pixels: { ...pixels, rows: 10_000, columns: 5_001 } },
      { kind: "tooLarge", sizeBytes: 100_020_000 },
    ],
  ])("%s", (_name, changes, obstacle) => {
    expect(factsOf(changes).obstacles).toEqual([obstacle]);
  });

  it("a child by the age typed for the case", () => {
    expect(
      factsOf({ patient: { ...patient, age: "" } }, "8 years").obstacles,
    ).toEqual([{ kind: "child", years: 8 }]);
  });
});

it.each<[string, Partial<InstanceHeader>]>([
  ["chest", { bodyPartExamined: "" }],
  ["chest", { bodyPartExamined: "THORAX" }],
  ["frontal", { viewPosition: "" }],
  ["frontal", { viewPosition: "AP SUPINE" }],
  ["frontal", { viewPosition: "PA", seriesDescription: "Chest lateral" }],
  ["adult", { patient: { ...patient, age: "45" } }],
  ["adult", { patient: { ...patient, age: "" } }],
])("unknown, so asked: %s", (question, changes) => {
  expect(factsOf(changes)).toEqual({ obstacles: [], questions: [question] });
});

describe("may be sent with a warning", () => {
  const forPresentation = "1.2.840.10008.5.1.4.1.1.1.1";
  const forProcessing = "1.2.840.10008.5.1.4.1.1.1.1.1";
  const megabyte = 1_000_000;
  const words = (sopClassUID: string, sizeBytes: number) =>
    filmWarnings(sopClassUID, sizeBytes).map(filmWarningWords);

  it("raw data of the detector", () => {
    expect(factsOf({ sopClassUID: forProcessing })).toEqual({
      obstacles: [],
      questions: [],
    });
    expect(words(forProcessing, megabyte)).toEqual([
      "This film is raw data of the detector (For Processing). A reading of it may be worth less than one of the film for presentation.",
    ]);
    expect(words(forPresentation, megabyte)).toEqual([]);
  });

  it("a film of more than 30 MB", () => {
    expect(words(forPresentation, 30 * megabyte)).toEqual([]);
    expect(words(forPresentation, 31 * megabyte)).toEqual([
      "This film is large (31.0 MB). The reader may refuse it.",
    ]);
  });
});
