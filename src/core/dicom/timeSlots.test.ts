// Which frames of a gated tomogram are one volume.
import { expect, it } from "vitest";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "./readDataSet.ts";
import { toInstanceHeader } from "./toInstanceHeader.ts";

/** What the header of four frames says with these vectors. */
async function slotsOf(
  vectors: FixtureItem,
): Promise<readonly string[] | null> {
  const bytes = dicomFile({
    attributes: {
      ...ctSliceAttributes({}),
      Modality: "NM",
      NumberOfFrames: 4,
      PixelData: Array.from({ length: 64 }, (_, index) => index),
      ...vectors,
    },
  });
  const dataSet = valueOf(await readDataSet(memoryByteSource(bytes)));
  return toInstanceHeader(dataSet).timeSlots;
}

it("frames of slices in several time slots tell theirs", async () => {
  expect(
    await slotsOf({ TimeSlotVector: [1, 1, 2, 2], SliceVector: [1, 2, 1, 2] }),
  ).toEqual(["time slot 1", "time slot 1", "time slot 2", "time slot 2"]);
});

it("the interval between beats counts too", async () => {
  expect(
    await slotsOf({
      RRIntervalVector: [1, 1, 2, 2],
      TimeSlotVector: [1, 1, 1, 1],
      SliceVector: [1, 2, 1, 2],
    }),
  ).toEqual([
    "beat interval 1",
    "beat interval 1",
    "beat interval 2",
    "beat interval 2",
  ]);
});

it.each<[string, FixtureItem]>([
  ["one place, which is a film", { TimeSlotVector: [1, 2, 3, 4] }],
  ["slices of one time", { SliceVector: [1, 2, 3, 4] }],
  [
    "a vector of fewer frames than there are",
    { TimeSlotVector: [1, 2], SliceVector: [1, 2, 1, 2] },
  ],
])("frames of %s tell none", async (_, vectors) => {
  expect(await slotsOf(vectors)).toBeNull();
});
