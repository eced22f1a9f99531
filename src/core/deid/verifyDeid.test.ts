// The verifier against files that somebody, or a bug, has tampered with: each must be found.
import { patientIdentifiers } from "../../testing/patientIdentifiers.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { ctSlice, valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";
import { encodeElements } from "../dicom/writeDataSet.ts";
import type { PatientIdentifiers } from "./identifiers.ts";
import { verifyDeid } from "./verifyDeid.ts";

let clean: Buffer;

beforeAll(async () => {
  clean = Buffer.from(valueOf(await deidentifyInMemory(ctSlice())).bytes);
});

async function residue(
  bytes: Uint8Array,
  identifiers: PatientIdentifiers = patientIdentifiers(),
) {
  const result = await verifyDeid(memoryByteSource(bytes), identifiers);
  if (result.ok) return null;
  return result.failure.kind === "residue"
    ? result.failure.tags
    : result.failure;
}

/** The clean file with an element put in before the one that starts with these bytes. */
function withElement(
  before: string,
  element: { tag: number; vr: string; value: string },
): Buffer {
  const at = clean.indexOf(Buffer.from(before, "hex"));
  const bytes = valueOf(
    encodeElements(
      [{ ...element, value: Buffer.from(element.value, "latin1") }],
      valueEncodings.explicitLE,
    ),
  );
  return Buffer.concat([clean.subarray(0, at), bytes, clean.subarray(at)]);
}

/** The clean file with text of the same length in place of another. */
function withText(text: string, instead: string): Buffer {
  const changed = Buffer.from(clean);
  changed.write(instead, changed.indexOf(text), "latin1");
  return changed;
}

const patientSex = "10004000";
const modality = "08006000";
const identityRemoved = "12006200";
const photometric = "28000400";

describe("verifyDeid", () => {
  it("passes what was written", async () => {
    expect(await residue(clean)).toBe(null);
  });

  it.each([
    ["a name", patientSex, { tag: 0x00100010, vr: "PN", value: "A^B " }],
    ["an empty name", patientSex, { tag: 0x00100010, vr: "PN", value: "" }],
    ["an age", identityRemoved, { tag: 0x00101010, vr: "AS", value: "054Y" }],
    [
      "a private attribute",
      "20000d00",
      { tag: 0x00190010, vr: "LO", value: "X" },
    ],
    ["a sequence", patientSex, { tag: 0x00081140, vr: "SQ", value: "" }],
    [
      "free text that the policy keeps",
      patientSex,
      { tag: 0x0008103e, vr: "LO", value: "text" },
    ],
    ["a date", modality, { tag: 0x00080020, vr: "DA", value: "20240131" }],
    [
      "another constant",
      modality,
      { tag: 0x00080021, vr: "DA", value: "20240131" },
    ],
    [
      "a long decimal string",
      photometric,
      { tag: 0x00201041, vr: "DS", value: "1.23456789012345678" },
    ],
    [
      "recognisable features",
      "28005010",
      { tag: 0x00280302, vr: "CS", value: "YES" },
    ],
    [
      "a group length",
      patientSex,
      { tag: 0x00100000, vr: "UL", value: "\0\0\0\0" },
    ],
  ])("finds %s", async (_, before, element) => {
    expect(await residue(withElement(before, element))).toEqual([
      element.tag.toString(16).padStart(8, "0"),
    ]);
  });

  it("passes empty values where the policy empties", async () => {
    const emptied = withElement(modality, {
      tag: 0x00080020,
      vr: "DA",
      value: "",
    });
    expect(await residue(emptied)).toBe(null);
  });

  it("finds bytes in the preamble", async () => {
    const changed = Buffer.from(clean);
    changed.write("II*", 0);
    expect(await residue(changed)).toEqual(["preamble"]);
  });

  it("finds a foreign element in file meta information", async () => {
    const added = withElement("08000500", {
      tag: 0x00020016,
      vr: "AE",
      value: "STATION1",
    });
    expect(await residue(added)).toEqual(["00020016"]);
  });

  it("finds another writer's name in file meta information", async () => {
    expect(await residue(withText("CASEDROP", "CASEDRUP"))).toEqual([
      "00020013",
    ]);
  });

  it("finds a UID without the prefix", async () => {
    const studyUID = clean.indexOf(Buffer.from("20000d00", "hex")) + 8;
    const changed = Buffer.from(clean);
    changed.write("9.9.9", studyUID, "latin1");
    expect(await residue(changed)).toEqual(["0020000d"]);
  });

  it("finds bytes behind Pixel Data, and Pixel Data cut short", async () => {
    const longer = Buffer.concat([
      clean,
      Buffer.from("fcfffcff4f420000", "hex"),
    ]);
    expect(await residue(longer)).toEqual(["7fe00010"]);
    expect(await residue(clean.subarray(0, -2))).toEqual(["7fe00010"]);
  });

  it("finds a missing mark of de-identification", async () => {
    expect(await residue(withText("YES ", "NO  "))).toEqual(["00120062"]);
  });

  it("finds an original UID", async () => {
    const uids = ["1.2.840.10008.5.1.4.1.1.2"];
    expect(await residue(clean, patientIdentifiers([], uids))).toEqual(["uid"]);
  });
});
