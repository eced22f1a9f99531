// Rows as archives send them: tables with stray quotes, missing keys, and two spellings of one name.
import { describe, expect, it } from "vitest";
import { delimitedRecords, delimitedRows } from "./delimited.ts";
import { plainText } from "./markup.ts";
import { readAll, readPatient, readSeries } from "./readSeries.ts";
import { tableRows } from "./tableRows.ts";

describe("tables with separators", () => {
  it("reads quoted separators, doubled quotes and line ends of both kinds", () => {
    expect(
      delimitedRecords('\uFEFFa,b\r\n"1,2","say ""yes"""\n\n3,4 "ft"\n'),
    ).toEqual([
      ["a", "b"],
      ["1,2", 'say "yes"'],
      ["3", '4 "ft"'],
    ]);
  });

  it("names cells by the header, and leaves out what is empty or not there", () => {
    expect(delimitedRows("Modality, Count\nCT,\nDX,3\nMR")).toEqual([
      { Modality: "CT" },
      { Modality: "DX", Count: "3" },
      { Modality: "MR" },
    ]);
  });
});

describe("rows of XML", () => {
  it("are none where the document is an error, which is told", () => {
    const error =
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>';
    expect(tableRows(error, "getSeries", true)).toMatchObject({
      ok: false,
      failure: { kind: "unreadableAnswer", endpoint: "getSeries" },
    });
    const list = "<List><row><Modality>CT</Modality></row></List>";
    expect(tableRows(list, "getSeries", true)).toEqual({
      ok: true,
      value: [{ Modality: "CT" }],
    });
  });
});

describe("text of markup", () => {
  it("is plain, with the usual entities", () => {
    expect(plainText("<p>A &lt; B &amp; <b>C</b></p>")).toBe("A < B & C");
  });
});

describe("series and subjects", () => {
  it("reads a row of NBIA, with its licence and DOI", () => {
    const row = {
      SeriesInstanceUID: "1.2.3",
      Collection: "SAMPLE",
      PatientID: "SAMPLE-1",
      ImageCount: "12",
      FileSize: 6_300_000,
      LicenseName: "CC BY 4.0",
      DataDescriptionURI: " https://doi.org/10.7937/SAMPLE ",
    };
    expect(readSeries(row, "nbia")).toMatchObject({
      source: "nbia",
      patientId: "SAMPLE-1",
      imageCount: 12,
      sizeBytes: 6_300_000,
      licence: { name: "CC BY 4.0", uri: "" },
      doi: "10.7937/sample",
      storageUrl: null,
    });
  });

  it("reads a row of a manifest, with its place on open storage", () => {
    const row = {
      SeriesInstanceUID: "1.2.3",
      collection_id: "sample",
      instanceCount: 4,
      series_size_MB: 1.5,
      series_aws_url: "s3://idc-open-data/0a-1b/*",
    };
    expect(readSeries(row, "idc")).toMatchObject({
      collection: "sample",
      imageCount: 4,
      sizeBytes: 1_500_000,
      licence: { name: "", uri: "" },
      storageUrl: "https://idc-open-data.s3.amazonaws.com/0a-1b/",
    });
  });

  it("knows no size or count that was not told, and never takes one for zero", () => {
    expect(
      readSeries({ SeriesInstanceUID: "1.2.3", ImageCount: "many" }, "nbia"),
    ).toMatchObject({ imageCount: null, sizeBytes: null });
  });

  it("leaves out rows without a name of their own", () => {
    const rows = [{}, { SeriesInstanceUID: "../x" }, { PatientId: "" }];
    expect(readAll(rows, (row) => readSeries(row, "nbia"))).toEqual([]);
    expect(readAll(rows, (row) => readPatient(row, "SAMPLE"))).toEqual([]);
  });

  it.each(["PatientId", "PatientID", "Subject ID"])(
    "takes %s for the subject",
    (name) => {
      expect(readPatient({ [name]: "S-1" }, "SAMPLE")).toMatchObject({
        patientId: "S-1",
        collection: "SAMPLE",
      });
    },
  );
});
