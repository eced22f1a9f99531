// Names written with letters that only look like theirs.
import { describe, expect, it } from "vitest";
import { patientWordMatcher } from "../burnedInText/matchPatientWords.ts";
import { lookAlikes } from "./lookAlikes.ts";
import { WordMatcher, type TextUse } from "./wordMatcher.ts";

const words = [
  { kind: "name", text: "Smith" },
  { kind: "name", text: "Novak" },
  { kind: "name", text: "Сидоров" },
  { kind: "name", text: "Тамара" },
  { kind: "id", text: "K-123456" },
  { kind: "institution", text: "Sampleford Clinic" },
] as const;
const matcher = new WordMatcher(words);

function found(text: string, use: TextUse): readonly string[] {
  return matcher
    .find(text, use)
    .map(({ start, end }) => text.slice(start, end));
}

describe("a name in look-alikes", () => {
  it.each([
    ["one Cyrillic letter", "Nоvak", "\u043e"],
    ["Cyrillic capitals", "ΝОVАК", "\u041e"],
    ["a Greek letter", "Νovak", "\u039d"],
    ["small capitals of phonetics", "ɴᴏᴠᴀᴋ", "\u1d0f"],
    ["full width", "ＮＯＶＡＫ", "\uff2e"],
    ["mathematical letters", "𝐍𝐨𝐯𝐚𝐤", "𝐨"],
    ["letters in circles", "ⓃⓄⓋⒶⓀ", "ⓥ".toUpperCase()],
    ["letters in squares", "🄽🄾🅅🄰🄺", "🄽"],
    ["a form of it", "Nоvaks", "\u043e"],
    ["a Latin letter in Cyrillic", "Cидоров", "C"],
    ["Latin letters only", "Tamapa", "p"],
  ])("is found: %s", (_, name, letter) => {
    expect(name).toContain(letter);
    expect(found(`Seen by us: ${name} yesterday.`, "prose")).toEqual([name]);
    expect(found(`X_${name}`, "value")).toEqual([name]);
  });

  it("is found where two scripts are mixed in one word", () => {
    // Latin N and v, Greek ο, Cyrillic а and к.
    const name = "N\u03bfv\u0430\u043a";
    expect(found(name, "value")).toEqual([name]);
  });

  it("is found in what was read from an image", () => {
    expect(patientWordMatcher(words)("NАМЕ: SМІТН, А")).toEqual(["name"]);
    expect(patientWordMatcher(words)("СИДOPOB")).toEqual(["name"]);
  });

  it.each([
    ["К-123456", "К-123456"],
    ["at Sаmplefоrd Сlinic", "Sаmplefоrd Сlinic"],
  ])("goes for numbers and places too: %s", (text, part) => {
    expect(found(text, "prose")).toEqual([part]);
  });
});

describe("words that are no look-alikes", () => {
  it.each(["Novak", "Müller", "Сидоров", "μm", "山田", "Ελένη", "12"])(
    "read as they are: %s",
    (word) => {
      expect(lookAlikes(word)).toEqual([]);
    },
  );

  it.each([
    "MPT головного мозга без контраста",
    "κατά την εξέταση",
    "TGFβ, α-fetoprotein, Δt 12 μs",
  ])("name nobody: %s", (text) => {
    expect(found(text, "prose")).toEqual([]);
    expect(found(text, "value")).toEqual([]);
  });
});
