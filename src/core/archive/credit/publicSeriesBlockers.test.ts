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
  citation: {
    doi: "10.7937/sample.2020.chest",
    title: "Chest films to learn from",
    creators: ["Sample, Ada"],
    year: "2020",
    publisher: "The Cancer Imaging Archive",
  },
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
/** What is said of the archive itself. */
const paper =
  "Clark K et al., J Digit Imaging 2013, doi 10.1007/s10278-013-9622-7.";
const policy =
  "Policy: cancerimagingarchive.net/data-usage-policies-and-restrictions";
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
      "<p>Case courtesy of <em>SAMPLE-CHEST</em> (doi 10.7937/SAMPLE.2020.chest, CC  BY 4.0), images cropped; changes were made.</p>" +
      `<p>${paper} ${policy}</p>`;
    expect(publicSeriesBlockers([chest], ["1.2.3"], [text])).toEqual([]);
  });

  it.each([
    "The heart is unchanged.",
    "The lesion has changed.",
    "A modified technique was adapted.",
    "No changes made to the therapy.",
    "Exchanges made.",
    `Changes were made to the therapy.${" A long report.".repeat(60)}`,
  ])("does not take a report for the note of changes: %s", (report) => {
    const cited = `SAMPLE-CHEST (doi 10.7937/sample.2020.chest, CC BY 4.0). ${paper} ${policy}`;
    expect(publicSeriesBlockers([chest], ["1.2.3"], [report, cited])).toEqual([
      { kind: "creditMissing", collections: ["SAMPLE-CHEST"] },
    ]);
    expect(
      publicSeriesBlockers(
        [chest],
        ["1.2.3"],
        [`${report} ${cited} Changes made: masked.`],
      ),
    ).toEqual([]);
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

  it.each([
    ["the publication of the archive", "Clark K, Vendt B, Smith K, et al. "],
    ["the link to the policy", "Use is subject to the data usage policy: "],
  ])(
    "asks for %s where the author took it out, and adds only that",
    (_what, beginning) => {
      const datasets = creditedDatasets([chest]);
      const from = credited.indexOf(beginning);
      const end = credited.indexOf("\n", from);
      const note = credited.slice(from, end === -1 ? undefined : end);
      const edited = credited.replace(note, "").trim();
      expect(publicSeriesBlockers([chest], ["1.2.3"], [edited])).toEqual([
        { kind: "creditMissing", collections: ["SAMPLE-CHEST"] },
      ]);
      const mended = withCredit(edited, datasets);
      expect(mended).toBe(`${edited}\n\n${note}`);
      expect(publicSeriesBlockers([chest], ["1.2.3"], [mended])).toEqual([]);
    },
  );

  it("names the licence of the archive, whatever was found by hand for another series", () => {
    const byHand = {
      name: "",
      uri: "https://creativecommons.org/licenses/by/4.0/",
    };
    const nonCommercial: PublicSeries = {
      ...chest,
      licence: {
        name: "",
        uri: "https://creativecommons.org/licenses/by-nc/4.0/",
      },
      verdict: { kind: "nonCommercial", licence: "CC BY-NC 4.0" },
      decision: { ...chest.decision, resolvedLicence: byHand },
    };
    expect(withCredit("", creditedDatasets([nonCommercial]))).toContain(
      "licenses/by-nc/4.0",
    );
    const missing: PublicSeries = {
      ...nonCommercial,
      licence: { name: "", uri: "" },
      verdict: { kind: "blocked", reason: "missing", licence: "" },
    };
    expect(withCredit("", creditedDatasets([missing]))).toContain(
      "licenses/by/4.0",
    );
  });

  it("credits a data set whose DOI is the beginning of another one's", () => {
    const long: PublicSeries = {
      ...chest,
      doi: "10.5281/zenodo.12345678",
      citation: null,
    };
    const short: PublicSeries = { ...long, doi: "10.5281/zenodo.1234567" };
    const one = withCredit("", creditedDatasets([long]));
    const both = creditedDatasets([long, short]);
    expect(uncredited([one], both)).toEqual(creditedDatasets([short]));
    const text = withCredit(one, both);
    expect(text).toMatch(/zenodo\.1234567(?!8)/);
    expect(uncredited([text], both)).toEqual([]);
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

describe("a citation that the registry has not told", () => {
  const uncited: PublicSeries = { ...chest, citation: null };
  const bare = withCredit("", creditedDatasets([uncited]));
  const missing = [{ kind: "citationMissing", collections: ["SAMPLE-CHEST"] }];

  it("holds the case back while its credit names the data set alone", () => {
    expect(bare).toContain(
      "SAMPLE-CHEST. The Cancer Imaging Archive. https://doi.org/10.7937/sample.2020.chest",
    );
    expect(publicSeriesBlockers([uncited], ["1.2.3"], [bare])).toEqual(missing);
  });

  it("may be written by hand in its place", () => {
    const byHand = bare.replace(
      "SAMPLE-CHEST. The Cancer Imaging Archive.",
      "Sample A. (2020) Chest films to learn from.",
    );
    expect(publicSeriesBlockers([uncited], ["1.2.3"], [byHand])).toEqual([]);
  });

  it("takes its place when it comes late, and is asked for until then", () => {
    expect(publicSeriesBlockers([chest], ["1.2.3"], [bare])).toEqual([
      { kind: "creditMissing", collections: ["SAMPLE-CHEST"] },
    ]);
    const cited = withCredit(bare, creditedDatasets([chest]));
    expect(cited).toBe(credited);
    expect(publicSeriesBlockers([chest], ["1.2.3"], [cited])).toEqual([]);
  });
});
