// The record beside a fetched series: what it keeps, and that older ones are still read.
import { expect, it } from "vitest";
import { fetchedRecord } from "../../../testing/fetchedRecord.ts";
import { readProvenance, writeProvenance } from "./provenance.ts";

const licence = {
  name: "Creative Commons Attribution 4.0 International License",
  uri: "https://creativecommons.org/licenses/by/4.0/",
};

it("keeps the text of the LICENSE file", () => {
  const text = "Collection: SAMPLE-CT\nLicense: CC BY 4.0\nThe whole policy.";
  const record = readProvenance(
    writeProvenance({
      hasListedInstances: true,
      notSent: 0,
      series: {
        source: "nbia",
        seriesInstanceUID: "1.2.3",
        studyInstanceUID: "1.2",
        collection: "SAMPLE-CT",
        patientId: "SAMPLE-CT-001",
        modality: "CT",
        bodyPart: "",
        description: "",
        manufacturer: "",
        date: { raw: "", iso: null },
        imageCount: 0,
        sizeBytes: 0,
        licence,
        doi: null,
        descriptionUri: "",
        isThirdParty: false,
        storageUrl: null,
      },
      sourceUrl: "https://example.org/",
      fetchedAtMs: 0,
      citation: null,
      licenceFile: licence,
      licenceText: text,
      verdict: { kind: "attribution", licence: "CC BY 4.0" },
      decision: {
        isNonCommercialConfirmed: false,
        resolvedLicence: null,
        isViewOnly: false,
      },
      warnings: [],
      files: [],
    }),
  );
  expect(record?.licenceText).toBe(text);
});

it("is read where it is of a release that did not keep the text", () => {
  expect(readProvenance(fetchedRecord("1.2.3"))?.licenceText).toBeNull();
});
