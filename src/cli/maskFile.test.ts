// The mask file as people write it, and which images its masks end up on.
import { describe, expect, it } from "vitest";
import type { PixelLayout } from "../core/model/instanceHeader.ts";
import { scannedInstance, stackOf, studyOf } from "../testing/groupedImages.ts";
import { assignMasks, idleMaskLines, maskedStack } from "./maskAssignment.ts";
import { parseMaskFile, type MaskEntry } from "./maskFile.ts";

describe("a mask file", () => {
  it("is YAML with a list of masks", () => {
    const parsed = parseMaskFile(`
- match: { modality: US, matrix: 800x600 }
  shape: { kind: rectangle, left: 0, top: 0, width: 800, height: 40 }
- match: all
  shape: { kind: outsideEllipse, left: 1, top: 2, width: 3, height: 4 }
  images: { first: 2, last: 5 }
`);

    expect(parsed).toEqual({
      ok: true,
      value: [
        {
          match: { modality: "US", matrix: "800x600" },
          shape: { kind: "rectangle", left: 0, top: 0, width: 800, height: 40 },
        },
        {
          match: "all",
          shape: {
            kind: "outsideEllipse",
            left: 1,
            top: 2,
            width: 3,
            height: 4,
          },
          images: { first: 2, last: 5 },
        },
      ],
    });
  });

  it("is also JSON", () => {
    const text = JSON.stringify([
      {
        match: { series: 3, stack: "abc" },
        shape: { kind: "rectangle", left: 0, top: 0, width: 1, height: 1 },
      },
    ]);

    expect(parseMaskFile(text).ok).toBe(true);
  });

  it.each([
    ["nothing", "", "the whole file"],
    ["no list", "match: all", "the whole file"],
    ["no masks", "[]", "the whole file"],
    ["unfinished brackets", "[{ match: all", "neither YAML nor JSON"],
    ["an empty match", "[{ match: {}, shape: SHAPE }]", "mask 1, match: "],
    ["an unknown word", "[{ match: some, shape: SHAPE }]", "mask 1, match: "],
    [
      "a matrix that is none",
      "[{ match: all, shape: SHAPE }, { match: { matrix: big }, shape: SHAPE }]",
      "mask 2, match",
    ],
    [
      "an unknown shape",
      "[{ match: all, shape: { kind: star } }]",
      "mask 1, shape, kind: ",
    ],
    [
      "a shape without a size",
      "[{ match: all, shape: { kind: rectangle, left: 0, top: 0, height: 4 } }]",
      "mask 1, shape, width: ",
    ],
    [
      "images that end before they begin",
      "[{ match: all, shape: SHAPE, images: { first: 3, last: 2 } }]",
      "mask 1, images: ends before it begins",
    ],
    [
      "images counted from 0",
      "[{ match: all, shape: SHAPE, images: { first: 0, last: 2 } }]",
      "mask 1, images, first: ",
    ],
    [
      "a misspelt field",
      "[{ match: all, shape: SHAPE, image: 3 }]",
      "mask 1: ",
    ],
  ])("is refused with words where it holds %s", (_, text, words) => {
    const shape = "{ kind: rectangle, left: 0, top: 0, width: 4, height: 4 }";
    const parsed = parseMaskFile(text.replaceAll("SHAPE", shape));

    expect(parsed.ok ? "" : parsed.failure).toContain(words);
  });
});

const shape = {
  kind: "rectangle",
  left: 0,
  top: 0,
  width: 8,
  height: 8,
} as const;

function layout(columns: number, rows: number): PixelLayout {
  return {
    rows,
    columns,
    numberOfFrames: 1,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    planarConfiguration: 0,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    pixelRepresentation: 0,
  };
}

/** Four ultrasound images, the third of another size. */
const ultrasound = stackOf("a", 4, {
  images: [800, 800, 640, 800].map((columns, index) => ({
    instance: scannedInstance(`/export/a/${index + 1}`, {
      modality: "US",
      pixels: layout(columns, 600),
    }),
    frame: null,
  })),
});
const ct = stackOf("b", 2, {
  images: [1, 2].map((number) => ({
    instance: scannedInstance(`/export/b/${number}`, {
      modality: "CT",
      pixels: layout(512, 512),
    }),
    frame: null,
  })),
});
const study = studyOf("study", [ultrasound, ct]);
const numbered = {
  ...study,
  series: study.series.map((series, index) => ({
    ...series,
    number: index + 1,
  })),
};

/** How many shapes each image of the two stacks gets. */
function shapesOf(match: MaskEntry["match"], more: Partial<MaskEntry> = {}) {
  const assigned = assignMasks(
    [{ match, shape, ...more }],
    [numbered],
    () => true,
  );
  if (!assigned.ok) return assigned.failure;
  const counts = [ultrasound, ct].map(
    (stack) =>
      maskedStack(stack, assigned.value).masks?.map(
        (shapes) => shapes.length,
      ) ?? null,
  );
  return [...counts, assigned.value.idle.length];
}

describe("masks of the file", () => {
  it("go on the images that they match", () => {
    expect(shapesOf("all")).toEqual([[1, 1, 1, 1], [1, 1], 0]);
    expect(shapesOf({ modality: "us" })).toEqual([[1, 1, 1, 1], null, 0]);
    expect(shapesOf({ matrix: "800x600" })).toEqual([[1, 1, 0, 1], null, 0]);
    expect(shapesOf({ stack: ct.id })).toEqual([null, [1, 1], 0]);
    expect(shapesOf({ modality: "US", matrix: "512x512" })).toEqual([
      null,
      null,
      1,
    ]);
    expect(shapesOf("all", { images: { first: 2, last: 3 } })).toEqual([
      [0, 1, 1, 0],
      [0, 1],
      0,
    ]);
  });

  it("are told of where they paint nothing", () => {
    const far = { ...shape, left: 900 };
    const assigned = assignMasks(
      [
        { match: "all", shape },
        { match: { modality: "MG" }, shape },
        { match: "all", shape: far },
      ],
      [numbered],
      () => true,
    );

    expect(assigned.ok ? idleMaskLines(assigned.value) : []).toEqual([
      "Mask 2 of the mask file matches no image that is taken.",
      "Mask 3 of the mask file matches no image that is taken.",
    ]);
  });

  it("go on chosen stacks only", () => {
    const assigned = assignMasks(
      [{ match: "all", shape }],
      [numbered],
      (stack) => stack === ct,
    );

    expect(assigned.ok ? [...assigned.value.byStack.keys()] : []).toEqual([
      ct.id,
    ]);
  });

  it("are refused where a stack is named that does not exist", () => {
    expect(shapesOf({ stack: "nowhere" })).toBe(
      "Mask 1 of the mask file: there is no such stack. casedrop scan --json lists them.",
    );
  });
});
