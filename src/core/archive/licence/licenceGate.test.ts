// What licences allow, as TCIA names them.
import { describe, expect, it } from "vitest";
import {
  licenceVerdict,
  mayFetch,
  mayUpload,
  readLicenceFile,
} from "./licenceGate.ts";

const plain = {
  isNonCommercialConfirmed: false,
  isViewOnly: false,
  resolvedLicence: null,
};

describe("a licence", () => {
  it.each([
    [
      "Creative Commons Attribution 3.0 Unported License",
      "http://creativecommons.org/licenses/by/3.0/",
      "attribution",
    ],
    ["CC BY 4.0", "", "attribution"],
    [
      "Creative Commons Attribution-NonCommercial 4.0 International License",
      "https://creativecommons.org/licenses/by-nc/4.0/",
      "nonCommercial",
    ],
    [
      "Creative Commons Attribution-NoDerivatives 4.0 International License",
      "",
      "noDerivatives",
    ],
    ["CC BY-NC-ND 4.0", "", "noDerivatives"],
    ["CC BY-SA 4.0", "", "notListed"],
    ["CC BY 2.0", "", "notListed"],
    ["TCIA Restricted License", "", "controlledAccess"],
    ["MIT License", "", "notCreativeCommons"],
    ["", "", "missing"],
    [
      "CC BY 4.0",
      "https://creativecommons.org/licenses/by-nc/4.0/",
      "disagree",
    ],
  ])("%s (%s) is %s", (name, uri, expected) => {
    const verdict = licenceVerdict({ name, uri });
    expect(verdict.kind === "blocked" ? verdict.reason : verdict.kind).toBe(
      expected,
    );
  });

  it("that is missing can be found out by hand; one that forbids changes cannot be talked away", () => {
    const resolved = {
      ...plain,
      resolvedLicence: {
        name: "",
        uri: "https://creativecommons.org/licenses/by/4.0/",
      },
    };
    expect(mayFetch(licenceVerdict({ name: "", uri: "" }), resolved).ok).toBe(
      true,
    );
    expect(
      mayFetch(licenceVerdict({ name: "CC BY-ND 4.0", uri: "" }), resolved).ok,
    ).toBe(false);
  });

  it("that forbids changes lets a series be looked at, and never be sent", () => {
    const verdict = licenceVerdict({ name: "CC BY-ND 4.0", uri: "" });
    const viewed = { ...plain, isViewOnly: true };
    expect(mayFetch(verdict, viewed).ok).toBe(true);
    expect(mayUpload(verdict, viewed)).toEqual({
      ok: false,
      failure: { kind: "licenceBlocked", reason: "viewOnly" },
    });
  });

  it("is read from the file in the download", () => {
    expect(
      readLicenceFile(
        "Collection: X\nLicense: Creative Commons Attribution 4.0 International License\nhttps://creativecommons.org/licenses/by/4.0/\n",
      ),
    ).toEqual({
      name: "Creative Commons Attribution 4.0 International License",
      uri: "https://creativecommons.org/licenses/by/4.0/",
    });
    expect(readLicenceFile(" \n")).toBeNull();
  });
});
