// Any set of instances: nothing lost, nothing doubled, the same in any order, and in turns.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allStacks,
  axial,
  coronal,
  noFrameColumns,
  sliceOf,
  slicePixels,
  stacksIn,
  uid,
  volumeOf,
} from "../../testing/seriesSlices.ts";
import type {
  FrameTable,
  InstanceHeader,
  Vector3,
} from "../model/instanceHeader.ts";
import { groupInstances, groupInstancesInTurns } from "./groupInstances.ts";

/** Tables of up to four frames, with any of the columns. */
const anyTable = fc
  .record({
    imagePositionPatient: column(
      ([0, 5, 10] as const).map((z): Vector3 => [0, 0, z]),
    ),
    imageOrientationPatient: column([axial, coronal]),
    diffusionBValue: column([null, 0, 1000]),
    echoTimeMs: column([20, 80]),
    temporalPosition: column([1, 2]),
    triggerTimeMs: column([0, 40]),
    complexImageComponent: column(["MAGNITUDE", "PHASE"]),
  })
  .map((columns): FrameTable => ({ ...noFrameColumns, ...columns }));

function column<Value>(values: readonly Value[]) {
  return fc.option(
    fc.array(fc.constantFrom(...values), { minLength: 4, maxLength: 4 }),
  );
}

/** Few values for each attribute, so that agreements, repeats and contradictions all happen. */
const anyInstance = fc
  .record({
    study: fc.constantFrom("", "1.2.1", "1.2.2"),
    series: fc.constantFrom("", "1.3.1", "1.3.2"),
    sop: fc.constantFrom("", "1.9.1", "1.9.2", "1.9.3", "1.9.4", "1.9.5"),
    sopClass: fc.constantFrom(
      "1.2.840.10008.5.1.4.1.1.2",
      "1.2.840.10008.5.1.4.1.1.2",
      "1.2.840.10008.5.1.4.1.1.7",
      "",
    ),
    patient: fc.constantFrom("", "A", "B", "a"),
    number: fc.constantFrom(null, 1, 2, 3),
    z: fc.constantFrom(null, 0, 5, 10, 15),
    orientation: fc.constantFrom(axial, axial, coronal),
    frames: fc.constantFrom(1, 1, 1, 2, 4),
    echo: fc.constantFrom(null, 1, 2),
    date: fc.constantFrom("", "20240101", "20230101"),
    description: fc.constantFrom("", "T2", "Scout"),
    table: fc.option(anyTable),
  })
  .map((drawn): Partial<InstanceHeader> => ({
    studyInstanceUID: uid(drawn.study),
    seriesInstanceUID: uid(drawn.series),
    sopInstanceUID: uid(drawn.sop),
    sopClassUID: drawn.sopClass,
    patient: {
      id: drawn.patient.toUpperCase(),
      name: drawn.patient,
      birthDate: "",
      sex: "",
      age: "",
    },
    instanceNumber: drawn.number,
    imagePositionPatient: drawn.z === null ? null : [0, 0, drawn.z],
    imageOrientationPatient: drawn.orientation,
    echoNumber: drawn.echo,
    studyDate: drawn.date,
    seriesDescription: drawn.description,
    pixels: { ...slicePixels, numberOfFrames: drawn.frames },
    frames: drawn.frames > 1 ? drawn.table : null,
  }));

const anyScan = fc
  .array(anyInstance, { maxLength: 24 })
  .map((headers) =>
    headers.map((header, index) =>
      sliceOf(`/x${index % 3}/IM${index}`, 0, null, header),
    ),
  );

describe("any set of instances", () => {
  it("has every instance in exactly one stack, with every frame once", () => {
    fc.assert(
      fc.property(anyScan, (instances) => {
        const images = stacksIn(instances).flatMap((stack) => stack.images);
        const expected = instances.reduce(
          (sum, { header }) => sum + header.pixels!.numberOfFrames,
          0,
        );
        expect(images).toHaveLength(expected);
        expect(
          new Set(
            images.map(
              ({ instance, frame }) => `${instance.source.path} ${frame ?? ""}`,
            ),
          ).size,
        ).toBe(expected);
      }),
    );
  });

  it("gives the same result in whatever order it is found", () => {
    fc.assert(
      fc.property(
        anyScan.chain((instances) =>
          fc.tuple(
            fc.constant(instances),
            fc.shuffledSubarray(instances, { minLength: instances.length }),
          ),
        ),
        ([instances, shuffled]) => {
          expect(groupInstances(shuffled, [])).toEqual(
            groupInstances(instances, []),
          );
        },
      ),
    );
  });

  it("has no two stacks or studies of the same name", () => {
    fc.assert(
      fc.property(anyScan, (instances) => {
        const grouped = groupInstances(instances, []);
        const ids = allStacks(grouped).map(({ id }) => id);
        const keys = grouped.studies.map(({ key }) => key);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

it("groups in turns to the same result, with a turn for each series", async () => {
  const instances = [
    ...volumeOf("a", 3, () => ({})),
    ...volumeOf("b", 3, () => ({ seriesInstanceUID: uid("1.7") })),
  ];
  let turns = 0;
  const grouped = await groupInstancesInTurns(instances, [], () => {
    turns += 1;
    return Promise.resolve();
  });
  expect(grouped).toEqual(groupInstances(instances, []));
  expect(turns).toBeGreaterThanOrEqual(2);
});

it("takes turns within a series of many images, from the first look at their UIDs on", async () => {
  const instances = volumeOf("a", 10_000, () => ({}));
  let turns = 0;
  await groupInstancesInTurns(instances, [], () => {
    turns += 1;
    return Promise.resolve();
  });
  // Two while UIDs are looked at, and one each before studies, their series and the one series.
  expect(turns).toBeGreaterThanOrEqual(6);
});
