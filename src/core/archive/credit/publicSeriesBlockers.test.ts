// What public series hold against sending, and the credit that must stand in what is sent.
import { describe, expect, it } from "vitest";
import { uncredited, withCredit } from "./creditInText.ts";
import { creditedDatasets, type PublicSeries } from "./publicSeries.ts";
import { publicSeriesBlockers } from "./publicSeriesBlockers.ts";

const chest: PublicSeries = {
  seriesInstanceUID: "1.2.3",
  collection: "SAMPLE-CHEST",
  licence: {
    name: "Creative Commons Attribution 4.0 International License",
    uri: "https://creativecommons.org/licenses/by/4.0/",
  },
  doi: "10.7937/sample.2020.chest",
  descriptionUri: "",
  citation: null,
  verdict: { kind: "attribution", licence: "CC BY 4.0" },
  decision: {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  },
};
const viewOnly: PublicSeries = {
  ...chest,
  seriesInstanceUID: "1.2.4",
  verdict: {
    kind: "blocked",
    reason: "noDerivatives",
    licence: "CC BY-ND 4.0",
  },
  decision: { ...chest.decision, isViewOnly: true },
};
const credited = withCredit("", creditedDatasets([chest]));

describe("publicSeriesBlockers", () => {
  it("lets a series with its credit pass", () => {
    expect(publicSeriesBlockers([chest], ["1.2.3"], [credited])).toEqual([]);
  });

  it("says so when the credit is not in the text, or only half of it", () => {
    const missing = [{ kind: "creditMissing", collections: ["SAMPLE-CHEST"] }];
    for (const text of [
      "",
      "https://doi.org/10.7937/sample.2020.chest, CC BY 4.0",
      "CC BY 4.0. Changes made.",
      "10.7937/sample.2020.chest. Changes made.",
    ])
      expect(publicSeriesBlockers([chest], ["1.2.3"], [text])).toEqual(missing);
  });

  it("takes the author's own wording of the same facts", () => {
    const text =
      "<p>Case courtesy of <em>SAMPLE-CHEST</em> (doi 10.7937/SAMPLE.2020.chest, CC  BY 4.0), images cropped and changed.</p>";
    expect(publicSeriesBlockers([chest], ["1.2.3"], [text])).toEqual([]);
  });

  it("keeps what was fetched to be looked at, stack by stack", () => {
    expect(
      publicSeriesBlockers(
        [chest, viewOnly],
        ["1.2.3", "1.2.4", "1.2.4"],
        [credited],
      ),
    ).toEqual([{ kind: "licenceForbids", reason: "viewOnly", stacks: 2 }]);
  });

  it("keeps a non-commercial series whose use nobody confirmed", () => {
    const series: PublicSeries = {
      ...chest,
      verdict: { kind: "nonCommercial", licence: "CC BY-NC 4.0" },
    };
    expect(publicSeriesBlockers([series], ["1.2.3"], [credited])).toEqual([
      { kind: "licenceForbids", reason: "nonCommercialUnconfirmed", stacks: 1 },
    ]);
  });

  it("asks nothing for series that are not sent", () => {
    expect(publicSeriesBlockers([chest, viewOnly], ["9.9"], [""])).toEqual([]);
  });
});

describe("withCredit", () => {
  it("leaves what was typed, and adds the credit once", () => {
    const datasets = creditedDatasets([chest]);
    const once = withCredit("An opacity.", datasets);
    expect(once.startsWith("An opacity.\n\nImages from public data:")).toBe(
      true,
    );
    expect(withCredit(once, datasets)).toBe(once);
    expect(uncredited([once], datasets)).toEqual([]);
  });

  it("keeps the formatting of what was typed", () => {
    const text = withCredit(
      "<p>An <strong>opacity</strong>.</p>",
      creditedDatasets([chest]),
    );
    expect(text.startsWith("<p>An <strong>opacity</strong>.</p><p>")).toBe(
      true,
    );
  });
});
