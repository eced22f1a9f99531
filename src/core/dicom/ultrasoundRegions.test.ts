// Regions of ultrasound as the header gives them.
import { expect, it } from "vitest";
import {
  ctSlice,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "./readDataSet.ts";
import { toInstanceHeader } from "./toInstanceHeader.ts";

function region(left: number, top: number, right: number, bottom: number) {
  return {
    RegionLocationMinX0: left,
    RegionLocationMinY0: top,
    RegionLocationMaxX1: right,
    RegionLocationMaxY1: bottom,
  };
}

async function regionsOf(items: readonly FixtureItem[]) {
  const file = ctSlice({ attributes: { SequenceOfUltrasoundRegions: items } });
  const dataSet = valueOf(await readDataSet(memoryByteSource(file)));
  return toInstanceHeader(dataSet).ultrasoundRegions;
}

it("gives regions as boxes that hold both corners", async () => {
  expect(
    await regionsOf([region(14, 38, 1010, 758), region(0, 0, 10, 20)]),
  ).toEqual([
    { left: 14, top: 38, width: 997, height: 721 },
    { left: 0, top: 0, width: 11, height: 21 },
  ]);
});

it("leaves out regions that are empty, inside out or not all there", async () => {
  const open = { RegionLocationMinX0: 1, RegionLocationMinY0: 2 };

  expect(
    await regionsOf([region(0, 0, 0, 0), region(9, 9, 3, 12), open]),
  ).toEqual([]);
});

it("gives none for other images", async () => {
  const dataSet = valueOf(await readDataSet(memoryByteSource(ctSlice())));
  const header = toInstanceHeader(dataSet);

  expect(header.ultrasoundRegions).toEqual([]);
  expect(header.manufacturerModelName).toBe("");
});
