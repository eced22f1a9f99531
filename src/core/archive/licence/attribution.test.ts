// The credit for public data: each data set by its own citation, each archive by its own publication.
import { describe, expect, it } from "vitest";
import {
  attributionBlock,
  creditLine,
  type CreditedDataset,
} from "./attribution.ts";

const fromNbia: CreditedDataset = {
  source: "nbia",
  citedAs: "",
  collection: "SAMPLE-CHEST",
  licence: { name: "CC BY 4.0", uri: "" },
  doi: "10.7937/sample.2020.chest",
  descriptionUri: "",
  citation: null,
};
const fromIdc: CreditedDataset = {
  ...fromNbia,
  source: "idc",
  collection: "sample_ct",
  doi: "10.5281/zenodo.1",
};
const clark = /^Clark K, .*10\.1007\/s10278-013-9622-7$/;
const fedorov = /^Fedorov A, .*10\.1148\/rg\.230180$/;

describe("the credit", () => {
  it("names the archive that the images came from, and its publication", () => {
    const tcia = attributionBlock([fromNbia]);
    expect(tcia[1]).toBe(
      "SAMPLE-CHEST. The Cancer Imaging Archive. https://doi.org/10.7937/sample.2020.chest Licence: CC BY 4.0.",
    );
    expect(tcia.at(-1)).toMatch(clark);
    const idc = attributionBlock([fromIdc]);
    expect(idc[1]).toBe(
      "sample_ct. Imaging Data Commons. https://doi.org/10.5281/zenodo.1 Licence: CC BY 4.0.",
    );
    expect(idc.at(-1)).toMatch(fedorov);
    expect(idc.join("\n")).not.toMatch(/Clark|The Cancer Imaging Archive\./);
  });

  it("names both publications where images came from both, each once", () => {
    const nlst: CreditedDataset = { ...fromNbia, source: "nlst", doi: null };
    const lines = attributionBlock([fromNbia, fromIdc, nlst]);
    expect(lines.filter((line) => clark.test(line))).toHaveLength(1);
    expect(lines.filter((line) => fedorov.test(line))).toHaveLength(1);
  });

  it("names every licence of a data set, also those without a name", () => {
    const under = (uri: string) => ({
      ...fromNbia,
      licence: { name: "", uri },
    });
    const by = "https://creativecommons.org/licenses/by/4.0/";
    const byNc = "https://creativecommons.org/licenses/by-nc/4.0/";
    const lines = attributionBlock([under(by), under(byNc), under(by)]);
    expect(lines.filter((line) => line.includes("Licence:"))).toEqual([
      expect.stringContaining(by),
      expect.stringContaining(byNc),
    ]);
  });

  it("cites as the archive does, with the DOI that belongs to it", () => {
    expect(
      creditLine({
        ...fromIdc,
        citedAs: "Doe, J. (2021). A set. https://doi.org/10.5281/ZENODO.1",
      }),
    ).toBe(
      "Doe, J. (2021). A set. https://doi.org/10.5281/ZENODO.1 Licence: CC BY 4.0.",
    );
    expect(creditLine({ ...fromIdc, citedAs: "Doe, J. (2021). A set." })).toBe(
      "Doe, J. (2021). A set. https://doi.org/10.5281/zenodo.1 Licence: CC BY 4.0.",
    );
  });
});
