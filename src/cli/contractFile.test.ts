// The settings file of the command line: every doubtful choice, and nothing that is none.
import { describe, expect, it } from "vitest";
import { parseContractFile } from "./contractFile.ts";
import { readNamedDraft } from "./ownDraft.ts";

describe("the settings file", () => {
  it("takes choices as YAML or JSON, and the defaults for the rest", () => {
    expect(
      parseContractFile("rootIndexBase: 1\nconcurrency: 2\n"),
    ).toMatchObject({
      ok: true,
      value: {
        rootIndexBase: 1,
        concurrency: 2,
        presignBatch: 200,
        usesPkce: true,
      },
    });
    expect(
      parseContractFile('{"putContentType": "image/dicom"}'),
    ).toMatchObject({ ok: true, value: { putContentType: "image/dicom" } });
    expect(parseContractFile("")).toMatchObject({
      ok: true,
      value: { concurrency: 12, policyVersion: "0.5.2" },
    });
  });

  it.each([
    ["rootindexbase: 1", "the whole file: Unrecognized"],
    ["rootIndexBase: 2", "rootIndexBase: "],
    ["concurrency: 17", "concurrency: "],
    ["presignPath: //evil.test/", "presignPath: "],
    ["- 1", "the whole file: "],
    ["{", "neither YAML nor JSON"],
  ])("refuses %o", (text, problem) => {
    expect(parseContractFile(text)).toMatchObject({
      ok: false,
      failure: expect.stringContaining(problem) as string,
    });
  });
});

describe("a draft as typed", () => {
  it.each([
    ["8731", { remoteCaseId: 8731, origin: null }],
    [
      "https://radiopaedia.org/cases/8731",
      { remoteCaseId: 8731, origin: "https://radiopaedia.org" },
    ],
    [
      "https://radiopaedia.org/cases/8731/studies/5?lang=gb",
      { remoteCaseId: 8731, origin: "https://radiopaedia.org" },
    ],
  ])("is understood from %s", (text, named) => {
    expect(readNamedDraft(text)).toEqual(named);
  });

  // The number at the end of a published address is another one.
  it.each(["0", "gout-3", "https://radiopaedia.org/cases/gout-3", "-4"])(
    "is not understood from %s",
    (text) => {
      expect(() => readNamedDraft(text)).toThrow();
    },
  );
});
