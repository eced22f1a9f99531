// Frames of an enhanced file: in order of place, split by what their columns say.
import { describe, expect, it } from "vitest";
import {
  noFrameColumns,
  pathsOf,
  sliceOf,
  slicePixels,
  stacksIn,
} from "../../testing/seriesSlices.ts";
import type {
  FrameTable,
  InstanceHeader,
  Vector3,
} from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";

/** An enhanced file of so many frames, described by these columns. */
function enhanced(
  path: string,
  numberOfFrames: number,
  columns: Partial<FrameTable>,
  fields: Partial<InstanceHeader> = {},
): ScannedInstance {
  return sliceOf(path, 0, 1, {
    modality: "MR",
    pixels: { ...slicePixels, numberOfFrames },
    frames: { ...noFrameColumns, ...columns },
    ...fields,
  });
}

describe("frames of an enhanced file", () => {
  it("are in order of place, whatever their order in the file", () => {
    const places = [10, 0, 20].map((z): Vector3 => [0, 0, z]);
    const stacks = stacksIn([
      enhanced("e", 3, { imagePositionPatient: places }),
    ]);
    expect(pathsOf(stacks)).toEqual([["e:3", "e:1", "e:2"]]);
  });

  it("are in the order of the file, which is said, if it does not describe all of them", () => {
    const fields = {
      frames: null,
      warnings: ["framesNotDescribed"] as const,
    };
    const stacks = stacksIn([enhanced("e", 3, {}, fields)]);
    expect(pathsOf(stacks)).toEqual([["e:1", "e:2", "e:3"]]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "noGeometry" }]);
    const other = stacksIn([enhanced("e", 3, {}, { frames: null })]);
    expect(other[0]?.warnings).toEqual([]);
  });

  it("of an ultrasound volume are in order of place, which is said to stay behind, and have no plane of the body", () => {
    const places = [10, 0, 20].map((z): Vector3 => [0, 0, z]);
    const columns = { imagePositionPatient: places };
    const fields = { modality: "US", isPlacedInVolume: true };
    const stacks = stacksIn([enhanced("e", 3, columns, fields)]);
    expect(pathsOf(stacks)).toEqual([["e:3", "e:1", "e:2"]]);
    expect(stacks[0]?.warnings).toContainEqual({ kind: "volumePlaces" });
    expect(stacks[0]?.plane).toBeNull();
  });

  it.each<[string, Partial<FrameTable>]>([
    ["bValue", { diffusionBValue: [0, 0, 1000, 1000] }],
    ["echo", { echoTimeMs: [20, 20, 80, 80] }],
    ["temporalPosition", { temporalPosition: [1, 1, 2, 2] }],
    ["acquisition", { acquisitionNumber: [1, 1, 2, 2] }],
    ["kernel", { convolutionKernel: ["B30", "B30", "B70", "B70"] }],
    [
      "imageComponent",
      {
        complexImageComponent: ["MAGNITUDE", "MAGNITUDE", "PHASE", "PHASE"],
      },
    ],
    [
      "imageComponent",
      {
        diffusionDirectionality: [
          "DIRECTIONAL",
          "DIRECTIONAL",
          "ISOTROPIC",
          "ISOTROPIC",
        ],
      },
    ],
    [
      "velocityEncoding",
      {
        velocityEncoding: [
          "150 cm/s foot-head",
          "150 cm/s foot-head",
          "50 cm/s foot-head",
          "50 cm/s foot-head",
        ],
      },
    ],
    ["repeatedPosition", {}],
  ])("are split by %s", (criterion, columns) => {
    const places = [0, -5, 0, -5].map((z): Vector3 => [0, 0, z]);
    const stacks = stacksIn([
      enhanced("e", 4, { imagePositionPatient: places, ...columns }),
    ]);
    expect(pathsOf(stacks)).toEqual([
      ["e:1", "e:2"],
      ["e:3", "e:4"],
    ]);
    expect(stacks.map(({ splitBy }) => splitBy)).toEqual([
      [criterion],
      [criterion],
    ]);
  });

  it("keep the order of the file where it tells nothing of them", () => {
    const stacks = stacksIn([
      sliceOf("clip", 0, 1, {
        modality: "MR",
        pixels: { ...slicePixels, numberOfFrames: 3 },
      }),
    ]);
    expect(pathsOf(stacks)).toEqual([["clip:1", "clip:2", "clip:3"]]);
    expect(stacks[0]?.warnings).toEqual([]);
  });

  it("of a gated tomogram are one volume for each time slot, in the order of the file", () => {
    const slots = [1, 2, 1, 2, 1, 2].map((slot) => `time slot ${slot}`);
    const stacks = stacksIn([
      sliceOf("gated", 0, 1, {
        modality: "NM",
        pixels: { ...slicePixels, numberOfFrames: 6 },
        timeSlots: slots,
      }),
    ]);
    expect(pathsOf(stacks)).toEqual([
      ["gated:1", "gated:3", "gated:5"],
      ["gated:2", "gated:4", "gated:6"],
    ]);
    expect(stacks.map(({ traits }) => traits)).toEqual([
      [{ criterion: "repeatedPosition", value: "time slot 1" }],
      [{ criterion: "repeatedPosition", value: "time slot 2" }],
    ]);
  });

  it("tell of missing slices as files do", () => {
    const places = [0, -5, -10, -20].map((z): Vector3 => [0, 0, z]);
    const [stack] = stacksIn([
      enhanced("e", 4, { imagePositionPatient: places }),
    ]);
    expect(stack?.warnings).toEqual([{ kind: "missingSlices", gaps: 1 }]);
  });
});
