// Phases of contrast in one series are apart where they show one region.
import { describe, expect, it } from "vitest";
import {
  contrast,
  contrastBrief,
  contrastPass,
  liverThenAbdomen,
  named,
  stacksInBrief,
} from "../../testing/contrastPasses.ts";
import { stacksIn } from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { groupInstances } from "./groupInstances.ts";

describe("two phases in one series", () => {
  it("are two stacks in order, each named by its phase, although one covers a third of the other", () => {
    const stacks = stacksIn(
      liverThenAbdomen(
        () => named("arterial"),
        () => named("portalVenous"),
      ),
    );

    expect(contrastBrief(stacks)).toEqual([
      ["/l1", 10, "contrast arterial"],
      ["/a1", 30, "contrast portalVenous"],
    ]);
    expect(stacks.map(({ specifics }) => specifics)).toEqual([
      "C+ arterial phase",
      "C+ portal venous phase",
    ]);
    expect(stacks.map(({ splitBy }) => splitBy)).toEqual([
      ["contrast"],
      ["contrast"],
    ]);
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
    expect(stacks.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it.each<[string, (phase: string) => Partial<InstanceHeader>]>([
    ["series description", (phase) => ({ seriesDescription: `Abd ${phase}` })],
    ["protocol", (phase) => ({ protocolName: `ABD_${phase}` })],
  ])("are told apart by the %s of each image", (_, fieldsOf) => {
    const stacks = stacksInBrief(
      liverThenAbdomen(
        () => fieldsOf("arterielle Phase"),
        () => fieldsOf("venös"),
      ),
    );
    expect(stacks).toEqual([
      ["/l1", 10, "contrast arterial"],
      ["/a1", 30, "contrast venous"],
    ]);
  });

  it("bear the name that their images have, not that of the longer one", () => {
    const [series] = groupInstances(
      liverThenAbdomen(
        () => ({ seriesDescription: "Liver arterial" }),
        () => ({ seriesDescription: "Abdomen venous" }),
      ),
      [],
    ).studies.flatMap((study) => study.series);
    expect(series?.description).toBe("Abdomen venous");
    expect(series?.stacks.map(({ description }) => description)).toEqual([
      "Liver arterial",
      undefined,
    ]);
  });

  it("are told apart where the slices of one lie between those of the other", () => {
    const stacks = stacksInBrief([
      ...contrastPass({
        name: "l",
        from: 6.5,
        count: 10,
        number: 1,
        fieldsAt: () => named("arterial"),
      }),
      ...contrastPass({
        name: "a",
        count: 30,
        number: 11,
        fieldsAt: () => named("delayed"),
      }),
    ]);
    expect(stacks).toEqual([
      ["/l1", 10, "contrast arterial"],
      ["/a1", 30, "contrast delayed"],
    ]);
  });

  it("are told apart where only one of them is named", () => {
    const stacks = stacksInBrief(
      liverThenAbdomen(
        () => named("arterial"),
        () => contrast({ isGiven: true }),
      ),
    );
    expect(stacks).toEqual([
      ["/l1", 10, "contrast arterial"],
      ["/a1", 30],
    ]);
  });

  it("are named by the time since the bolus where no word says which they are", () => {
    const after = (seconds: number) => ({
      ...contrast({ isGiven: true, bolusStartTime: "101500" }),
      acquisitionTime: `1015${(seconds % 60).toFixed(2).padStart(5, "0")}`,
    });
    const later = (seconds: number) => ({
      ...after(0),
      acquisitionTime: `1016${seconds.toFixed(2).padStart(5, "0")}`,
    });
    const stacks = stacksIn(
      liverThenAbdomen(
        // The table moves: each slice has its own time.
        (index) => after(32 + index * 0.25),
        (index) => later(10 + index * 0.25),
      ),
    );
    expect(contrastBrief(stacks)).toEqual([
      ["/l1", 10, "contrast 32 s"],
      ["/a1", 30, "contrast 70 s"],
    ]);
    expect(stacks.map(({ specifics }) => specifics)).toEqual(["", ""]);
  });

  it("are in order of time where their numbers are the same", () => {
    const at = (minute: string) => (index: number) => ({
      ...contrast({ isGiven: true, bolusStartTime: "235930" }),
      acquisitionDate: minute.startsWith("00") ? "20240302" : "20240301",
      acquisitionTime: `${minute}${String(10 + index)}`,
    });
    const stacks = stacksInBrief([
      ...contrastPass({
        name: "z",
        count: 9,
        number: 1,
        fieldsAt: at("2359"),
      }),
      ...contrastPass({
        name: "a",
        count: 9,
        number: 1,
        fieldsAt: at("0000"),
      }),
    ]);
    expect(stacks).toEqual([
      ["/z1", 9, "contrast -20 s"],
      ["/a1", 9, "contrast 40 s"],
    ]);
  });

  it("are told apart by the pause between them where nothing else is known", () => {
    const stacks = stacksInBrief(
      liverThenAbdomen(
        (index) => ({ acquisitionTime: `1015${String(20 + index)}` }),
        (index) => ({ acquisitionTime: `1017${String(20 + index)}` }),
      ),
    );
    expect(stacks).toEqual([
      ["/l1", 10, "acquisition 101520"],
      ["/a1", 30, "acquisition 101720"],
    ]);
  });

  it("are told apart by the numbers of their acquisitions", () => {
    const stacks = stacksInBrief(
      liverThenAbdomen(
        () => ({ acquisitionNumber: 2 }),
        () => ({ acquisitionNumber: 3 }),
      ),
    );
    expect(stacks).toEqual([
      ["/l1", 10, "acquisition 2"],
      ["/a1", 30, "acquisition 3"],
    ]);
  });

  it("are told apart by two boluses", () => {
    const stacks = stacksInBrief(
      liverThenAbdomen(
        () => contrast({ isGiven: true, bolusStartTime: "101500" }),
        () => contrast({ isGiven: true, bolusStartTime: "101900" }),
      ),
    );
    expect(stacks).toEqual([
      ["/l1", 10, "contrast bolus 101500"],
      ["/a1", 30, "contrast bolus 101900"],
    ]);
  });
});

it("does not call unenhanced what has an agent and no time of it", () => {
  const stacks = stacksIn(
    liverThenAbdomen(
      () => contrast({ isGiven: true }),
      () => contrast({ isGiven: true, bolusStartTime: "101900" }),
    ),
  );
  expect(contrastBrief(stacks)).toEqual([
    ["/l1", 10, "contrast enhanced"],
    ["/a1", 30, "contrast bolus 101900"],
  ]);
  expect(stacks.map(({ specifics }) => specifics)).toEqual(["", ""]);
});
