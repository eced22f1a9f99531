// The record that fetching leaves beside a series of a public archive.
import type { LicenceVerdict } from "../shared/archive.ts";

/** The text of the record of one series, under CC BY 4.0 unless told otherwise. */
export function fetchedRecord(
  seriesInstanceUID: string,
  verdict: LicenceVerdict = { kind: "attribution", licence: "CC BY 4.0" },
): string {
  return JSON.stringify({
    version: 1,
    source: "nbia",
    sourceUrl: "https://example.org/",
    fetchedAt: "2026-01-01T00:00:00.000Z",
    collection: "SAMPLE-CT",
    patientId: "SAMPLE-CT-001",
    studyInstanceUID: "1.2",
    seriesInstanceUID,
    modality: "CT",
    description: "",
    doi: "10.7937/sample.2020.ct",
    descriptionUri: "",
    citation: {
      doi: "10.7937/sample.2020.ct",
      title: "Sample CT",
      creators: ["Sample, Ada"],
      year: "2020",
      publisher: "The Cancer Imaging Archive",
    },
    licence: {
      name: "Creative Commons Attribution 4.0 International License",
      uri: "https://creativecommons.org/licenses/by/4.0/",
    },
    licenceFile: null,
    verdict,
    decision: {
      isNonCommercialConfirmed: false,
      resolvedLicence: null,
      isViewOnly: false,
    },
    warnings: [],
    seriesMd5: "",
    files: [],
  });
}
