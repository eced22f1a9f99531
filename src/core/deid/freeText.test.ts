// Free text that the user keeps: what is written of it, and what is not.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { ctSlice, valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import type { StackImage } from "../model/stack.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { emptyHeader } from "../model/emptyHeader.ts";
import {
  decodedTextOf,
  findElement,
  valueContextOf,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import {
  acceptedFreeTextKeys,
  decidedFreeText,
  freeTextOfStack,
  keptFreeTextTags,
} from "./freeTextOfStack.ts";

const kept = new Set([tags.SeriesDescription]);

/** What became of SeriesDescription, and its text in the output. */
async function seriesDescription(
  SeriesDescription: string | Uint8Array,
  more: Record<string, string> = {},
  decided: {
    readonly keptFreeText?: ReadonlySet<number>;
    readonly acceptedFreeText?: ReadonlySet<string>;
  } = { keptFreeText: kept },
) {
  const result = await deidentifyInMemory(
    ctSlice({ attributes: { SeriesDescription, ...more } }),
    { ...decided, caseWords: [{ text: "Elsewhere", kind: "name" }] },
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

  it.each([
    "T1 MPRAGE SAG 1.0 ISO",
    "CT Thorax 1.00 Br40 S3",
    "ep2d_diff_b0_500_1000_ADC",
    "Abdomen 5.0 B30f",
    "PA and Lateral",
    "Ped Chest 120kV",
    "Hip R 2 views",
  ])("is written where it is of technique: %s", async (text) => {
    const rule = (await seriesDescription(text)).rule;
    expect(rule).toBe("freeTextKept");
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
    ["the date of birth, spaced", "CT 12 3 45", "holdsIdentifier"],
    ["the date of birth, year first", "CT 1945 03 12", "holdsIdentifier"],
    ["the date of birth in one word", "CT 12MAR45", "holdsIdentifier"],
    ["the date of birth by bars", "DOB:1945|03|12", "holdsIdentifier"],
    ["any day", "CT 3 May 2021", "freeTextQuestioned"],
    ["a name of the staff", "T2 for Dr Lindqvist", "freeTextQuestioned"],
    ["a number of anybody", "CT MRN 998877", "freeTextQuestioned"],
    ["a great age", "CT 92-year-old", "freeTextQuestioned"],
    ["a hospital", "CT Ninewells Hospital", "freeTextQuestioned"],
    ["a telephone number", "CT tel 01382 660111", "freeTextQuestioned"],
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
    expect(await seriesDescription("Ax T2", {}, {})).toEqual({
      rule: "freeText",
      text: "",
    });
  });
});

describe("a series description that is questioned", () => {
  const age = "0008103E ageOver89 ";
  const words = new WordMatcher([]);
  const keysOf = (text: string) =>
    freeTextOfStack(
      "stack-1" as StackId,
      [imageOf({ seriesDescription: text })],
      words,
    ).flatMap(({ questions }) =>
      questions.map(({ findingId }) => findingId.replace(/^\S+ \S+ /, "")),
    );

  it("is written once every part of it was accepted", async () => {
    const text = "CT 92-year-old, MRN 998877";
    const [first = "", second = "", ...more] = keysOf(text);
    expect(more).toEqual([]);
    expect(first.startsWith(age)).toBe(true);
    const written = (...accepted: string[]) =>
      seriesDescription(
        text,
        {},
        { keptFreeText: kept, acceptedFreeText: new Set(accepted) },
      );
    const removed = { rule: "freeTextQuestioned", text: "" };
    expect(await written(first)).toEqual(removed);
    expect(await written(second)).toEqual(removed);
    expect(await written(first, second)).toEqual({
      rule: "freeTextAccepted",
      text,
    });
  });

  it("is not written for an answer that was given about other words", async () => {
    const acceptedFreeText = new Set(keysOf("CT 92-year-old"));
    expect(
      await seriesDescription(
        "CT 94-year-old",
        {},
        { keptFreeText: kept, acceptedFreeText },
      ),
    ).toEqual({ rule: "freeTextQuestioned", text: "" });
  });

  it("is not written for an answer alone, without being kept", async () => {
    const acceptedFreeText = new Set(keysOf("CT 92-year-old"));
    expect(
      await seriesDescription("CT 92-year-old", {}, { acceptedFreeText }),
    ).toEqual({ rule: "freeText", text: "" });
  });

  it("is never written with a word of the patient in it, whatever was accepted", async () => {
    const text = "CT 92-year-old MILLER";
    const acceptedFreeText = new Set(keysOf(text));
    expect(acceptedFreeText.size).toBe(1);
    expect(
      await seriesDescription(
        text,
        { PatientName: "Miller^Anna" },
        { keptFreeText: kept, acceptedFreeText },
      ),
    ).toEqual({ rule: "holdsIdentifier", text: "" });
  });
});

/** One image of a stack whose header says this. */
function imageOf(header: Partial<InstanceHeader>): StackImage {
  return {
    frame: null,
    instance: {
      source: {} as StackImage["instance"]["source"],
      header: { ...emptyHeader, ...header },
    },
  };
}

describe("the free text of a stack", () => {
  const stackId = "stack-1" as StackId;
  const image = (seriesDescription: string, coil: string): StackImage =>
    imageOf({
      seriesDescription,
      freeText: coil === "" ? {} : { "00181250": coil },
    });
  const words = new WordMatcher([{ text: "Miller", kind: "name" }]);

  it("is listed with all its values, and what cannot be kept is not", () => {
    const images = [
      image("Ax T2", "HEAD"),
      image("Ax T2", ""),
      image("Ax T2 Miller", "NECK"),
    ];
    const both = ["0008103E", "00181250"];
    const listed = freeTextOfStack(stackId, images, words);
    expect(decidedFreeText(listed, { kept: both, accepted: {} })).toEqual([
      {
        tag: "0008103E",
        keyword: "SeriesDescription",
        values: ["Ax T2", "Ax T2 Miller"],
        holdsPatientWord: true,
        questions: [],
        isKept: false,
      },
      {
        tag: "00181250",
        keyword: "ReceiveCoilName",
        values: ["HEAD", "NECK"],
        holdsPatientWord: false,
        questions: [],
        isKept: true,
      },
    ]);
  });

  it("is questioned part by part, and says what was answered", () => {
    const images = [image("Ax T2", ""), image("T2 3.5.2021, 92-year-old", "")];
    const listed = freeTextOfStack(stackId, images, words);
    const asked = listed.flatMap(({ questions }) => questions);
    expect(asked).toEqual([
      expect.objectContaining({ kind: "date", value: 1, start: 3, end: 11 }),
      expect.objectContaining({ kind: "ageOver89", value: 1, start: 13 }),
    ]);
    const [date] = asked;
    if (date === undefined) throw new Error("Nothing was asked");
    const accepted = { [date.findingId]: "A phantom", "other stack": "No" };
    const [decided] = decidedFreeText(listed, { kept: ["0008103E"], accepted });
    expect(decided?.questions.map(({ status }) => status)).toEqual([
      { kind: "accepted", reason: "A phantom" },
      { kind: "open" },
    ]);
    expect(acceptedFreeTextKeys(stackId, accepted)).toEqual([
      date.findingId.replace("stack-1 freeText ", ""),
    ]);
    // The draft that keeps the answer does not keep the words.
    expect(date.findingId).not.toMatch(/2021/);
  });

  it("holds no attribute that the layer removes for good", () => {
    expect([...keptFreeTextTags(["00181042", "00100010", "0008103E"])]).toEqual(
      [tags.SeriesDescription],
    );
  });
});
