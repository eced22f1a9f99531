// The policy's data: the expansion of the compact lists, and what class overlays change.
import { describe, expect, it } from "vitest";
import { keptTags, policyAction } from "./radiopaediaPolicy052.ts";
import { codeForms, removedThoughKept } from "./stricterLayer.ts";
import { expandTagList } from "./tagList.ts";

const ct = "1.2.840.10008.5.1.4.1.1.2";
const us = "1.2.840.10008.5.1.4.1.1.6.1";
const usMultiFrame = "1.2.840.10008.5.1.4.1.1.3.1";
const nm = "1.2.840.10008.5.1.4.1.1.20";
const mrSpectroscopy = "1.2.840.10008.5.1.4.1.1.4.2";
const secondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

describe("expandTagList", () => {
  it("steps through ranges in hexadecimal", () => {
    expect(expandTagList("0018: 0089-008B 115A\n0020: 0011")).toEqual([
      0x00180089, 0x0018008a, 0x0018008b, 0x0018115a, 0x00200011,
    ]);
  });

  it("throws on anything that is not part of the notation", () => {
    expect(() => expandTagList("0018: 89")).toThrow("Bad tag list at '89'");
    expect(() => expandTagList("0089")).toThrow("Bad tag list at '0089'");
  });
});

describe("policy 0.5.2", () => {
  it("keeps exactly 237 tags", () => {
    expect(keptTags.size).toBe(237);
  });

  it("keeps Rows, hashes UIDs, adds its own marks and removes what it does not name", () => {
    expect(policyAction(0x00280010, ct)).toEqual({ kind: "keep" });
    for (const tag of [0x00080018, 0x0020000d, 0x0020000e, 0x00200052])
      expect(policyAction(tag, ct)).toEqual({ kind: "hashUID" });
    for (const tag of [0x00120062, 0x00120063])
      expect(policyAction(tag, ct)).toEqual({ kind: "add" });
    for (const tag of [0x00100010, 0x00100030, 0x00091001, 0x60003000])
      expect(policyAction(tag, ct)).toEqual({ kind: "remove" });
  });

  it("empties dates, times, accession number and patient identification", () => {
    for (const tag of [
      0x00080020, 0x00080022, 0x00080030, 0x00080032, 0x00080050, 0x00080090,
      0x00100020, 0x00101010, 0x00101020, 0x00101030, 0x00181242, 0x00200010,
      0x003a0300, 0x00400555,
    ])
      expect(policyAction(tag, ct)).toEqual({ kind: "empty" });
  });

  it("sets constants", () => {
    const constants = [0x00080021, 0x00080023, 0x00080031, 0x00080033].map(
      (tag) => policyAction(tag, ct),
    );
    expect(constants).toEqual([
      { kind: "constant", value: "19700101" },
      { kind: "constant", value: "19700101" },
      { kind: "constant", value: "0000" },
      { kind: "constant", value: "0000" },
    ]);
    for (const tag of [0x00081090, 0x00181000, 0x00181020])
      expect(policyAction(tag, ct)).toEqual({
        kind: "constant",
        value: "REMOVED",
      });
  });

  it("overlays the classes that have a policy of their own", () => {
    expect(policyAction(0x00080070, ct)).toEqual({ kind: "empty" });
    for (const sopClassUID of [mrSpectroscopy, secondaryCapture])
      expect(policyAction(0x00080070, sopClassUID)).toEqual({
        kind: "constant",
        value: "REMOVED",
      });
    for (const sopClassUID of [us, usMultiFrame])
      expect(policyAction(0x00080008, sopClassUID)).toEqual({ kind: "empty" });
    expect(policyAction(0x00080008, ct)).toEqual({ kind: "keep" });
    expect(policyAction(0x00181242, nm)).toEqual({ kind: "keep" });
  });
});

describe("our stricter layer", () => {
  it("removes only what the policy would keep, with a reason each", () => {
    for (const [tag, reason] of removedThoughKept) {
      expect(keptTags.has(tag)).toBe(true);
      expect(reason).not.toBe("");
    }
  });

  it("removes the kept free text that the contract names", () => {
    for (const tag of [
      0x0008103e, 0x00180010, 0x00181250, 0x00187006, 0x00187062, 0x001811a4,
      0x00280a04, 0x00281055,
    ])
      expect(removedThoughKept.has(tag)).toBe(true);
  });

  it.each([
    ["a kernel", 0x00181210, "B30f", true],
    ["a vendor's kernel name", 0x00181210, "BONEPLUS", true],
    ["a name in place of a kernel", 0x00181210, "Doe^John", false],
    ["a sentence in place of a kernel", 0x00181210, "for Dr Smith MD", false],
    ["a nucleus", 0x00180085, "1H", true],
    ["a rescale type", 0x00281054, "HU", true],
    ["text in place of a rescale type", 0x00281054, "of Mrs Smith", false],
    ["a sex", 0x00100040, "F", true],
    ["text in place of a sex", 0x00100040, "FEMALE", false],
  ])("tells codes from text: %s", (_, tag, value, isCode) => {
    expect(codeForms.get(tag)?.test(value)).toBe(isCode);
  });
});
