// Order of images within a stack, and the plane that they are in.
import { describe, expect, it } from "vitest";
import {
  axial,
  coronal,
  pathsOf,
  sagittal,
  sliceOf,
  stacksIn,
} from "../../testing/seriesSlices.ts";
import type { InstanceHeader, Vector3 } from "../model/instanceHeader.ts";

describe("order within a stack", () => {
  it("goes from head to feet where instance numbers say nothing", () => {
    const found = [
      sliceOf("a", 0, null),
      sliceOf("b", 10, null),
      sliceOf("c", 5, null),
    ];
    expect(pathsOf(stacksIn(found))).toEqual([["b", "c", "a"]]);
  });

  it("goes from front to back and from right to left in the other planes", () => {
    const at = (
      path: string,
      position: Vector3,
      fields: Partial<InstanceHeader>,
    ) => sliceOf(path, 0, null, { ...fields, imagePositionPatient: position });
    const front = { imageOrientationPatient: coronal };
    const side = { imageOrientationPatient: sagittal };

    expect(
      pathsOf(
        stacksIn([
          at("back", [0, 50, 0], front),
          at("front", [0, -50, 0], front),
        ]),
      ),
    ).toEqual([["front", "back"]]);
    expect(
      pathsOf(
        stacksIn([
          at("left", [50, 0, 0], side),
          at("right", [-50, 0, 0], side),
        ]),
      ),
    ).toEqual([["right", "left"]]);
  });

  it("follows the scanner from feet to head if its numbers run steadily", () => {
    const found = [sliceOf("c", 10, 3), sliceOf("a", 0, 1), sliceOf("b", 5, 2)];
    expect(pathsOf(stacksIn(found))).toEqual([["a", "b", "c"]]);
  });

  it("trusts positions over shuffled numbers", () => {
    const found = [
      sliceOf("a", 20, 4),
      sliceOf("b", 15, 1),
      sliceOf("c", 10, 3),
      sliceOf("d", 5, 2),
    ];
    expect(pathsOf(stacksIn(found))).toEqual([["a", "b", "c", "d"]]);
  });

  it("counts as a person would where there is no geometry", () => {
    const bare = { imagePositionPatient: null, imageOrientationPatient: null };
    const found = [
      sliceOf("IM10", 0, null, bare),
      sliceOf("IM9", 0, null, bare),
      sliceOf("IM2", 0, 1, bare),
    ];
    const stacks = stacksIn(found);
    expect(pathsOf(stacks)).toEqual([["IM2", "IM9", "IM10"]]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "noGeometry" }]);
  });

  it("keeps the phases of a single place together, in time", () => {
    const phase = (path: string, triggerTimeMs: number) =>
      sliceOf(path, 0, null, { modality: "MR", triggerTimeMs });
    expect(pathsOf(stacksIn([phase("late", 80), phase("early", 10)]))).toEqual([
      ["early", "late"],
    ]);
  });
});

describe("planes", () => {
  const tilted = (degrees: number): readonly [Vector3, Vector3] => {
    const angle = (degrees * Math.PI) / 180;
    return [
      [1, 0, 0],
      [0, Math.cos(angle), Math.sin(angle)],
    ];
  };

  it.each([
    ["Axial", axial],
    ["Coronal", coronal],
    ["Sagittal", sagittal],
    ["Axial", tilted(24)],
    ["Oblique", tilted(27)],
    ["Oblique", tilted(63)],
    ["Coronal", tilted(66)],
  ] as const)("names %s slices so", (plane, imageOrientationPatient) => {
    const [stack] = stacksIn([sliceOf("a", 0, 1, { imageOrientationPatient })]);
    expect(stack?.plane).toBe(plane);
  });

  it("has none for radiographs", () => {
    const [stack] = stacksIn([sliceOf("a", 0, 1, { modality: "DX" })]);
    expect(stack?.plane).toBeNull();
  });
});
