// Names with an apostrophe, which systems and keyboards write in many ways, or not at all.
import { describe, expect, it } from "vitest";
import { foundIn, wordsOfName } from "../../testing/foundWords.ts";

describe("a name whose apostrophe the PACS wrote as a space", () => {
  it.each([
    ["O BRIEN^SEAN", "O'Brien"],
    ["O BRIEN^SEAN", "O’Brien"],
    ["O BRIEN^SEAN", "OʼBrien"],
    ["O BRIEN^SEAN", "O`Brien"],
    ["O BRIEN^SEAN", "O´Brien"],
    ["O BRIEN^SEAN", "O‘Brien"],
    ["O BRIEN^SEAN", "O'brien"],
    ["O' BRIEN^SEAN", "O'Brien"],
    ["O BRIEN^SEAN", "O'BRIEN"],
    ["BRIEN^SEAN^O", "O'Brien"],
    ["O'BRIEN^SEAN", "O´Brien"],
    ["O`BRIEN^SEAN", "O'Brien"],
    ["O´BRIEN^SEAN", "Obrien"],
    ["O'BRIEN^SEAN", "O' Brien"],
    ["O NEIL^ANA", "O'Neil"],
    ["O NEIL^ANA", "O'NEIL"],
    ["O HARE^ANA", "O'Hare"],
    ["D SOUZA^ANA", "D'Souza"],
    ["D SA^ANA", "D'Sa"],
    ["N DIAYE^ANA", "N’Diaye"],
    ["DELL ACQUA^ANA", "Dell'Acqua"],
  ])("%s in: %s", (name, written) => {
    expect(foundIn(`seen with ${written}`, wordsOfName(name))).toEqual([
      written,
    ]);
  });

  it.each([
    ["O NEIL^ANA", "O'NEIL"],
    ["O NEIL^ANA", "O`Neil"],
    ["NEIL^ANA", "O'NEIL"],
    ["D SOUZA^ANA", "D´Souza"],
  ])("%s in the value: %s", (name, value) => {
    expect(foundIn(value, wordsOfName(name), "value")).toHaveLength(1);
  });

  it.each([
    ["LL^RE", "They're ill, and he'll say I've been there."],
    ["BRIEN^SEAN", "Brienne"],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });
});
