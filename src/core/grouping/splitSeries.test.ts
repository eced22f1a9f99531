// What sets images of one series apart, and what does not.
import { describe, expect, it } from "vitest";
import {
  coronal,
  pathsOf,
  sagittal,
  sliceOf,
  slicePixels,
  stacksIn,
  uid,
  volumeOf,
} from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

describe("splitting a series", () => {
  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>]>([
    ["orientation", {}, { imageOrientationPatient: coronal }],
    ["matrix", {}, { pixels: { ...slicePixels, rows: 256 } }],
    ["modality", { modality: "CT" }, { modality: "PT" }],
    ["frameOfReference", {}, { frameOfReferenceUID: uid("1.5") }],
    ["kernel", { convolutionKernel: "B30f" }, { convolutionKernel: "B70f" }],
    ["bValue", { diffusionBValue: 0 }, { diffusionBValue: 1000 }],
    ["echo", { echoNumber: 1 }, { echoNumber: 2 }],
    ["echo", { echoTimeMs: 20 }, { echoTimeMs: 90.5 }],
    ["temporalPosition", { temporalPosition: 1 }, { temporalPosition: 2 }],
    ["acquisition", { acquisitionNumber: 3 }, { acquisitionNumber: 4 }],
    [
      "imageComponent",
      { imageType: ["ORIGINAL", "PRIMARY", "M"] },
      { imageType: ["ORIGINAL", "PRIMARY", "P"] },
    ],
    ["localiser", {}, { imageType: ["ORIGINAL", "PRIMARY", "LOCALIZER"] }],
    ["objectType", {}, { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" }],
    ["repeatedPosition", {}, {}],
  ])("splits two passes over the same places by %s", (criterion, a, b) => {
    const stacks = stacksIn([
      ...volumeOf("a", 4, () => a),
      ...volumeOf("b", 4, () => b, 5),
    ]);

    expect(stacks.map((stack) => stack.splitBy)).toEqual([
      [criterion],
      [criterion],
    ]);
    expect(stacks.map((stack) => stack.images.length)).toEqual([4, 4]);
  });

  it("says what each part is, but never by a UID", () => {
    const parts = (...fields: Partial<InstanceHeader>[]) =>
      stacksIn(
        fields.flatMap((each, part) =>
          volumeOf(`p${part}`, 4, () => each, 4 * part + 1),
        ),
      ).map(({ traits }) => traits);
    expect(parts({ diffusionBValue: 0 }, { diffusionBValue: 1000 })).toEqual([
      [{ criterion: "bValue", value: "0" }],
      [{ criterion: "bValue", value: "1000" }],
    ]);
    expect(parts({}, { frameOfReferenceUID: uid("1.5") })).toEqual([[], []]);
  });

  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>, string[]]>(
    [
      [
        "the part of the heartbeat",
        { cardiacPhasePercent: 75 },
        { cardiacPhasePercent: 30 },
        ["75 %", "30 %"],
      ],
      [
        "the trigger time",
        { modality: "PT", triggerTimeMs: 250 },
        { modality: "PT", triggerTimeMs: 0 },
        ["trigger 250 ms", "trigger 0 ms"],
      ],
      ["their order, of images that say nothing", {}, {}, ["pass 1", "pass 2"]],
      [
        "their order, of one phase twice",
        { cardiacPhasePercent: 30 },
        { cardiacPhasePercent: 30 },
        ["pass 1", "pass 2"],
      ],
    ],
  )("names gated volumes by %s", (_, first, second, names) => {
    const stacks = stacksIn(
      [0, 1, 2, 3].flatMap((slice) => [
        sliceOf(`a${slice}`, 5 * slice, 2 * slice + 1, first),
        sliceOf(`b${slice}`, 5 * slice, 2 * slice + 2, second),
      ]),
    );
    expect(stacks.map(({ images }) => images.length)).toEqual([4, 4]);
    expect(
      stacks.flatMap(({ traits }) => traits.map(({ value }) => value)),
    ).toEqual(names);
  });

  it.each<[string, (index: number) => Partial<InstanceHeader>]>([
    ["echo time", (index) => ({ echoTimeMs: 90 + index * 0.3 })],
    ["acquisition number", (index) => ({ acquisitionNumber: index })],
    [
      "frame of reference",
      (index) => ({ frameOfReferenceUID: uid(`1.5.${index}`) }),
    ],
    ["temporal position", (index) => ({ temporalPosition: index })],
    ["trigger time", (index) => ({ triggerTimeMs: index * 17 })],
    [
      "orientation, by half a degree",
      (index) => ({
        imageOrientationPatient: [
          [1, 0, 0],
          [0, Math.cos(index * 0.001), Math.sin(index * 0.001)],
        ],
      }),
    ],
  ])("does not split slices that each have their own %s", (_, fieldsAt) => {
    const stacks = stacksIn(volumeOf("a", 8, fieldsAt));
    expect(stacks).toHaveLength(1);
    expect(stacks[0]?.splitBy).toEqual([]);
  });

  it("does not split an echo time that varies over two time points", () => {
    const stacks = stacksIn([
      ...volumeOf("a", 6, (index) => ({ echoTimeMs: 30 + (index % 3) })),
      ...volumeOf(
        "b",
        6,
        (index) => ({ echoTimeMs: 30 + ((index + 1) % 3) }),
        7,
      ),
    ]);
    expect(stacks.map((stack) => stack.splitBy)).toEqual([
      ["repeatedPosition"],
      ["repeatedPosition"],
    ]);
  });

  it("keeps angled blocks of one plane together, in the scanner's order", () => {
    const block = (path: string, first: number, degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return volumeOf(
        path,
        3,
        () => ({
          imageOrientationPatient: [
            [1, 0, 0],
            [0, Math.cos(angle), Math.sin(angle)],
          ],
        }),
        first,
      );
    };
    const stacks = stacksIn([
      ...block("a", 1, 0),
      ...block("b", 4, 12),
      ...block("c", 7, 24),
    ]);
    expect(pathsOf(stacks)).toEqual([
      ["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"],
    ]);
  });

  it("makes one stack per place of a cine with more phases than places", () => {
    const cine = [0, 8].flatMap((z) =>
      Array.from({ length: 5 }, (_, phase) =>
        sliceOf(`z${z}p${phase}`, z, null, {
          modality: "MR",
          triggerTimeMs: phase * 40,
        }),
      ),
    );
    expect(
      pathsOf(stacksIn(cine))
        .map((stack) => stack.join(" "))
        .sort(),
    ).toEqual(["z0p0 z0p1 z0p2 z0p3 z0p4", "z8p0 z8p1 z8p2 z8p3 z8p4"]);
  });

  it("keeps a stack whole in which a few places occur twice, and says so", () => {
    const stacks = stacksIn([
      ...volumeOf("a", 10, () => ({})),
      sliceOf("again", 0, 11),
    ]);
    expect(stacks).toHaveLength(1);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "duplicatePositions", count: 1 },
    ]);
  });

  it("takes scouts that do not say so out of a volume", () => {
    const stacks = stacksIn([
      ...volumeOf("a", 6, () => ({})),
      sliceOf("scout", 0, 0, { imageOrientationPatient: sagittal }),
    ]);
    expect(
      stacks.map(({ images, selectedByDefault }) => [
        images.length,
        selectedByDefault,
      ]),
    ).toEqual([
      [1, false],
      [6, true],
    ]);
  });

  it("does not let frontal and lateral radiographs scroll into one another", () => {
    const view = (path: string, viewPosition: string) =>
      sliceOf(path, 0, 1, {
        modality: "DX",
        viewPosition,
        imagePositionPatient: null,
        imageOrientationPatient: null,
      });
    expect(pathsOf(stacksIn([view("1", "PA"), view("2", "LL")])).length).toBe(
      2,
    );
  });

  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>]>([
    [
      "by image type",
      { imageType: ["ORIGINAL", "PRIMARY", "BIPLANE A"] },
      { imageType: ["ORIGINAL", "PRIMARY", "BIPLANE B"] },
    ],
    ["by detector", { detectorId: "1" }, { detectorId: "2" }],
  ])("tells the planes of a biplane system apart, %s", (_, first, second) => {
    const angiogram = { modality: "XA", imagePositionPatient: null };
    const planes = [first, second].flatMap((plane, index) =>
      ["a", "b"].map((name) =>
        sliceOf(`${name}${index}`, 0, 1, {
          ...angiogram,
          imageOrientationPatient: null,
          ...plane,
        }),
      ),
    );
    const stacks = stacksIn(planes);
    expect(pathsOf(stacks)).toEqual([
      ["a0", "b0"],
      ["a1", "b1"],
    ]);
    expect(new Set(stacks.map(({ id }) => id)).size).toBe(2);
  });

  it("makes each multi-frame file a stack of its frames", () => {
    const clip = (path: string) =>
      sliceOf(path, 0, 1, {
        modality: "US",
        pixels: { ...slicePixels, numberOfFrames: 3 },
        imagePositionPatient: null,
        imageOrientationPatient: null,
      });
    const still = sliceOf("still3", 0, 3, { modality: "US" });
    const stacks = stacksIn([clip("clip1"), clip("clip2"), still]);
    expect(pathsOf(stacks).sort()).toEqual([
      ["clip1:1", "clip1:2", "clip1:3"],
      ["clip2:1", "clip2:2", "clip2:3"],
      ["still3"],
    ]);
  });
});
