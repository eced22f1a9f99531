// Before and after contrast medium: what a pass is called that says little or nothing of it.
import { describe, expect, it } from "vitest";
import {
  contrast,
  contrastBrief,
  contrastPass,
  stacksInBrief,
  twice,
} from "../../testing/contrastPasses.ts";
import { stacksIn } from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

describe("before and after contrast medium in one series", () => {
  it.each([
    ["CT", ["non-contrast", ""]],
    ["MR", ["T1", "T1 C+"]],
  ])("are two stacks of %s", (modality, specifics) => {
    const fields = { modality, seriesDescription: "t1" };
    const stacks = stacksIn(
      twice(
        12,
        () => fields,
        () => ({ ...fields, ...contrast({ isGiven: true }) }),
      ),
    );
    expect(contrastBrief(stacks)).toEqual([
      ["/n1", 12, "contrast unenhanced"],
      ["/k1", 12, "contrast enhanced"],
    ]);
    expect(stacks.map((stack) => stack.specifics)).toEqual(specifics);
    expect(stacks.map(({ selectedByDefault }) => selectedByDefault)).toEqual([
      true,
      true,
    ]);
  });

  it("puts a slice without the agent where a slice is missing", () => {
    const stacks = stacksInBrief(
      twice(
        12,
        () => ({}),
        (index) => contrast({ isGiven: index === 5 ? null : true }),
      ),
    );
    // Thirteen say nothing, eleven that it was given.
    expect(stacks).toEqual([
      ["/n1", 12, "contrast unenhanced"],
      ["/k1", 12, "contrast enhanced"],
    ]);
  });
});

describe("a pass that says nothing of contrast medium", () => {
  const given = contrast({ isGiven: true });
  const beside = (
    silent: Partial<InstanceHeader>,
    enhanced: Partial<InstanceHeader>,
  ) =>
    stacksIn(
      twice(
        12,
        () => silent,
        () => ({ ...enhanced, ...given }),
      ),
    ).map(({ specifics, images, traits }) => [
      images[0]?.instance.source.path,
      traits[0]?.value ?? "",
      specifics,
    ]);

  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>]>([
    ["time", { acquisitionTime: "101700" }, { acquisitionTime: "101500" }],
    ["acquisition", { acquisitionNumber: 3 }, { acquisitionNumber: 2 }],
  ])(
    "has no name if its %s is later than that of the enhanced one",
    (_, ...of) => {
      expect(beside(...of)).toEqual([
        ["/n1", "", ""],
        ["/k1", "enhanced", ""],
      ]);
    },
  );

  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>]>([
    [
      "is earlier",
      { acquisitionTime: "101500" },
      { acquisitionTime: "101700" },
    ],
    [
      "says that there was none, though it is later",
      { ...contrast({ isGiven: false }), acquisitionNumber: 3 },
      { acquisitionNumber: 2 },
    ],
  ])("is unenhanced if it %s", (_, ...of) => {
    expect(beside(...of)).toEqual([
      ["/n1", "unenhanced", "non-contrast"],
      ["/k1", "enhanced", ""],
    ]);
  });

  it.each<[string, (order: number) => Partial<InstanceHeader>]>([
    ["acquisition", (order) => ({ acquisitionNumber: order + 1 })],
    [
      "pause",
      (order) => ({ acquisitionTime: order === 0 ? "101500" : "101600" }),
    ],
  ])(
    "is told from another by the %s between them where words on contrast medium are on some of its images",
    (_, fieldsOf) => {
      const stacks = stacksIn(
        [0, 1].flatMap((order) =>
          contrastPass({
            name: order === 0 ? "n" : "k",
            count: 24,
            number: 1 + 24 * order,
            fieldsAt: (index) => ({
              ...fieldsOf(order),
              ...((order === 0) === (index % 3 === 0) ? given : {}),
            }),
          }),
        ),
      );
      expect(
        stacks.map(({ images, splitBy, specifics }) => [
          images[0]?.instance.source.path,
          images.length,
          splitBy,
          specifics,
        ]),
      ).toEqual([
        ["/n1", 24, ["acquisition"], ""],
        ["/k1", 24, ["acquisition"], ""],
      ]);
    },
  );

  it("counts as enhanced with the others of its acquisition that say so", () => {
    const stacks = stacksInBrief(
      [0, 1].flatMap((order) =>
        contrastPass({
          name: order === 0 ? "n" : "k",
          count: 24,
          number: 1 + 24 * order,
          fieldsAt: (index) => ({
            acquisitionNumber: order + 1,
            ...(order === 1 && index % 7 !== 0 ? given : {}),
          }),
        }),
      ),
    );
    expect(stacks).toEqual([
      ["/n1", 24, "contrast unenhanced"],
      ["/k1", 24, "contrast enhanced"],
    ]);
  });
});
