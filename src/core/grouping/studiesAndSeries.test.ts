// Studies, series and the ids of stacks: their order, whose they are, and what they depend on.
import { describe, expect, it } from "vitest";
import { scannedInstance } from "../../testing/groupedImages.ts";
import {
  coronal,
  pathsOf,
  sliceOf,
  stacksIn,
  uid,
  volumeOf,
} from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { groupInstances } from "./groupInstances.ts";

describe("studies and series", () => {
  const study = (path: string, fields: Partial<InstanceHeader>) =>
    sliceOf(path, 0, 1, { studyInstanceUID: uid(`1.2.${path}`), ...fields });

  it("lists studies oldest first, undated last", () => {
    const { studies } = groupInstances(
      [
        study("1", { studyDate: "" }),
        study("2", { studyDate: "20240102", studyTime: "0900" }),
        study("3", { studyDate: "1999.12.31" }),
        study("4", { studyDate: "20240102", studyTime: "0800" }),
      ],
      [],
    );
    expect(studies.map(({ date, time }) => `${date} ${time}`)).toEqual([
      "19991231 ",
      "20240102 0800",
      "20240102 0900",
      " ",
    ]);
  });

  it("lists series by number, unnumbered last", () => {
    const series = (path: string, seriesNumber: number | null) =>
      sliceOf(path, 0, 1, {
        seriesInstanceUID: uid(`1.3.${path}`),
        seriesNumber,
      });
    const { studies } = groupInstances(
      [series("1", null), series("2", 10), series("3", 9)],
      [],
    );
    expect(studies[0]?.series.map(({ number }) => number)).toEqual([
      9,
      10,
      null,
    ]);
  });

  it("takes the modality that most images have", () => {
    const { studies } = groupInstances(
      [
        ...volumeOf("a", 3, () => ({ modality: "MR" })),
        sliceOf("r", 0, 1, {
          seriesInstanceUID: uid("1.4"),
          modality: "SR",
          sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11",
        }),
      ],
      [],
    );
    expect(studies[0]?.modality).toBe("MR");
  });

  it("never mixes two people who share a Study Instance UID", () => {
    const of = (id: string, name: string) => ({
      patient: { id, name, birthDate: "", sex: "", age: "" },
    });
    const { studies } = groupInstances(
      [
        sliceOf("a1", 0, 1, of("P1", "DOE^JANE")),
        sliceOf("b2", 5, 2, of("P2", "ROE^RICHARD")),
        sliceOf("c3", 10, 3, of("P1", "Doe^Jane^^")),
        sliceOf("d4", 15, 4, of("P9", "DOE JANE")),
        sliceOf("e5", 20, 5, of("", "")),
      ],
      [],
    );
    expect(
      studies
        .map(({ series }) =>
          series
            .flatMap(({ stacks }) => pathsOf(stacks))
            .flat()
            .sort()
            .join(" "),
        )
        .sort(),
    ).toEqual(["a1 c3 d4 e5", "b2"]);
    expect(new Set(studies.map(({ key }) => key)).size).toBe(2);
  });
});

describe("stack ids", () => {
  const two = () => [
    ...volumeOf("a", 4, () => ({})),
    ...volumeOf("b", 4, () => ({ imageOrientationPatient: coronal }), 5),
  ];

  it("are sixteen hexadecimal digits, different for each stack", () => {
    const ids = stacksIn(two()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it("stay when other images of the series are there or not", () => {
    const whole = new Set(stacksIn(two()).map(({ id }) => id));
    const [half] = stacksIn(volumeOf("a", 4, () => ({})));
    expect(whole.has(half!.id)).toBe(true);
  });

  it("stay when the files lie elsewhere", () => {
    const moved = two().map(({ source, header }) =>
      scannedInstance(`/elsewhere/${source.path}`, header),
    );
    expect(stacksIn(moved).map(({ id }) => id)).toEqual(
      stacksIn(two()).map(({ id }) => id),
    );
  });
});
