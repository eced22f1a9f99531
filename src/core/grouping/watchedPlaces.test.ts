// Images that watch one place, in the series of the volume they were made for.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scannedInstance } from "../../testing/groupedImages.ts";
import type { OriginalUID } from "../model/brands.ts";
import { noContrastStated } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance, Stack } from "../model/stack.ts";
import { groupInstances } from "./groupInstances.ts";

const uid = (text: string) => text as OriginalUID;

const agent: Partial<InstanceHeader> = {
  contrast: { ...noContrastStated, isGiven: true },
};

/** A slice at `z`, acquired so many seconds after ten o'clock, and numbered in that order. */
function slice(
  path: string,
  z: number,
  seconds: number,
  fields: Partial<InstanceHeader> = {},
): ScannedInstance {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return scannedInstance(path, {
    sopInstanceUID: uid(
      `1.9.${Array.from(path, (sign) => sign.charCodeAt(0)).join(".")}`,
    ),
    studyInstanceUID: uid("1.2.1"),
    seriesInstanceUID: uid("1.2.1.1"),
    seriesDescription: "Thorax 1.0",
    instanceNumber: Math.round(seconds * 10),
    acquisitionTime: `10${String(minutes).padStart(2, "0")}${rest.toFixed(1).padStart(4, "0")}`,
    imagePositionPatient: [-100, -100, z],
    imageOrientationPatient: [
      [1, 0, 0],
      [0, 1, 0],
    ],
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
    pixelData: { element: 0x7fe00010, valueOffset: 2000, lengthBytes: 1 },
    ...fields,
  });
}

const watch = (
  name: string,
  {
    z,
    from,
    count = 8,
    ...fields
  }: { z: number; from: number; count?: number } & Partial<InstanceHeader>,
) =>
  Array.from({ length: count }, (_, index) =>
    slice(`/${name}${index + 1}`, z, from + index * 2, fields),
  );

/** Forty slices of five millimetres from 0 down, a tenth of a second each. */
const volume = (
  name: string,
  from: number,
  fields: Partial<InstanceHeader> = {},
) =>
  Array.from({ length: 40 }, (_, index) =>
    slice(`/${name}${index + 1}`, -5 * index, from + index / 10, fields),
  );

function stacksOf(instances: readonly ScannedInstance[]): readonly Stack[] {
  return groupInstances(instances, []).studies.flatMap(({ series }) =>
    series.flatMap(({ stacks }) => stacks),
  );
}

/** First image, number of images, what it is, and whether it is on. */
const brief = (stacks: readonly Stack[]) =>
  stacks.map(({ images, traits, selectedByDefault }) => [
    images[0]?.instance.source.path,
    images.length,
    ...traits.map(({ criterion, value }) => `${criterion} ${value}`),
    selectedByDefault ? "on" : "off",
  ]);

describe("bolus tracking in the series of its volume", () => {
  it("is a stack of its own, off, in order of time; the volume keeps its slice there", () => {
    const stacks = stacksOf([
      ...watch("m", { z: -50, from: 10 }),
      ...volume("v", 40, agent),
    ]);
    expect(brief(stacks)).toEqual([
      ["/m1", 8, "contrast bolusTracking", "off"],
      ["/v1", 40, "on"],
    ]);
    expect(
      stacks[0]?.images.map(({ instance }) => instance.source.path),
    ).toEqual(["/m1", "/m2", "/m3", "/m4", "/m5", "/m6", "/m7", "/m8"]);
    expect(stacks[0]?.specifics).toBe("");
    expect(stacks[1]?.warnings).toEqual([]);
  });

  it.each([
    ["between the slices of the volume", -52],
    ["beyond them", 30],
  ])("is told apart where it lies %s", (_, z) => {
    const stacks = stacksOf([
      ...watch("m", { z, from: 10 }),
      ...volume("v", 40, agent),
    ]);
    expect(brief(stacks)).toEqual([
      ["/m1", 8, "contrast bolusTracking", "off"],
      ["/v1", 40, "on"],
    ]);
  });

  it("leaves its phases to the volumes before and after it", () => {
    const stacks = stacksOf([
      ...volume("n", 1),
      ...watch("m", { z: -50, from: 100 }),
      ...volume("a", 140, agent),
      ...volume("p", 200, agent),
    ]);
    expect(brief(stacks)).toEqual([
      ["/n1", 40, "contrast unenhanced", "on"],
      ["/m1", 8, "contrast bolusTracking", "off"],
      ["/a1", 40, "contrast enhanced", "acquisition 100220.0", "on"],
      ["/p1", 40, "contrast enhanced", "acquisition 100320.0", "on"],
    ]);
  });

  it("leaves the volume the slice with which it begins where was watched", () => {
    const stacks = stacksOf([
      ...watch("m", { z: 0, from: 10 }),
      ...volume("v", 40, agent),
    ]);
    expect(brief(stacks)).toEqual([
      ["/m1", 8, "contrast bolusTracking", "off"],
      ["/v1", 40, "on"],
    ]);
  });

  it("is known by the numbers of acquisitions where no image has a time", () => {
    const untimed = (number: number) => ({
      acquisitionTime: "",
      acquisitionNumber: number,
    });
    const stacks = stacksOf([
      ...Array.from({ length: 6 }, (_, index) =>
        slice(`/m${index + 1}`, -50, index, untimed(index + 1)),
      ),
      ...volume("v", 40, { ...agent, ...untimed(7) }),
    ]);
    expect(brief(stacks)).toEqual([
      ["/m1", 6, "contrast bolusTracking", "off"],
      ["/v1", 40, "on"],
    ]);
  });
});

it("calls nothing bolus tracking without contrast medium, but takes it out of the volume", () => {
  const stacks = stacksOf([
    ...volume("v", 10),
    ...watch("puncture", { z: -50, from: 60 }),
  ]);
  expect(brief(stacks)).toEqual([
    ["/v1", 40, "on"],
    ["/puncture1", 8, "repeatedPosition at -50.0", "on"],
  ]);
});

describe("a series of one place", () => {
  it.each(["Monitoring", "PreMonitoring", "Bolus tracking 120kV", "SureStart"])(
    "is off where it is called %s",
    (seriesDescription) => {
      const stacks = stacksOf(
        watch("m", { z: -50, from: 10, seriesDescription }),
      );
      expect(brief(stacks)).toEqual([["/m1", 8, "off"]]);
    },
  );

  it("is on where it is called otherwise", () => {
    const stacks = stacksOf(watch("m", { z: -50, from: 10 }));
    expect(brief(stacks)).toEqual([["/m1", 8, "on"]]);
  });
});

describe("what is no bolus tracking", () => {
  it.each<[string, readonly ScannedInstance[]]>([
    [
      "three images in a row",
      [
        ...watch("m", { z: -50, from: 10, count: 3 }),
        ...volume("v", 40, agent),
      ],
    ],
    [
      "an MR series",
      [
        ...watch("m", { z: -50, from: 10, modality: "MR" }),
        ...volume("v", 40, { ...agent, modality: "MR" }),
      ],
    ],
    [
      "places watched one after the other, as in a perfusion",
      [0, -5, -10, -15, -20, -25, -30].flatMap((z, place) =>
        watch(`p${place}x`, { z, from: 10 + place * 60, ...agent }),
      ),
    ],
  ])("%s", (_, instances) => {
    expect(
      stacksOf(instances).flatMap(({ traits }) =>
        traits.filter(({ value }) => value === "bolusTracking"),
      ),
    ).toEqual([]);
  });
});

it("has every image once, in whatever order the files are found", () => {
  const instances = [
    ...volume("n", 1),
    ...watch("m", { z: -50, from: 100 }),
    ...watch("k", { z: -55, from: 120 }),
    ...volume("a", 140, agent),
  ];
  const stacks = stacksOf(instances);
  expect(stacks.flatMap(({ images }) => images)).toHaveLength(96);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(instances, { minLength: instances.length }),
      (shuffled) => {
        expect(stacksOf(shuffled)).toEqual(stacks);
      },
    ),
    { numRuns: 30 },
  );
});
