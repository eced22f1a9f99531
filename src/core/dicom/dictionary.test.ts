// Tests of the data dictionary: lookups both ways, repeating groups, private tags.
import { describe, expect, it } from "vitest";
import {
  dictionaryVR,
  isPrivateTag,
  keywordOf,
  tagOf,
  tagText,
} from "./dictionary.ts";
import { dictionaryEdition } from "./generated/dictionary.ts";

describe("the dictionary", () => {
  it("is of a stated edition", () => {
    expect(dictionaryEdition).toBe("2024b");
  });

  it.each([
    [0x00100010, "PN", "PatientName"],
    [0x00080018, "UI", "SOPInstanceUID"],
    [0x00280106, "US", "SmallestImagePixelValue"],
    [0x7fe00010, "OW", "PixelData"],
    [0x60023000, "OW", "OverlayData"],
    [0x50042000, "US", "AudioType"],
    [0x7fe00001, "OV", "ExtendedOffsetTable"],
    [0x00080000, "UL", ""],
    [0x00091001, "UN", ""],
    [0x00090010, "LO", ""],
    [0x60013000, "UN", ""],
    [0x00089999, "UN", ""],
  ])("knows %i as %s %s", (tag, vr, keyword) => {
    const actual = { vr: dictionaryVR(tag), keyword: keywordOf(tag) };

    expect(actual).toMatchObject({ vr, ...(keyword ? { keyword } : {}) });
  });

  it("finds tags by keyword", () => {
    expect(tagOf("PatientName")).toBe(0x00100010);
    expect(tagOf("NoSuchThing")).toBeNull();
  });

  it("has no names for private tags", () => {
    expect(isPrivateTag(0x00091001)).toBe(true);
    expect(keywordOf(0x00091001)).toBe("");
    expect(keywordOf(0x00090010)).toBe("");
  });

  it("writes tags as eight digits", () => {
    expect(tagText(0x0008103e)).toBe("0008103e");
    expect(tagText(0xfffee000)).toBe("fffee000");
  });
});
