// Free text that the user keeps: what is written of it, and what is not.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { ctSlice, valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import type { StackImage } from "../model/stack.ts";
import { emptyHeader } from "../model/emptyHeader.ts";
import {
  decodedTextOf,
  findElement,
  valueContextOf,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import { freeTextOfStack, keptFreeTextTags } from "./freeTextOfStack.ts";

const kept = new Set([tags.SeriesDescription]);

/** What became of SeriesDescription, and its text in the output. */
async function seriesDescription(
  SeriesDescription: string | Uint8Array,
  more: Record<string, string> = {},
  keptFreeText: ReadonlySet<number> = kept,
) {
  const result = await deidentifyInMemory(
    ctSlice({ attributes: { SeriesDescription, ...more } }),
    { keptFreeText, caseWords: [{ text: "Elsewhere", kind: "name" }] },
  );
  const { bytes, plan } = valueOf(result);
  const read = valueOf(await readDataSet(memoryByteSource(bytes)));
  const action = plan.actions.find(({ tag }) => tag === tags.SeriesDescription);
  const element = findElement(read.elements, tags.SeriesDescription);
  return {
    rule: action?.rule,
    text: decodedTextOf(element, valueContextOf(read)).text,
  };
}

describe("a series description that the user keeps", () => {
  it("is written as it is", async () => {
    expect(await seriesDescription("Ax T2 (fat sat)")).toEqual({
      rule: "freeTextKept",
      text: "Ax T2 (fat sat)",
    });
  });

  it("is written in the character set that the file declares", async () => {
    const utf8 = Buffer.from("Schädel axial", "utf8");
    const declared = { SpecificCharacterSet: "ISO_IR 192" };
    expect(await seriesDescription(utf8, declared)).toEqual({
      rule: "freeTextKept",
      text: "Schädel axial",
    });
  });

  it("loses what stands behind its padding", async () => {
    const hidden = await seriesDescription("Ax T2\0\0");
    expect(hidden).toEqual({ rule: "freeTextKept", text: "Ax T2" });
  });

  it.each([
    ["a name of the patient", "Ax T2 MILLER", "holdsIdentifier"],
    ["a name from another file", "Ax Elsewhere", "holdsIdentifier"],
    ["a number of the patient", "T2 K12-34 56", "holdsIdentifier"],
    ["the date of birth", "born 12.3.1945", "holdsIdentifier"],
    ["any day", "CT 3 May 2021", "holdsIdentifier"],
    ["control characters", "Ax\u001bT2", "notACode"],
    ["more than a value may have", "x".repeat(65), "notACode"],
  ])("is removed for %s", async (_, text, rule) => {
    const patient = {
      PatientName: "Miller^Anna",
      PatientID: "K123456",
      PatientBirthDate: "19450312",
    };
    expect(await seriesDescription(text, patient)).toEqual({ rule, text: "" });
  });

  it("is removed beyond ASCII where no character set is declared", async () => {
    const latin1 = Buffer.from("Sch\u00e4del", "latin1");
    expect(await seriesDescription(latin1)).toEqual({
      rule: "notACode",
      text: "",
    });
  });

  it("is removed when the user does not keep it", async () => {
    expect(await seriesDescription("Ax T2", {}, new Set())).toEqual({
      rule: "freeText",
      text: "",
    });
  });
});

describe("the free text of a stack", () => {
  const image = (seriesDescription: string, coil: string): StackImage => ({
    frame: null,
    instance: {
      source: {} as StackImage["instance"]["source"],
      header: {
        ...emptyHeader,
        seriesDescription,
        freeText: coil === "" ? {} : { "00181250": coil },
      },
    },
  });
  const words = new WordMatcher([{ text: "Miller", kind: "name" }]);

  it("is listed with all its values, and what cannot be kept is not", () => {
    const images = [
      image("Ax T2", "HEAD"),
      image("Ax T2", ""),
      image("Ax T2 Miller", "NECK"),
    ];
    const both = ["0008103E", "00181250"];
    expect(freeTextOfStack(images, words, both)).toEqual([
      {
        tag: "0008103E",
        keyword: "SeriesDescription",
        values: ["Ax T2", "Ax T2 Miller"],
        holdsPatientWord: true,
        isKept: false,
      },
      {
        tag: "00181250",
        keyword: "ReceiveCoilName",
        values: ["HEAD", "NECK"],
        holdsPatientWord: false,
        isKept: true,
      },
    ]);
  });

  it("holds no attribute that the layer removes for good", () => {
    expect([...keptFreeTextTags(["00181042", "00100010", "0008103E"])]).toEqual(
      [tags.SeriesDescription],
    );
  });
});
