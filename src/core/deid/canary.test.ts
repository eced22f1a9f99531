// Plants a marker in every place a file has, and looks for it in the output.
import { describe, expect, it } from "vitest";
import { refusalWords } from "../../shared/messages/refusalWords.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  hexBytes,
  testUID,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { canaryCodestreams } from "../../testing/canaryCodestreams.ts";
import { canaryFile, canaryRound } from "../../testing/canaryFiles.ts";
import { canaryClasses, canaryScripts } from "../../testing/canaryKinds.ts";
import { marksIn, runCanaries } from "../../testing/matrix/canaryMatrix.ts";
import { dictionaryVR, tagText } from "../dicom/dictionary.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";
import { concatenate, encodeElements } from "../dicom/writeDataSet.ts";
import { dictionaryLines } from "../dicom/generated/dictionary.ts";

const canary = "KaNaRi";
const textVRs = new Set(
  "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT UN OB".split(" "),
);
/** Without these an image is refused; they have tests of their own. */
const needed = new Set([
  "SOPClassUID",
  "SOPInstanceUID",
  "StudyInstanceUID",
  "SeriesInstanceUID",
  "PhotometricInterpretation",
  "PixelData",
  "SpecificCharacterSet",
]);

/** A marker in every text attribute of the standard, kept ones included. */
function everyText(): FixtureItem {
  const item: Record<string, string> = {};
  for (const line of dictionaryLines.split("\n")) {
    const tag = line.slice(0, 8).replaceAll("x", "0");
    const vr = line.slice(8, 10);
    const keyword = line.slice(10);
    const group = parseInt(tag.slice(0, 4), 16);
    if (
      textVRs.has(vr) &&
      group > 8 - 1 &&
      group < 0x7fe0 &&
      !needed.has(keyword)
    )
      item[`${tag} ${vr}`] = `${canary}${tag}`;
  }
  return item;
}

const planted: FixtureItem = {
  ...everyText(),
  "00090010 LO": `${canary} creator`,
  "00091001 UN": `${canary} private`,
  "00091002 SQ": [{ PatientName: `${canary}^Nested` }],
  ReferencedStudySequence: [
    {
      PatientName: `${canary}^Public`,
      ReferencedSOPSequence: [{ "00091001 LO": `${canary} deep` }],
    },
  ],
  ...ctSliceAttributes(),
  PatientName: `${canary}^Anna`,
  PatientID: `${canary}7`,
  // Padding of a kept value, behind the zero where most readers stop.
  KVP: `120\0${canary}`,
  ImageType: `ORIGINAL\\PRIMARY\\${canary}`,
};

function fileWith(transferSyntaxUID: string): Uint8Array {
  const file = Buffer.from(
    dicomFile({
      attributes: planted,
      transferSyntaxUID,
      trailing: hexBytes(
        `fcff fcff # Data Set Trailing Padding
         4f42 0000 08000000
         4b614e615269 2020 # the marker`,
      ),
    }),
  );
  file.write(`${canary} preamble`, 0, "latin1");
  return withMeta(file);
}

/** Adds AE titles, private information and a private creator to file meta information. */
function withMeta(file: Buffer): Uint8Array {
  const added = valueOf(
    encodeElements(
      [
        { tag: 0x00020016, vr: "AE", value: Buffer.from(`${canary} AE`) },
        { tag: 0x00020100, vr: "UI", value: Buffer.from(testUID(8)) },
        { tag: 0x00020102, vr: "OB", value: Buffer.from(`${canary} meta`) },
      ],
      valueEncodings.explicitLE,
    ),
  );
  const metaEnd = 144 + file.readUInt32LE(140);
  file.writeUInt32LE(file.readUInt32LE(140) + added.length, 140);
  return concatenate([
    file.subarray(0, metaEnd),
    added,
    file.subarray(metaEnd),
  ]);
}

describe("a marker in every place of a file", () => {
  it.each([
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.1.99",
  ])("is nowhere in the output (%s)", async (transferSyntaxUID) => {
    const file = fileWith(transferSyntaxUID);
    const result = await deidentifyInMemory(file);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    const output = Buffer.from(result.value.bytes).toString("latin1");
    expect(output.toLowerCase()).not.toContain(canary.toLowerCase());
    expect(result.value.plan.actions.length).toBeGreaterThan(2000);
  });

  it("is really planted in every kept text attribute", () => {
    const keptTexts = [0x00180015, 0x00181210, 0x0008103e, 0x00181160];
    for (const tag of keptTexts)
      expect(planted[`${tagText(tag)} ${dictionaryVR(tag)}`]).toContain(canary);
  });
});

describe("unique markers in files of every class", () => {
  it.each(canaryCodestreams)("are planted in $name", ({ fragments }) => {
    const marks: string[] = [];
    const stream = fragments((place) => {
      marks.push(`CNRY${place.toUpperCase()}`);
      return marks.at(-1) ?? "";
    });
    expect(marks.length).toBeGreaterThan(2);
    expect(marksIn(concatenate(stream)).length).toBeGreaterThanOrEqual(
      marks.length - 1,
    );
  });

  it("are planted in UIDs, and found in them", () => {
    const dictionaryFile = canaryFile({ number: 1, thinning: 1 });
    expect(marksIn(dictionaryFile.bytes)).toContain("UID");
    expect(marksIn(Buffer.from("1.2.826.1.67788289.7\0"))).toEqual(["UID"]);
  });

  // All of them, over 5,000 files, by `npm run matrix -- canaries`.
  it("are nowhere in output or report, thinned out", async () => {
    const run = await runCanaries(canaryRound, 200);
    expect(run.findings).toEqual([]);
    expect(run.classes.size).toBe(Object.keys(canaryClasses).length);
    expect(run.transferSyntaxes.size).toBe(4 + canaryCodestreams.length);
    expect(run.characterSets.size).toBe(canaryScripts.length);
    expect(run.canaries).toBeGreaterThan(50_000);
  }, 60_000);
});

describe("markers in files that are refused", () => {
  const mark = "CNRY00020010";
  const file = (
    transferSyntaxUID: string,
    attributes: FixtureItem = {},
    without: readonly string[] = [],
  ) =>
    dicomFile({
      attributes: Object.fromEntries(
        Object.entries({
          ...everyText(),
          ...ctSliceAttributes(),
          ...attributes,
        }).filter(([keyword]) => !without.includes(keyword)),
      ),
      transferSyntaxUID,
    });
  const explicitLE = "1.2.840.10008.1.2.1";
  const fragments = { fragments: [new Uint8Array(8)] };

  it.each<readonly [string, Uint8Array]>([
    [
      "transfer syntax",
      dicomFile({
        attributes: Object.fromEntries(
          Object.entries(ctSliceAttributes()).filter(
            ([keyword]) => keyword !== "PixelData",
          ),
        ),
        transferSyntaxUID: `1.2.${mark}`,
        ...fragments,
      }),
    ],
    ["class", file(explicitLE, { SOPClassUID: `1.2.${mark}` })],
    [
      "photometric interpretation",
      file(explicitLE, { PhotometricInterpretation: mark }),
    ],
    ["size", file(explicitLE, { Rows: 0 })],
    ["pixels", file(explicitLE, {}, ["PixelData"])],
    ["identity", file(explicitLE, { SOPInstanceUID: "" })],
    ["face", file(explicitLE, { "00280302 CS": "YES" })],
  ])("are in no reason: %s", async (_, bytes) => {
    const result = await deidentifyInMemory(bytes);
    if (result.ok) throw new Error("It was not refused.");
    const reason = result.failure;
    const said = JSON.stringify([reason, refusalWords(reason)]);
    expect(marksIn(Buffer.from(said))).toEqual([]);
    expect(said.toLowerCase()).not.toContain(canary.toLowerCase());
  });
});

describe("markers in what an image cannot do without", () => {
  it.each<FixtureItem>([
    { Modality: "CNRY00080060" },
    { Modality: "CT\\CNRY00080060" },
    { PhotometricInterpretation: "MONOCHROME2\\CNRY00280004" },
    { SpecificCharacterSet: "CNRY00080005" },
    { SpecificCharacterSet: "ISO_IR 100\\CNRY00080005" },
    { SOPClassUID: "1.2.840.10008.5.1.4.1.1.2\\CNRY00080016" },
  ])("are in neither output, report nor reason: %j", async (planted) => {
    const result = await deidentifyInMemory(
      dicomFile({ attributes: { ...ctSliceAttributes(), ...planted } }),
    );
    const told = result.ok ? result.value.plan.actions : result.failure;
    expect(marksIn(Buffer.from(JSON.stringify(told)))).toEqual([]);
    expect(result.ok ? marksIn(result.value.bytes) : []).toEqual([]);
  });
});
