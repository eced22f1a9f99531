// The order in time of images that do not all know their day.
import { describe, expect, it } from "vitest";
import { sliceOf, stacksIn, timeAt } from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

const hour = 3600;

interface When {
  readonly date?: string;
  readonly seconds: number;
}

/** Passes over the same ten places, all numbered from one; the stacks by their first letter. */
const orderOf = (passes: Readonly<Record<string, When>>) =>
  stacksIn(
    Object.entries(passes).flatMap(([name, { date = "", seconds }]) =>
      Array.from({ length: 10 }, (_, index) =>
        sliceOf(`${name}${index}`, -5 * index, index + 1, {
          acquisitionDate: date,
          acquisitionTime: timeAt(seconds + index),
        } satisfies Partial<InstanceHeader>),
      ),
    ),
  )
    .map(({ images }) => images[0]?.instance.source.path.slice(0, 1))
    .join("");

describe("passes of one series in order of time", () => {
  it("go on after midnight though none knows its day", () => {
    expect(
      orderOf({ a: { seconds: 10 }, z: { seconds: 24 * hour - 60 } }),
    ).toBe("za");
  });

  it("are as the clock says if they are not of two days", () => {
    expect(
      orderOf({ z: { seconds: 9 * hour }, a: { seconds: 20 * hour } }),
    ).toBe("za");
  });

  it("take the day of those that know it", () => {
    const date = "20240302";
    expect(
      orderOf({
        z: { date, seconds: 10 * hour },
        a: { seconds: 10 * hour + 60 },
        m: { seconds: 10 * hour - 60 },
      }),
    ).toBe("mza");
  });

  it("take the day before, or after, if that is nearer", () => {
    const date = "20240302";
    expect(
      orderOf({
        b: { date, seconds: 30 },
        a: { seconds: 120 },
        z: { seconds: 24 * hour - 60 },
      }),
    ).toBe("zba");
    expect(
      orderOf({
        b: { date, seconds: 24 * hour - 120 },
        a: { seconds: 120 },
        z: { seconds: 24 * hour - 300 },
      }),
    ).toBe("zba");
  });
});
