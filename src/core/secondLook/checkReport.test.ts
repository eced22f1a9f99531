// What of a report goes to the reader, and what keeps it here.
import { describe, expect, it } from "vitest";
import { radiologyProse } from "../../testing/radiologyProse.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { checkReport, plainReport, reportBytes } from "./checkReport.ts";

const words: PatientWords = [{ kind: "name", text: "FIXTURE" }];
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("plainReport", () => {
  it("leaves nothing that cannot be seen", () => {
    expect(
      plainReport("\uFEFF  Small\u200B effusion.\r\nNo\u00AD mass.\r "),
    ).toBe("Small effusion.\nNo mass.");
  });
});

describe("checkReport", () => {
  it("sends a plain report as it stands", () => {
    const checked = checkReport("Small left pleural effusion.\n", words);
    expect(checked).toEqual({
      text: "Small left pleural effusion.",
      findings: [],
      words: 4,
    });
    const bytes = reportBytes(checked, []);
    expect(bytes.ok && textOf(bytes.value)).toBe(
      "Small left pleural effusion.",
    );
  });

  it("never lets a word of the patient go, whatever is accepted", () => {
    const checked = checkReport("Effusion in Fixture.", words);
    expect(checked.findings.map(({ kind }) => kind)).toEqual(["patientWord"]);
    const all = checked.findings.map(({ findingId }) => findingId);
    expect(reportBytes(checked, all)).toEqual({
      ok: false,
      failure: "findings",
    });
  });

  it("asks for each date by itself, also where the same one stands twice", () => {
    const checked = checkReport("Seen 31/01/2024, again 31/01/2024.", words);
    expect(checked.findings).toHaveLength(2);
    const [first = "", second = ""] = checked.findings.map(
      ({ findingId }) => findingId,
    );
    expect(first).not.toBe(second);
    expect(reportBytes(checked, [first]).ok).toBe(false);
    expect(reportBytes(checked, [first, second]).ok).toBe(true);
  });

  it("refuses what is empty or longer than any report", () => {
    expect(reportBytes(checkReport(" \u200B\n", []), [])).toEqual({
      ok: false,
      failure: "empty",
    });
    expect(reportBytes(checkReport("a ".repeat(10_001), []), [])).toEqual({
      ok: false,
      failure: "tooLong",
    });
  });
});

describe("what else may name somebody in a report", () => {
  const found = (text: string) =>
    checkReport(text, []).findings.map(({ start, end }) =>
      text.slice(start, end),
    );

  it.each([
    ["Ninewells Hospital, Dundee", ["Ninewells Hospital"]],
    [
      "Royal Infirmary of Edinburgh, Ward 12",
      ["Royal Infirmary of Edinburgh", "Ward 12"],
    ],
    ["Charité Klinik Berlin", ["Charité Klinik"]],
    ["Hôpital Saint Antoine", ["Hôpital Saint Antoine"]],
    ["Ospedale San Raffaele", ["Ospedale San Raffaele"]],
    ["Seen 14:35.", ["14:35"]],
    ["Time 09.15", ["Time 09.15"]],
    [
      "John Miller, no pneumothorax. Discussed with Sarah Jones.",
      ["John Miller", "Discussed with Sarah Jones"],
    ],
    [
      "Radiographer JS. Reporting radiologist: Smith.",
      ["Radiographer JS", "radiologist: Smith"],
    ],
    ["Request 12345", ["Request 12345"]],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    "Clinical Information: cough. Chest Radiograph: clear.",
    "Right Lower Lobe Consolidation. Pleural Effusion.",
    "Gap of 12.15 mm at 10.30 cm; ratio 10:12; GCS 15/15.",
    ...radiologyProse,
  ])("not in: %s", (text) => {
    expect(found(text)).toEqual([]);
  });
});
