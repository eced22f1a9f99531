// One pass of contrast stays one, and any passes are grouped alike in any order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contrast,
  contrastPass,
  named,
  stacksInBrief,
} from "../../testing/contrastPasses.ts";
import { stacksIn } from "../../testing/seriesSlices.ts";
import type { ContrastPhase } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

describe("one pass", () => {
  it.each<[string, (index: number) => Partial<InstanceHeader>]>([
    [
      "the agent is missing on one slice",
      (index) => contrast({ isGiven: index === 7 ? null : true }),
    ],
    [
      "the agent is missing on every second slice",
      (index) => contrast({ isGiven: index % 2 === 0 ? null : true }),
    ],
    [
      "a word is missing on some slices",
      (index) => (index % 3 === 0 ? {} : named("arterial")),
    ],
    [
      "the chest is arterial and the abdomen below it venous",
      (index) => named(index < 12 ? "arterial" : "venous"),
    ],
    [
      "each slice has its own time and delay, with a pause for breath",
      (index) => ({
        ...contrast({ isGiven: true, bolusStartTime: "101500" }),
        acquisitionTime: `10${String(16 + Math.floor(index / 10))}${String(10 + index)}`,
      }),
    ],
  ])("is one stack though %s", (_, fieldsAt) => {
    const stacks = stacksInBrief(
      contrastPass({ name: "s", count: 24, number: 1, fieldsAt }),
    );
    expect(stacks).toEqual([["/s1", 24]]);
  });

  it("is one stack with a slice too many, and says so", () => {
    const stacks = stacksIn([
      ...contrastPass({
        name: "s",
        count: 24,
        number: 1,
        fieldsAt: () => contrast({ isGiven: true }),
      }),
      ...contrastPass({ name: "again", from: 3, count: 1, number: 25 }),
    ]);
    expect(stacks.map(({ images }) => images.length)).toEqual([25]);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "duplicatePositions", count: 1 },
    ]);
  });

  it("stays one with the next region, which it meets on a few slices", () => {
    const stacks = stacksIn([
      ...contrastPass({
        name: "c",
        count: 20,
        number: 1,
        fieldsAt: () => ({ acquisitionNumber: 1 }),
      }),
      ...contrastPass({
        name: "a",
        from: 17,
        count: 20,
        number: 21,
        fieldsAt: () => ({ acquisitionNumber: 2 }),
      }),
    ]);
    expect(stacks.map(({ images }) => images.length)).toEqual([40]);
  });
});

/** Passes of any length and place, with any of the words, agents and times, and some of them missing. */
const anySeries = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 6 }),
      count: fc.integer({ min: 1, max: 8 }),
      phase: fc.constantFrom<(ContrastPhase | null)[]>(
        null,
        "unenhanced",
        "arterial",
        "venous",
      ),
      isGiven: fc.constantFrom(null, true, false),
      bolus: fc.constantFrom("", "101500", "101600"),
      minute: fc.constantFrom("", "1015", "1016", "1017"),
      acquisitionNumber: fc.constantFrom(null, 1, 2),
      oddOne: fc.integer({ min: 0, max: 8 }),
      isRenumbered: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((passes) =>
    passes.flatMap((drawn, order) =>
      contrastPass({
        name: `p${order}s`,
        from: drawn.from,
        count: drawn.count,
        number: drawn.isRenumbered ? 1 : 10 * order + 1,
        fieldsAt: (index) =>
          index === drawn.oddOne
            ? {}
            : {
                ...contrast({
                  phase: drawn.phase,
                  isGiven: drawn.isGiven,
                  bolusStartTime: drawn.bolus,
                }),
                acquisitionTime:
                  drawn.minute === "" ? "" : `${drawn.minute}${10 + index}`,
                acquisitionNumber: drawn.acquisitionNumber,
              },
      }),
    ),
  );

describe("any passes of any phases", () => {
  it("give the same stacks in whatever order they are found, with every image once", () => {
    fc.assert(
      fc.property(
        anySeries.chain((instances) =>
          fc.tuple(
            fc.constant(instances),
            fc.shuffledSubarray(instances, { minLength: instances.length }),
          ),
        ),
        ([instances, shuffled]) => {
          const stacks = stacksIn(instances);
          expect(stacksIn(shuffled)).toEqual(stacks);
          const paths = stacks.flatMap(({ images }) =>
            images.map(({ instance }) => instance.source.path),
          );
          expect(paths.sort()).toEqual(
            instances.map(({ source }) => source.path).sort(),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
