// Manifests and tables as people have them.
import { describe, expect, it } from "vitest";
import { requestDate, answerDate } from "../call/dates.ts";
import { readSeriesList, writeManifest } from "./seriesList.ts";

describe("a list of series", () => {
  it("is read from a manifest with BOM, CRLF, commas, blank and junk lines", () => {
    const text =
      "\uFEFFdatabasketId=x\r\nextra=1\r\nlistofseriestodownload=\r\n1.2.3,\r\n\r\n1.2.3\r\njunk\r\n 1.2.4 ,\r\n";
    expect(readSeriesList(text)).toEqual({
      ok: true,
      value: {
        seriesInstanceUIDs: ["1.2.3", "1.2.4"],
        rejected: 1,
        repeated: 1,
      },
    });
  });

  it("is read from a manifest whose server wrote many UIDs into one line", () => {
    const text =
      "manifestVersion=3.0\nListOfSeriesToDownload=\n1.2.3,1.2.4\n1.2.5 1.2.3\n 1.2.6 (CT)\n1.2.7 12\n";
    expect(readSeriesList(text)).toEqual({
      ok: true,
      value: {
        seriesInstanceUIDs: ["1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.2.7"],
        rejected: 1,
        repeated: 1,
      },
    });
  });

  it("is read from a table with a column of UIDs", () => {
    expect(
      readSeriesList('Collection,"Series UID"\nA,1.2.3\nB,1.2.4\n'),
    ).toMatchObject({ value: { seriesInstanceUIDs: ["1.2.3", "1.2.4"] } });
  });

  it("that was written is read again", () => {
    expect(readSeriesList(writeManifest(["1.2.3"], "m.tcia"))).toMatchObject({
      value: { seriesInstanceUIDs: ["1.2.3"] },
    });
  });

  it("is none in a text without UIDs", () => {
    expect(readSeriesList("hello")).toEqual({
      ok: false,
      failure: { kind: "notAManifest" },
    });
  });
});

describe("dates", () => {
  it.each([
    ["2016-01-06", "MM-DD-YYYY", "01-06-2016"],
    ["2016-01-06", "DD/MM/YYYY", "06/01/2016"],
    ["2016/01/06", "YYYY/MM/DD", "2016/01/06"],
    ["2016-02-31", "MM-DD-YYYY", null],
    ["06/01/2016", "MM-DD-YYYY", null],
  ] as const)("%s for %s is %s", (text, format, expected) => {
    expect(requestDate(text, format)).toBe(expected);
  });

  it.each([
    ["2016-01-06 00:00:00.0", "2016-01-06"],
    ["01-06-2016", "2016-01-06"],
    ["20160106", "2016-01-06"],
    [1_452_038_400_000, "2016-01-06"],
    ["soon", null],
  ])("of an answer, %s is %s", (value, iso) => {
    expect(answerDate(value).iso).toBe(iso);
  });
});
