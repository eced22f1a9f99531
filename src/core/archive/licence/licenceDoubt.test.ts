// Licences that contradict each other: which allows less, and what an earlier decision is worth once the file was read.
import { describe, expect, it } from "vitest";
import type { LicenceDecision } from "../../../shared/archive.ts";
import { judgedWithFile, licenceDoubt } from "./licenceDoubt.ts";

const by4 = { name: "CC BY 4.0", uri: "" };
const byNc4 = { name: "CC BY-NC 4.0", uri: "" };
const byNd4 = { name: "CC BY-ND 4.0", uri: "" };
const none = { name: "", uri: "" };
const plain: LicenceDecision = {
  isNonCommercialConfirmed: false,
  resolvedLicence: null,
  isViewOnly: false,
};
const disagree = { kind: "blocked", reason: "disagree" } as const;

describe("the licence of a series that has come", () => {
  it("is not in doubt where list and file agree, or only one names any", () => {
    for (const file of [by4, null]) {
      const judged = judgedWithFile({ licence: by4 }, file, plain);
      expect(judged.verdict).toEqual({
        kind: "attribution",
        licence: "CC BY 4.0",
      });
      expect(
        licenceDoubt({ licence: by4, licenceFile: file, ...judged }),
      ).toBeNull();
    }
  });

  it.each([
    ["the file", by4, byNc4, "file"],
    ["the list", byNc4, by4, "list"],
    ["the file, which forbids", byNc4, byNd4, "file"],
    ["neither", by4, { name: "CC BY 3.0", uri: "" }, null],
  ] as const)("shows both, and that %s allows less", (_who, list, file, is) => {
    const judged = judgedWithFile({ licence: list }, file, plain);
    expect(judged.verdict).toMatchObject(disagree);
    const doubt = licenceDoubt({ licence: list, licenceFile: file, ...judged });
    expect(doubt).toMatchObject({
      named: [
        { place: "list", licence: list },
        { place: "file", licence: file },
      ],
      stricter: is,
      settled: null,
    });
  });

  it("found out by hand holds where the file says the same", () => {
    const decision = { ...plain, resolvedLicence: by4 };
    const judged = judgedWithFile({ licence: none }, by4, decision);
    expect(judged).toEqual({
      verdict: { kind: "blocked", reason: "missing", licence: "" },
      decision,
    });
  });

  it("found out by hand does not hold against a file that says otherwise", () => {
    for (const list of [none, by4]) {
      const judged = judgedWithFile({ licence: list }, byNd4, {
        ...plain,
        resolvedLicence: by4,
      });
      expect(judged).toMatchObject({
        verdict: disagree,
        decision: { resolvedLicence: null },
      });
    }
  });

  it("found out by hand can be chosen again beside the file's, where the list names none", () => {
    const judged = judgedWithFile({ licence: none }, byNd4, {
      ...plain,
      resolvedLicence: by4,
    });
    expect(
      licenceDoubt({ licence: none, licenceFile: byNd4, ...judged }),
    ).toEqual({
      named: [
        {
          place: "hand",
          licence: by4,
          verdict: { kind: "attribution", licence: "CC BY 4.0" },
          mayHold: true,
        },
        {
          place: "file",
          licence: byNd4,
          verdict: {
            kind: "blocked",
            reason: "noDerivatives",
            licence: "CC BY-ND 4.0",
          },
          mayHold: true,
        },
      ],
      stricter: "file",
      settled: null,
    });
  });

  it("says what was decided, and why", () => {
    const doubt = licenceDoubt({
      licence: by4,
      licenceFile: byNc4,
      verdict: { ...disagree, licence: "CC BY 4.0" },
      decision: {
        ...plain,
        resolvedLicence: byNc4,
        resolvedBecause: "The page says so.",
      },
    });
    expect(doubt?.settled).toEqual({
      licence: byNc4,
      because: "The page says so.",
    });
  });
});

describe("the licence of a series that another archive has as well", () => {
  const fromElsewhere = {
    licence: byNc4,
    licenceElsewhere: by4,
    isLicenceFromElsewhere: true,
  };

  it("is the other archive's stricter one, where list and file both name a milder one", () => {
    for (const file of [by4, null]) {
      const judged = judgedWithFile(fromElsewhere, file, plain);
      expect(judged.verdict).toEqual({
        kind: "nonCommercial",
        licence: "CC BY-NC 4.0",
      });
      expect(
        licenceDoubt({ ...fromElsewhere, licenceFile: file, ...judged }),
      ).toBeNull();
    }
  });

  it("is what forbids at the other archive, whatever the file names", () => {
    const listed = { ...fromElsewhere, licence: byNd4 };
    for (const file of [by4, byNc4, null])
      expect(judgedWithFile(listed, file, plain).verdict).toMatchObject({
        kind: "blocked",
        reason: "noDerivatives",
      });
  });

  it("is in doubt where the file contradicts its own list, and says who named what", () => {
    const judged = judgedWithFile(fromElsewhere, byNc4, plain);
    expect(judged.verdict).toMatchObject(disagree);
    expect(
      licenceDoubt({ ...fromElsewhere, licenceFile: byNc4, ...judged }),
    ).toMatchObject({
      named: [
        { place: "list", licence: by4, mayHold: false },
        { place: "elsewhere", licence: byNc4, mayHold: true },
        { place: "file", licence: byNc4, mayHold: true },
      ],
      stricter: "elsewhere",
    });
  });

  it("is never milder than there because somebody found it out by hand", () => {
    const listed = { licence: none, licenceElsewhere: byNc4 };
    for (const file of [by4, null]) {
      const judged = judgedWithFile(listed, file, {
        ...plain,
        resolvedLicence: by4,
      });
      expect(judged).toMatchObject({
        verdict: disagree,
        decision: { resolvedLicence: null, foundBefore: by4 },
      });
      expect(
        licenceDoubt({ ...listed, licenceFile: file, ...judged })?.named,
      ).toMatchObject([
        { place: "elsewhere", licence: byNc4, mayHold: true },
        { place: "hand", licence: by4, mayHold: false },
        ...(file === null ? [] : [{ place: "file", mayHold: false }]),
      ]);
    }
    const decision = { ...plain, resolvedLicence: byNc4 };
    expect(judgedWithFile(listed, null, decision)).toMatchObject({ decision });
  });
});
