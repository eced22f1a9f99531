// Images over time at each place, and shells of diffusion: which stacks they make, and which are on.
import { describe, expect, it } from "vitest";
import {
  pathsOf,
  sliceOf,
  stacksIn,
  volumeOf,
} from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { Stack } from "../model/stack.ts";

describe("time and place", () => {
  /** Images at each place and time, numbered in the order of acquisition. */
  const overTime = (
    places: number,
    times: number,
    fieldsAt: (time: number) => Partial<InstanceHeader>,
  ) =>
    Array.from({ length: places * times }, (_, index) => {
      const place = index % places;
      const time = Math.floor(index / places);
      return sliceOf(`p${place}t${time}`, -8 * place, index + 1, {
        modality: "MR",
        ...fieldsAt(time),
      });
    });

  it("scrolls through the phases of each place of a cine, though they are numbered as time points", () => {
    const stacks = stacksIn(
      overTime(12, 20, (time) => ({
        triggerTimeMs: 40 * time,
        temporalPosition: time + 1,
      })),
    );
    expect(stacks).toHaveLength(12);
    expect(pathsOf(stacks)[0]?.slice(0, 3)).toEqual(["p0t0", "p0t1", "p0t2"]);
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });

  it.each<[string, (time: number) => Partial<InstanceHeader>]>([
    ["time point", (time) => ({ temporalPosition: time + 1 })],
    [
      "trigger time since the injection",
      (time) => ({ triggerTimeMs: time * 15000 }),
    ],
    ["acquisition time", (time) => ({ acquisitionTime: `1015${time}0` })],
  ])("makes a stack per %s of a dynamic study, all on", (_, fieldsAt) => {
    const stacks = stacksIn(overTime(30, 5, fieldsAt));
    expect(pathsOf(stacks).map((stack) => [stack.length, stack[0]])).toEqual([
      [30, "p0t0"],
      [30, "p0t1"],
      [30, "p0t2"],
      [30, "p0t3"],
      [30, "p0t4"],
    ]);
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });

  it("scrolls through the time of each place of a perfusion of few slices", () => {
    const stacks = stacksIn(
      overTime(3, 40, (time) => ({ temporalPosition: time })),
    );
    expect(stacks.map(({ images }) => images.length)).toEqual([40, 40, 40]);
  });

  it("has only the first of very many passes on", () => {
    const stacks = stacksIn(
      overTime(10, 60, (time) => ({ temporalPosition: time })),
    );
    expect(stacks.map(({ selectedByDefault }) => selectedByDefault)).toEqual([
      true,
      ...Array.from({ length: 59 }, () => false),
    ]);
  });
});

describe("diffusion", () => {
  const shell = (
    prefix: string,
    bValue: number,
    fields: Partial<InstanceHeader> = {},
  ) =>
    volumeOf(prefix, 4, (index) => ({
      modality: "MR",
      // Noise of the gradients.
      diffusionBValue: bValue + (bValue > 0 ? 5 * (index % 3) - 5 : 0),
      ...fields,
    }));
  const on = (stacks: readonly Stack[]) =>
    stacks
      .filter(({ selectedByDefault }) => selectedByDefault)
      .map((stack) => stack.images[0]?.instance.source.path);
  const named = (...imageType: string[]) => ({
    imageType: ["DERIVED", "PRIMARY", "DIFFUSION", ...imageType],
  });

  it("has the highest b-value and the ADC on", () => {
    const stacks = stacksIn([
      ...shell("low", 0),
      ...shell("mid", 500),
      ...shell("high", 1000),
      ...shell("adc", 0, named("ADC")),
    ]);
    expect(stacks).toHaveLength(4);
    expect(on(stacks).sort()).toEqual(["adc1", "high1"]);
  });

  it.each([["TOSHIBA_MEC"], ["CANON_MEC"]])(
    "takes the silence of %s for no diffusion weighting, but not on a map",
    (manufacturer) => {
      const fields = {
        manufacturer,
        imageType: ["ORIGINAL", "PRIMARY"],
      };
      const stacks = stacksIn([
        ...shell("high", 1000, fields),
        ...shell("low", 0, { ...fields, diffusionBValue: null }),
        ...shell("map", 0, {
          ...fields,
          imageType: ["DERIVED", "SECONDARY"],
          diffusionBValue: null,
        }),
      ]);
      expect(
        stacks.map(({ images, traits }) => [
          images[0]?.instance.source.path,
          ...traits.map(({ criterion, value }) => `${criterion} ${value}`),
        ]),
      ).toEqual([["high1", "bValue 995"], ["low1", "bValue 0"], ["map1"]]);
      expect(on(stacks)).toEqual(["high1", "map1"]);
    },
  );

  it("has the trace on, and not the directions it was made of", () => {
    const stacks = stacksIn([
      ...shell("x", 1000, { acquisitionNumber: 1 }),
      ...shell("y", 1000, { acquisitionNumber: 2 }),
      ...shell("trace", 1000, named("TRACEW")),
    ]);
    expect(on(stacks)).toEqual(["trace1"]);
  });

  it("has the first of many directions on where there is no trace", () => {
    const stacks = stacksIn([
      ...shell("x", 1000, { acquisitionNumber: 1 }),
      ...shell("y", 1000, { acquisitionNumber: 2 }),
      ...shell("z", 1000, { acquisitionNumber: 3 }),
    ]);
    expect(stacks).toHaveLength(3);
    expect(on(stacks)).toEqual(["x1"]);
  });
});
