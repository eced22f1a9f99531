// What is shown of an image before and after is what stands in the files.
import { describe, expect, it } from "vitest";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { ctSlice, valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { beforeAndAfter } from "./beforeAfter.ts";

const read = async (bytes: Uint8Array): Promise<DicomDataSet> =>
  valueOf(await readDataSet(memoryByteSource(bytes)));

const rowsOf = async (original: Uint8Array) => {
  const copy = valueOf(await deidentifyInMemory(original)).bytes;
  const rows = beforeAndAfter(await read(original), await read(copy));
  return new Map(rows.map((row) => [row.keyword || row.tag, row]));
};

describe("an image before and after", () => {
  it("tells what stays, goes, is replaced and is added", async () => {
    const rows = await rowsOf(
      ctSlice({ attributes: { PatientName: "Fixture^Anna" } }),
    );
    expect(rows.get("PatientName")).toEqual({
      tag: "00100010",
      keyword: "PatientName",
      vr: "PN",
      before: "Fixture^Anna",
      after: null,
      action: "removed",
    });
    expect(rows.get("Rows")).toMatchObject({
      before: "4",
      after: "4",
      action: "kept",
    });
    expect(rows.get("SOPInstanceUID")).toMatchObject({
      before: "2.25.77001.4.1",
      action: "replaced",
    });
    expect(rows.get("PatientIdentityRemoved")).toMatchObject({
      before: null,
      after: "YES",
      action: "added",
    });
  });

  it("reads names in the character set of their file", async () => {
    const rows = await rowsOf(
      ctSlice({ attributes: { PatientName: "Müller^Jürgen" } }),
    );
    expect(rows.get("PatientName")?.before).toBe("Müller^Jürgen");
  });

  it("tells sequences and binary values by their size, long texts by their beginning", async () => {
    const rows = await rowsOf(
      ctSlice({
        attributes: {
          ReferencedStudySequence: [{ ReferencedSOPInstanceUID: "1.2" }],
          "00191010 OB": new Uint8Array(12),
          ImageComments: "x".repeat(3000),
        },
      }),
    );
    expect(rows.get("ReferencedStudySequence")?.before).toBe(
      "1 item, 1 attribute",
    );
    expect(rows.get("00191010")?.before).toBe("12 bytes");
    expect(rows.get("ImageComments")?.before).toBe(`${"x".repeat(2000)}…`);
  });

  it("calls a sequence kept only if nothing in it changed", async () => {
    const original = await read(
      ctSlice({
        attributes: {
          ProcedureCodeSequence: [{ CodeValue: "1", CodeMeaning: "Chest" }],
          AnatomicRegionSequence: [{ CodeValue: "2" }],
        },
      }),
    );
    const copy = await read(
      ctSlice({
        attributes: {
          ProcedureCodeSequence: [{ CodeValue: "1", CodeMeaning: "Other" }],
          AnatomicRegionSequence: [{ CodeValue: "2" }],
        },
      }),
    );
    const actions = new Map(
      beforeAndAfter(original, copy).map(({ keyword, action }) => [
        keyword,
        action,
      ]),
    );
    expect(actions.get("ProcedureCodeSequence")).toBe("replaced");
    expect(actions.get("AnatomicRegionSequence")).toBe("kept");
  });
});
