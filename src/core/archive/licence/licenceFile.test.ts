// What the LICENSE file of a download names: its head decides, never the text of the policy below.
import { describe, expect, it } from "vitest";
import { readLicenceFile } from "./licenceFile.ts";

const by4 = {
  name: "Creative Commons Attribution 4.0 International License",
  uri: "https://creativecommons.org/licenses/by/4.0/",
};
const policy =
  "\n\nAll data are under https://creativecommons.org/licenses/by-nc/3.0/ unless said otherwise.\nCC BY-NC 3.0\n";

describe("the LICENSE file", () => {
  it.each([
    ["labels", `Collection: X\nLicense: ${by4.name}\n${by4.uri}\n`],
    [
      "labels for all",
      `Collection: X\r\nLicense Name: ${by4.name}\r\nLicense URL: ${by4.uri}\r\n`,
    ],
    ["no labels", `SAMPLE-CT\n\n${by4.name}\n${by4.uri}.\n`],
    ["licence and address alone", `${by4.name}\n${by4.uri}`],
    [
      "a collection that begins like a licence",
      `Collection: CC-Tumor-Heterogeneity\nLicense: ${by4.name}\n${by4.uri}`,
    ],
  ])("is read with %s, and its policy decides nothing", (_form, head) => {
    expect(readLicenceFile(head)).toEqual(by4);
    expect(readLicenceFile(`${head}${policy}`)).toEqual(by4);
  });

  it("names what its line of the licence says, whatever it quotes", () => {
    expect(
      readLicenceFile(`License: TCIA Restricted License\n${by4.uri}\n`),
    ).toEqual({ name: "TCIA Restricted License", uri: by4.uri });
    expect(
      readLicenceFile(
        `Collection: X\nLicense: TCIA Restricted License\n\nText of the policy, unlike that of ${by4.uri} or CC BY 4.0.`,
      ),
    ).toEqual({ name: "TCIA Restricted License", uri: "" });
    expect(
      readLicenceFile("X\nTCIA Restricted License\nhttps://example.org/terms"),
    ).toEqual({
      name: "TCIA Restricted License",
      uri: "https://example.org/terms",
    });
  });

  it("names nothing where it is empty", () => {
    expect(readLicenceFile(" \n")).toBeNull();
  });
});
