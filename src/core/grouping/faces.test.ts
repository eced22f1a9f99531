// A face can be rebuilt from thin slices of a whole head, and from nothing else.
import { describe, expect, it } from "vitest";
import { scannedInstance } from "../../testing/groupedImages.ts";
import type { InstanceHeader, Vector3 } from "../model/instanceHeader.ts";
import { faceWarnings } from "./faces.ts";
import { seriesImageOf, type SeriesImage } from "./seriesImages.ts";

interface Slices {
  readonly count: number;
  readonly spacingMm: number;
  /** Rows and columns of a square image. */
  readonly side: number;
  readonly pixelMm: number;
  readonly plane: "axial" | "sagittal";
  readonly header: Partial<InstanceHeader>;
}

/** A CT of the head in slices of a millimetre, or as asked. */
function slices(asked: Partial<Slices> = {}): readonly SeriesImage[] {
  const {
    count = 180,
    spacingMm = 1,
    side = 512,
    pixelMm = 0.45,
    plane = "axial",
  } = asked;
  return Array.from({ length: count }, (_, index) => {
    const at = index * spacingMm;
    const position: Vector3 = plane === "axial" ? [0, 0, at] : [at, 0, 0];
    const instance = scannedInstance(`/export/${index}`, {
      bodyPartExamined: "HEAD",
      imagePositionPatient: position,
      imageOrientationPatient:
        plane === "axial"
          ? [
              [1, 0, 0],
              [0, 1, 0],
            ]
          : [
              [0, 1, 0],
              [0, 0, -1],
            ],
      pixelSpacingMm: [pixelMm, pixelMm],
      pixels: {
        rows: side,
        columns: side,
        numberOfFrames: 1,
        samplesPerPixel: 1,
        photometricInterpretation: "MONOCHROME2",
        planarConfiguration: 0,
        bitsAllocated: 16,
        bitsStored: 12,
        highBit: 11,
        pixelRepresentation: 0,
      },
      pixelData: {
        element: 0x7fe00010,
        valueOffset: 1000,
        lengthBytes: side * side * 2,
      },
      ...asked.header,
    });
    return seriesImageOf({ instance, frame: null });
  });
}

const sagittal: Partial<Slices> = {
  plane: "sagittal",
  count: 176,
  side: 256,
  pixelMm: 1,
};
const mr: Partial<InstanceHeader> = {
  modality: "MR",
  sopClassUID: "1.2.840.10008.5.1.4.1.1.4",
  bodyPartExamined: "",
};

describe("a face can be rebuilt", () => {
  it.each<readonly [string, Partial<Slices>, number]>([
    ["CT of the head in thin slices", {}, 5],
    ["slices of 0.6 mm", { count: 300, spacingMm: 0.6 }, 9],
    ["slices of 3 mm", { count: 60, spacingMm: 3 }, 2],
    ["head and neck", { header: { bodyPartExamined: "HEAD_NECK" } }, 5],
    [
      "words of the series where no body part is given",
      { header: { bodyPartExamined: "", seriesDescription: "Brain bone 1.0" } },
      5,
    ],
    [
      "words of the study where the series has none",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "thin",
          studyDescription: "CT Brain",
        },
      },
      5,
    ],
    [
      "MR of the head from the side",
      { ...sagittal, header: { ...mr, bodyPartExamined: "BRAIN" } },
      5,
    ],
    [
      "an MPRAGE without a body part",
      {
        ...sagittal,
        header: { ...mr, seriesDescription: "t1_mprage_sag_iso" },
      },
      5,
    ],
    [
      "the head beside other regions: Head C-Spine",
      { header: { bodyPartExamined: "", seriesDescription: "Head C-Spine" } },
      5,
    ],
    [
      "the head beside other regions: Head Neck Chest",
      {
        header: { bodyPartExamined: "", seriesDescription: "Head Neck Chest" },
      },
      5,
    ],
    [
      "the head beside other regions: Skull/spine",
      { header: { bodyPartExamined: "", seriesDescription: "Skull/spine" } },
      5,
    ],
    [
      "the head beside other regions: CT femur head and brain",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "CT femur head and brain",
        },
      },
      5,
    ],
    [
      "the head beside other regions in the study",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "thin",
          studyDescription: "CT head, chest",
        },
      },
      5,
    ],
    [
      "the head by its words, whatever the body part",
      { header: { bodyPartExamined: "CHEST", seriesDescription: "Brain 1.0" } },
      5,
    ],
    [
      "a body part of head and spine",
      { header: { bodyPartExamined: "HEAD_CSPINE" } },
      5,
    ],
    [
      "words of the study where the body part names no region",
      {
        header: { bodyPartExamined: "TRAUMA", studyDescription: "CT Head" },
      },
      5,
    ],
    ...[
      ..."JAW,MAXILLA,EAR,NOSE,ORBIT,EYE,TMJ,DENTAL,CBCT,CAROTID,CTA INTRACRANIAL".split(
        ",",
      ),
      ..."STROKE,NEURO,EPILEPSY,HEADANDNECK,CTHEAD,SCHADEL,SCHÄDEL,SKULLBASE".split(
        ",",
      ),
      ..."3D FLAIR,T1 SPACE,BRAVO,MPRAGE,T1_TFE".split(","),
    ].map((seriesDescription): readonly [string, Partial<Slices>, number] => [
      `a name of the head, however wide the field: ${seriesDescription}`,
      {
        pixelMm: 0.6,
        header: { bodyPartExamined: "", seriesDescription },
      },
      5,
    ]),
    [
      "a volume as large as a head, of which nothing says what it is",
      { header: { bodyPartExamined: "", seriesDescription: "thin" } },
      5,
    ],
  ])("from %s", (_, asked, keepEvery) => {
    expect(faceWarnings(slices(asked))).toEqual([
      { kind: "faceCanBeRebuilt", keepEvery },
    ]);
  });

  it.each<readonly [string, Partial<Slices>]>([
    ["thick slices", { count: 36, spacingMm: 5 }],
    ["a slab of the head", { count: 90 }],
    ["the temporal bone, enlarged", { pixelMm: 0.18 }],
    ["coarse pixels", { side: 64, pixelMm: 3.4 }],
    ["the chest", { header: { bodyPartExamined: "CHEST" } }],
    [
      "the chest by its words",
      { header: { bodyPartExamined: "", seriesDescription: "Thorax 1.0" } },
    ],
    [
      "the chest in a study of head and chest",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "Lung 1.0",
          studyDescription: "CT head, chest",
        },
      },
    ],
    [
      "the head of the femur",
      { header: { bodyPartExamined: "", seriesDescription: "Femur head 1.0" } },
    ],
    [
      "what only sounds like a head: Head of the femur",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "Head of the femur",
        },
      },
    ],
    [
      "what only sounds like a head: Radial head",
      { header: { bodyPartExamined: "", seriesDescription: "Radial head" } },
    ],
    [
      "what only sounds like a head: Pancreatic head 1.0",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "Pancreatic head 1.0",
        },
      },
    ],
    [
      "what only sounds like a head: Head phantom",
      { header: { bodyPartExamined: "", seriesDescription: "Head phantom" } },
    ],
    ["the neck of the spine", { header: { bodyPartExamined: "CSPINE" } }],
    [
      "nothing that is named in a field wider than for a head",
      {
        pixelMm: 0.7,
        header: { bodyPartExamined: "", seriesDescription: "thin" },
      },
    ],
    [
      "a study of another region in a small field",
      {
        header: {
          bodyPartExamined: "",
          seriesDescription: "thin",
          studyDescription: "MR Knee",
        },
      },
    ],
    [
      "echo planar images",
      {
        ...sagittal,
        header: { ...mr, bodyPartExamined: "BRAIN", scanningSequence: ["EP"] },
      },
    ],
    ["another modality", { header: { modality: "PT" } }],
    ["slices without a size", { header: { pixelSpacingMm: null } }],
    ["slices without a place", { header: { imagePositionPatient: null } }],
    ["one slice", { count: 1 }],
  ])("not from %s", (_, asked) => {
    expect(faceWarnings(slices(asked))).toEqual([]);
  });
});

it("a face can be rebuilt from the frames of one enhanced file", () => {
  const frames = slices().map((image, index) => ({
    ...image,
    frame: index + 1,
  }));
  const [first] = frames;
  if (first === undefined) throw new Error("There are no frames.");
  // All frames are of one file.
  const ofOneFile = frames.map((image) => ({
    ...image,
    instance: first.instance,
  }));
  expect(faceWarnings(ofOneFile)).toEqual([
    { kind: "faceCanBeRebuilt", keepEvery: 5 },
  ]);
});
