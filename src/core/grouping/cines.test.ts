// Time inside place or place inside time: the cine of a heart against gated volumes.
import { describe, expect, it } from "vitest";
import {
  inBrief,
  sliceOf,
  stacksIn,
  timeAt,
} from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";

interface Gated {
  readonly places: number;
  readonly phases: number;
  readonly stepMm: number;
  readonly fieldsAt: (place: number, phase: number) => Partial<InstanceHeader>;
}

/** Numbered place after place. */
function gated({ places, phases, stepMm, fieldsAt }: Gated) {
  return Array.from({ length: places * phases }, (_, index) => {
    const place = Math.floor(index / phases);
    const phase = index % phases;
    return sliceOf(`z${place}t${phase}`, -stepMm * place, index + 1, {
      modality: "MR",
      ...fieldsAt(place, phase),
    });
  });
}

const sizes = (instances: readonly ScannedInstance[]) =>
  stacksIn(instances).map(({ images }) => images.length);

const times = (count: number, size: number) =>
  Array.from({ length: count }, () => size);

describe("a short axis of twelve slices", () => {
  const shortAxis = (fieldsAt: Gated["fieldsAt"]) =>
    gated({ places: 12, phases: 25, stepMm: 8, fieldsAt });

  it.each<[string, Gated["fieldsAt"]]>([
    ["trigger times", (_, phase) => ({ triggerTimeMs: 30 * phase })],
    [
      "two phases of one rounded trigger time",
      (_, phase) => ({ triggerTimeMs: phase < 2 ? 0 : 30 * phase }),
    ],
    [
      "nothing but the time when each slice was acquired",
      (place) => ({ acquisitionTime: timeAt(36_900 + 15 * place) }),
    ],
    ["nothing but numbers", () => ({})],
  ])("is a stack for each slice, all on, with %s", (_, fieldsAt) => {
    const stacks = stacksIn(shortAxis(fieldsAt));
    expect(stacks.map(({ images }) => images.length)).toEqual(times(12, 25));
    expect(inBrief(stacks)[1]).toBe("z1t0 25 repeatedPosition=at -8.0");
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });

  it("is a stack for each slice though one has lost most of its phases", () => {
    const left = shortAxis((_, phase) => ({
      triggerTimeMs: 30 * phase,
    })).filter(({ source }) => !/^z3t([4-9]|\d\d)$/.test(source.path));
    expect(sizes(left)).toEqual([...times(3, 25), 4, ...times(8, 25)]);
  });

  it("is a stack for each time where times were acquired one after the other", () => {
    expect(
      sizes(
        shortAxis((_, phase) => ({
          acquisitionTime: timeAt(36_900 + 15 * phase),
        })),
      ),
    ).toEqual(times(25, 12));
  });
});

describe("a gated volume", () => {
  it.each<[string, Gated]>([
    [
      "CT of the heart",
      {
        places: 60,
        phases: 10,
        stepMm: 0.5,
        fieldsAt: (_, phase) => ({ modality: "CT", triggerTimeMs: 80 * phase }),
      },
    ],
    [
      "CT of thick slices",
      {
        places: 12,
        phases: 10,
        stepMm: 5,
        fieldsAt: (_, phase) => ({ modality: "CT", triggerTimeMs: 80 * phase }),
      },
    ],
    [
      "4D flow by MR",
      {
        places: 40,
        phases: 20,
        stepMm: 2,
        fieldsAt: (_, phase) => ({ triggerTimeMs: 40 * phase }),
      },
    ],
    [
      "MR with many more slices than phases",
      {
        places: 40,
        phases: 8,
        stepMm: 5,
        fieldsAt: (_, phase) => ({ triggerTimeMs: 90 * phase }),
      },
    ],
    [
      "PET",
      {
        places: 40,
        phases: 8,
        stepMm: 4.25,
        fieldsAt: (_, phase) => ({
          modality: "PT",
          triggerTimeMs: 100 * phase,
        }),
      },
    ],
  ])("is a stack for each phase, all on: %s", (_, volume) => {
    const stacks = stacksIn(gated(volume));
    expect(stacks.map(({ images }) => images.length)).toEqual(
      times(volume.phases, volume.places),
    );
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });
});

it("leaves a dynamic study that is numbered slice by slice in time points", () => {
  expect(
    sizes(
      gated({
        places: 30,
        phases: 6,
        stepMm: 5,
        fieldsAt: (_, phase) => ({ temporalPosition: phase + 1 }),
      }),
    ),
  ).toEqual(times(6, 30));
});
