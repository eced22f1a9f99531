// What the window is told of stacks, where it follows from more than one part of the case.
import { describe, expect, it } from "vitest";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "../../testing/groupedImages.ts";
import {
  emptyDraft,
  untouchedStack,
  type StackChoices,
} from "../casefile/caseDraft.ts";
import type { StackImage } from "../model/stack.ts";
import { imagesView } from "./caseView.ts";

describe("the warning of a face", () => {
  const head: readonly StackImage[] = Array.from(
    { length: 180 },
    (_, index) => ({
      instance: scannedInstance(`/export/${index}`, {
        bodyPartExamined: "HEAD",
        imagePositionPatient: [0, 0, index],
        imageOrientationPatient: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        pixelSpacingMm: [0.45, 0.45],
        pixels: {
          rows: 512,
          columns: 512,
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
          lengthBytes: 512 * 512 * 2,
        },
      }),
      frame: null,
    }),
  );
  const groups = groupsOf([
    studyOf("1", [
      stackOf("head", 0, {
        images: head,
        warnings: [
          { kind: "conflictingDuplicates", count: 1 },
          { kind: "faceCanBeRebuilt", keepEvery: 5 },
        ],
      }),
    ]),
  ]);
  const [stack] = groups.studies[0]?.series[0]?.stacks ?? [];

  function warnedOf(trim: StackChoices["trim"]) {
    const view = imagesView(
      groups,
      {
        ...emptyDraft,
        stacks: { [stack?.id ?? ""]: { ...untouchedStack, trim } },
      },
      {
        canRender: () => true,
        searchOf: () => ({ kind: "waiting" }),
        factsOf: () => ({ proposals: [], freeText: [] }),
        prepared: null,
      },
    );
    return view.studies[0]?.stacks[0]?.warnings.map(({ kind }) => kind);
  }

  it("stands while what is kept still shows the face", () => {
    const both = ["conflictingDuplicates", "faceCanBeRebuilt"];

    expect(warnedOf(null)).toEqual(both);
    expect(warnedOf({ first: 0, last: 179, keepEvery: 2 })).toEqual(both);
    expect(warnedOf({ first: 20, last: 170, keepEvery: 1 })).toEqual(both);
  });

  it("goes once slices are thinned or trimmed enough, and no other goes with it", () => {
    const other = ["conflictingDuplicates"];

    expect(warnedOf({ first: 0, last: 179, keepEvery: 5 })).toEqual(other);
    expect(warnedOf({ first: 80, last: 179, keepEvery: 1 })).toEqual(other);
  });
});
