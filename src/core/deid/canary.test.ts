// Plants a marker in every place a file has, and looks for it in the output.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  hexBytes,
  testUID,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { canaryClasses, canaryScripts } from "../../testing/canaryKinds.ts";
import { runCanaries } from "../../testing/matrix/canaryMatrix.ts";
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
  // All of them, over 5,000 files, by `npm run matrix -- canaries`.
  it("are nowhere in output or report, thinned out", async () => {
    const run = await runCanaries(138, 40);
    expect(run.findings).toEqual([]);
    expect(run.classes.size).toBe(Object.keys(canaryClasses).length);
    expect(run.characterSets.size).toBe(canaryScripts.length);
    expect(run.canaries).toBeGreaterThan(50_000);
  }, 60_000);
});
