// What licences allow, as TCIA names them.
import { describe, expect, it } from "vitest";
import {
  licenceVerdict,
  licenceVerdictWithFile,
  mayFetch,
  mayUpload,
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
    [
      "Creative Commons Attribution 4.0 International License",
      "https://www.cancerimagingarchive.net/nih-controlled-data-access-policy/",
      "controlledAccess",
    ],
    [
      "TCIA Restricted License",
      "https://creativecommons.org/licenses/by/4.0/",
      "controlledAccess",
    ],
    ["CC BY 4.0", "https://example.org/terms", "disagree"],
    [
      "CC BY 4.0",
      "https://example.org/?as=https://creativecommons.org/licenses/by/4.0/",
      "disagree",
    ],
    [
      "Terms of the hospital",
      "https://creativecommons.org/licenses/by/4.0/",
      "disagree",
    ],
    ["", "https://creativecommons.org/licenses/by/4.0/", "attribution"],
    ["CC BY 4.0 Non\u2011Commercial", "", "notListed"],
    [
      "Creative Commons Attribution Non\u2013Commercial 4.0 International",
      "",
      "nonCommercial",
    ],
    ["CC\u00A0BY\u2011NC\u20094.0", "", "nonCommercial"],
    ["CC BY Non\u00ADCommercial 4.0", "", "nonCommercial"],
    ["CC BY 4.0 (no commercial use)", "", "notListed"],
    ["CC BY 4.0, TCIA Limited Access Policy", "", "notListed"],
    [
      "CC BY 4.0; data use agreement required",
      "https://creativecommons.org/licenses/by/4.0/",
      "notListed",
    ],
    ["CC BY 3.0 or CC BY-NC 4.0", "", "notListed"],
    ["Creative Commons Attribution 4.0 (CC BY-NC 4.0)", "", "notListed"],
    ["Not CC BY 4.0", "", "notListed"],
    [
      "",
      "https://creativecommons.org/licenses/by/4.0.evil",
      "notCreativeCommons",
    ],
    [
      "",
      "https://creativecommons.org/licenses/by/4.0/evil",
      "notCreativeCommons",
    ],
    ["CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0", "attribution"],
    [
      "CC BY 4.0",
      "https://creativecommons.org/licenses/by/4.0/legalcode",
      "attribution",
    ],
    [
      "CC BY 4.0",
      "https://creativecommons.org/licenses/by/4.0/deed.en",
      "attribution",
    ],
    [
      "Creative Commons Attribution-NonCommercial 3.0 Unported License",
      "",
      "nonCommercial",
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

  it("of the download that restricts access blocks, whatever the list says", () => {
    const listed = { name: "CC BY 4.0", uri: "" };
    for (const list of [listed, { name: "", uri: "" }])
      expect(
        licenceVerdictWithFile(list, {
          name: "TCIA Restricted License",
          uri: "https://creativecommons.org/licenses/by/4.0/",
        }),
      ).toMatchObject({ kind: "blocked", reason: "controlledAccess" });
    expect(
      licenceVerdictWithFile(listed, {
        name: "Terms of the hospital",
        uri: "https://creativecommons.org/licenses/by/4.0/",
      }),
    ).toMatchObject({ kind: "blocked", reason: "disagree" });
  });
});
