// Names that are also words: found where they mean a person, left alone where they are words.
import { describe, expect, it } from "vitest";
import { radiologyProse } from "../../testing/radiologyProse.ts";
import { foundIn, wordsOfName } from "../../testing/foundWords.ts";
import { WordMatcher } from "./wordMatcher.ts";

describe("names that few texts write with a capital otherwise", () => {
  it.each([
    ["SMITH^JOHN", "Smith", "Smith"],
    ["SMITH^JOHN", "smith", "smith"],
    ["SMITH^JOHN", "Smith presented with cough.", "Smith"],
    ["SMITH^JOHN", "Cough. Smith presented with it.", "Smith"],
    ["SMITH^JOHN", "mr smith had a fall", "smith"],
    ["SMITH^JOHN", "MR SMITH PRESENTED WITH HEADACHE", "SMITH"],
    ["SMITH^JOHN", "seen by dr. smith", "smith"],
    ["SMITH^JOHN", "smith presented late", "smith"],
    ["DOE^JOHN", "John had surgery.", "John"],
    ["TAYLOR^ANN", "Taylor: appendicitis", "Taylor"],
    ["TAYLOR^ANN", "Findings. Taylor was well", "Taylor"],
    ["MILLER^KAY", "MILLER", "MILLER"],
    ["MILLER^KAY", "- Miller: trauma", "Miller"],
    ["MILLER^KAY", "Miller, 45 F", "Miller"],
    ["GRANT^HUGH", "GRANT FELL OFF A LADDER", "GRANT"],
    ["GRANT^HUGH", "grant", "grant"],
    ["COOK^EVE", "Cook, post fall", "Cook"],
    ["PARKER^ZOE", "PARKER ABDOMEN", "PARKER"],
    ["BAKER^TOM", "Baker requested this", "Baker"],
  ])("%s in: %s", (name, text, hit) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([hit]);
  });

  it.each([
    ["SMITH^JOHN", "a smith by trade"],
    ["WALKER^ANN", "mobile with a walker"],
    ["BAKER^TOM", "A Baker cyst is present."],
    ["TURNER^EVA", "Turner syndrome, with Turner syndrome in the family"],
    ["DON^TED", "TED and PEG in place"],
    ["FARMER^IAN", "A 50-year-old farmer."],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });
});

describe("names that are everyday words of the field", () => {
  it.each([
    ["LONG^IDA", "Long", "Long"],
    ["HEAD^IDA", "HEAD", "HEAD"],
    ["LONG^IDA", "Trauma\nLong\nCT", "Long"],
    ["LONG^IDA", "- Long", "Long"],
    ["LONG^IDA", "Long presented with cough.", "Long"],
    ["LONG^IDA", "LONG FELL OFF A LADDER", "LONG"],
    ["LONG^IDA", "Long also complained of pain.", "Long"],
    ["YOUNG^IDA", "Young is a 45-year-old man.", "Young"],
    ["YOUNG^IDA", "Young was admitted.", "Young"],
    ["YOUNG^IDA", "YOUNG, 45 F", "YOUNG"],
    ["YOUNG^IDA", "Young (45 y): trauma", "Young"],
    ["YOUNG^IDA", "45 yo YOUNG FELL", "YOUNG"],
    ["BLACK^IDA", "mr black is well", "black"],
    ["BLACK^IDA", "herr black", "black"],
    ["BLACK^IDA", "mme. black", "black"],
    ["BLACK^IDA", "PROF BLACK", "BLACK"],
    ["LI^WEI", "Li presented late.", "Li"],
  ])("%s in: %s", (name, text, hit) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([hit]);
  });

  it.each([
    ["LONG^IDA", "Long axis view"],
    ["LONG^IDA", "MR LONG AXIS"],
    ["YOUNG^IDA", "Young patients present late."],
    ["SMALL^IDA", "Small 3 m tube"],
    ["SMALL^IDA", "easy to miss small nodules"],
    ["SHORT^IDA", "TE of 20 ms short of it"],
    ["DAY^IDA", "Day 3"],
    ["HEAD^IDA", "Head: no fracture."],
    ["CHEST^PHANTOM", "Chest"],
    ["CHEST^PHANTOM", "Chest:\nno nodule"],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });

  it("are not found in what radiologists write", () => {
    const names =
      "Long Brown Green Black White Little Short Young Small Large Head Hand Foot Day Grant Smith Taylor Miller Baker Cook Parker Walker Turner Fisher Mason Bell King Price Rose Frost Grace Lee Stewart Cooper Hunter Wright Doe John May Will Mark Case";
    const words = names
      .split(" ")
      .map((text) => ({ text, kind: "name" }) as const);
    // One by one: two names beside each other are names.
    const alarms = words.flatMap((word) =>
      radiologyProse.flatMap((sentence) => foundIn(sentence, [word])),
    );
    expect(alarms).toEqual([]);
  });
});

describe("a name that is only a particle of others", () => {
  it.each([
    ["Do^", "Mr Do has had a cough for weeks.", "Do"],
    ["Do^A", "MRS DO CAME BACK", "DO"],
    ["Do^^^Dr", "Do presented with pain.", "Do"],
    ["Le^", "The patient Le, aged 40, is well.", "Le"],
    ["Le^", "Name: LE", "LE"],
    ["Van^", "Van, 45 y", "Van"],
    ["Van^Q", "Cough. Van fell off a ladder.", "Van"],
    ["Abu^", "Abu", "Abu"],
  ])("%s in: %s", (name, text, hit) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([hit]);
  });

  it.each([
    ["Do^", "Do not repeat. Do an MRI, as most do."],
    ["Le^", "A Le Fort II fracture. Patient: Le Fort I."],
    ["Le^", "Chute dans le van du voisin."],
    ["Da^", "Prostatectomy with the Da Vinci system."],
    ["Van^", "Van der Waals forces; a van hit him."],
    ["De^Q", "De Quervain tenosynovitis, and De Novo nodules."],
    ["El^", "El Niño, and EL 3 mm"],
    ["Di^", "DI George syndrome in DI"],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });

  it.each(["Do^", "Le^", "Van^", "La^", "Del^", "Al^A", "Da^", "Dos^", "Ter^"])(
    "%s is in no ordinary report, and in no attribute",
    (name) => {
      const words = wordsOfName(name);
      expect(radiologyProse.flatMap((text) => foundIn(text, words))).toEqual(
        [],
      );
      const matcher = new WordMatcher(words);
      for (const value of ["DO", "LE AXIAL VAN", "DEL^LA", "T1_TER_DOS"])
        expect(matcher.find(value, "value")).toEqual([]);
    },
  );
});
