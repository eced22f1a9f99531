// Which stacks of a series with many passes are on, and what is said of those that are off.
import { describe, expect, it } from "vitest";
import { passOf, stacksIn } from "../../testing/seriesSlices.ts";
import { noContrastStated } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

function passes(
  count: number,
  fieldsAt: (pass: number) => Partial<InstanceHeader>,
) {
  return Array.from({ length: count }, (_, pass) =>
    passOf({
      name: `p${pass}s`,
      count: 10,
      stepMm: 5,
      number: 1 + 10 * pass,
      fieldsAt: () => ({ modality: "MR", ...fieldsAt(pass) }),
    }),
  ).flat();
}

/** How many stacks there are, how many are on, and what the first one warns of. */
const outcome = (instances: ReturnType<typeof passes>) => {
  const stacks = stacksIn(instances);
  return [
    stacks.length,
    stacks.filter(({ selectedByDefault }) => selectedByDefault).length,
    stacks[0]?.warnings,
  ];
};

const given = {
  contrast: { ...noContrastStated, isGiven: true },
};
const timePoint = (pass: number) => ({ temporalPosition: pass + 1 });
const acquisition = (pass: number) => ({ acquisitionNumber: pass + 1 });

describe("many passes over one region", () => {
  it.each<[string, number, (pass: number) => Partial<InstanceHeader>]>([
    [
      "contrast medium, by time points",
      60,
      (pass) => ({ ...given, ...timePoint(pass) }),
    ],
    [
      "contrast medium, by acquisitions",
      60,
      (pass) => ({ ...given, ...acquisition(pass) }),
    ],
    ["contrast medium, by their order", 60, () => given],
    [
      "contrast medium from the third pass on",
      30,
      (pass) => ({ ...(pass > 1 ? given : {}), ...timePoint(pass) }),
    ],
    ["no word of contrast medium, if they are few enough", 40, timePoint],
    [
      "words of perfusion, if they are very few",
      4,
      (pass) => ({ ...timePoint(pass), seriesDescription: "perfusion" }),
    ],
  ])("are all on, with %s", (_, count, fieldsAt) => {
    expect(outcome(passes(count, fieldsAt))).toEqual([count, count, []]);
  });

  it.each<[string, number, (pass: number) => Partial<InstanceHeader>]>([
    ["too many of them", 60, timePoint],
    [
      "words of function",
      12,
      (pass) => ({ ...timePoint(pass), seriesDescription: "ep2d_bold_rest" }),
    ],
    [
      "words of perfusion, though with contrast medium",
      40,
      (pass) => ({
        ...given,
        ...timePoint(pass),
        seriesDescription: "DSC perf",
      }),
    ],
    [
      "the Image Type of perfusion",
      40,
      (pass) => ({
        ...acquisition(pass),
        imageType: ["ORIGINAL", "PRIMARY", "PERFUSION", "NONE"],
      }),
    ],
    [
      "echo planar images",
      40,
      (pass) => ({ ...acquisition(pass), scanningSequence: ["EP"] }),
    ],
  ])("are off but the first, which says so, with %s", (_, count, fieldsAt) => {
    expect(outcome(passes(count, fieldsAt))).toEqual([
      count,
      1,
      [{ kind: "firstOfManyPasses", passes: count }],
    ]);
  });
});

describe("images without a b-value beside weighted ones", () => {
  const on = (silent: Partial<InstanceHeader>) =>
    stacksIn(
      passes(2, (pass) => (pass === 0 ? silent : { diffusionBValue: 1000 })),
    ).map(({ selectedByDefault }) => selectedByDefault);

  it("are off, since they are not weighted", () => {
    expect(on({})).toEqual([false, true]);
    expect(on({ imageType: ["ORIGINAL", "PRIMARY"] })).toEqual([false, true]);
  });

  it("are on beside noise that no scanner weights with", () => {
    const bValue = 5e-38;
    const stacks = stacksIn(
      passes(2, (pass) => (pass === 0 ? {} : { diffusionBValue: bValue })),
    );
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });

  it("are on if they are derived: a map", () => {
    expect(on({ imageType: ["DERIVED", "PRIMARY"] })).toEqual([true, true]);
  });
});
