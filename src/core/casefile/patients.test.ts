// Who is taken for one patient, and what stays of a case when the files of others are left to other cases.
import { describe, expect, it } from "vitest";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "../../testing/groupedImages.ts";
import type { PatientIdentity } from "../model/instanceHeader.ts";
import {
  countPatients,
  patientDigests,
  splitByPatient,
  withoutOtherPatients,
} from "./patients.ts";

const keyHex = "ab".repeat(32);

const person = (id: string, name: string, birthDate = ""): PatientIdentity => ({
  id,
  name,
  birthDate,
  sex: "",
  age: "",
});
const studyBy = (key: string, patient: PatientIdentity) =>
  studyOf(key, [stackOf(key, 2)], { patient });

describe("patients", () => {
  it.each([
    ["of one ID", person("1", "DOE^JANE"), person("1", ""), 1],
    [
      "of one ID and birth date, but another name",
      person("1", "DOE^JANE", "19700101"),
      person("1", "ROE^JANE", "19700101"),
      1,
    ],
    [
      "of one ID, but another name, who are asked about",
      person("1", "DOE^JANE"),
      person("1", "ROE^JANE", "19700101"),
      2,
    ],
    [
      "of one ID in other spellings",
      person("1", "MÜLLER^JÖRG"),
      person("1", "Mueller, Joerg M. Dr."),
      1,
    ],
    [
      "of one ID in other component groups",
      person("1", "Yamada^Tarou=山田^太郎"),
      person("1", "YAMADA^TAROU"),
      1,
    ],
    [
      "of one ID, in another order of the name",
      person("1", "DOE^JANE^ANN"),
      person("1", "Jane Doe"),
      1,
    ],
    [
      "of an ID that stands for none",
      person("0", "ONE^X"),
      person("0", "TWO^Y"),
      2,
    ],
    [
      "of an ID that stands for none, and born on one day",
      person("UNKNOWN", "ONE^X", "19700101"),
      person("UNKNOWN", "TWO^Y", "19700101"),
      2,
    ],
    [
      "of one ID and no shared name",
      person("4711", "ONE^X"),
      person("4711", "TWO^Y"),
      2,
    ],
    [
      "of one ID, but other name and birth date",
      person("1", "DOE^JANE", "19700101"),
      person("1", "ROE^RICHARD", "19800202"),
      2,
    ],
    ["of other IDs", person("1", "DOE^JANE"), person("2", "DOE^JANE"), 2],
    [
      "of other IDs, but one name and birth date",
      person("1", "DOE^JANE", "19700101"),
      person("2", "Doe^Jane^^", "19700101"),
      1,
    ],
    ["of one name without ID", person("", "A^B"), person("", "a^b"), 1],
    ["of one name, one without ID", person("1", "A^B"), person("", "A^B"), 1],
    [
      "of one name without ID, born on other days",
      person("", "A^B", "19700101"),
      person("", "A^B", "19800202"),
      2,
    ],
    ["who are not named", person("", ""), person("", ""), 1],
    [
      "who are not named, but born on other days",
      person("", "", "19510101"),
      person("", "", "20010101"),
      2,
    ],
    [
      "who are not named, of whom one tells a birth date",
      person("", "", "19510101"),
      person("", ""),
      1,
    ],
    ["of whom one is not named", person("1", "A^B"), person("", ""), 2],
  ])("%s", (_, a, b, count) => {
    expect(countPatients([studyBy("a", a), studyBy("b", b)])).toBe(count);
    expect(countPatients([studyBy("b", b), studyBy("a", a)])).toBe(count);
  });

  it("are one if a third study shows it", () => {
    const studies = [
      studyBy("a", person("1", "DOE^JANE", "19700101")),
      studyBy("b", person("", "ROE^JANE")),
      studyBy("c", person("1", "ROE^JANE", "19700101")),
    ];
    expect(splitByPatient(studies)).toHaveLength(1);
  });

  it.each([
    [0, 1, 2],
    [2, 0, 1],
    [0, 2, 1],
  ])("are not one for a study without a name: %i %i %i", (...order) => {
    const studies = [
      studyBy("a", person("1", "ONE^XAVIER")),
      studyBy("b", person("1", "TWO^YVES")),
      studyBy("c", person("1", "")),
    ];
    const given = order.flatMap((place) => studies[place] ?? []);
    const parts = splitByPatient(given);
    expect(parts).toHaveLength(2);
    expect(parts[0]?.[0]).toBe(given[0]);
    expect(parts.flat()).toHaveLength(3);
  });

  it("each keep their studies, in order", () => {
    const studies = [
      studyBy("a", person("1", "")),
      studyBy("bb", person("2", "")),
      studyBy("ccc", person("1", "")),
    ];
    expect(splitByPatient(studies)).toEqual([
      [studies[0], studies[2]],
      [studies[1]],
    ]);
  });
});

describe("leaving files to other cases", () => {
  const jane = studyBy("a", person("1", "DOE^JANE"));
  const richard = studyBy("b", person("2", "ROE^RICHARD"));
  const others = { keyHex, digests: patientDigests([richard], keyHex) };

  it("accounts for each of them", () => {
    const { instances, leftOut } = withoutOtherPatients(
      groupsOf([jane, richard]),
      others,
    );
    expect(instances.map(({ source }) => source.path)).toEqual([
      "/export/a/1",
      "/export/a/2",
    ]);
    expect(
      leftOut.map(({ source, reason }) => [source.path, reason.kind]),
    ).toEqual([
      ["/export/b/1", "otherPatient"],
      ["/export/b/2", "otherPatient"],
    ]);
  });

  it("keeps whoever was not there when the case was split", () => {
    const newcomer = studyBy("c", person("3", "POE^ANN"));
    const { leftOut } = withoutOtherPatients(
      groupsOf([jane, newcomer]),
      others,
    );
    expect(leftOut).toEqual([]);
  });

  it("counts a file of many frames once", () => {
    const instance = scannedInstance("/clip");
    const clip = studyOf(
      "d",
      [
        stackOf("d", 0, {
          images: [1, 2, 3].map((frame) => ({ instance, frame })),
        }),
      ],
      { patient: richard.patient },
    );
    expect(withoutOtherPatients(groupsOf([clip]), others).leftOut).toHaveLength(
      1,
    );
  });

  it("remembers nobody by name", () => {
    const [digest] = others.digests;
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    expect(patientDigests([richard], "cd".repeat(32))).not.toEqual([digest]);
  });
});
