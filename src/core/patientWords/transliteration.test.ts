// Names of one script in text of another.
import { describe, expect, it } from "vitest";
import { foundIn, wordsOfName } from "../../testing/foundWords.ts";

describe("a name in another script", () => {
  it.each([
    ["IVANOVA^OLGA", "пациентка Иванова", "Иванова"],
    ["IVANOVA^OLGA", "у Ивановой", "Ивановой"],
    ["Иванова^Ольга", "seen with Ivanova", "Ivanova"],
    ["Щербаков^Юрий", "Shcherbakov fell", "Shcherbakov"],
    ["Щербаков^Юрий", "Schtscherbakow fell", "Schtscherbakow"],
    ["Щербаков^Юрий", "Ščerbakov fell", "Ščerbakov"],
    ["Щербаков^Юрий", "seen with Yuriy", "Yuriy"],
    ["Щербаков^Юрий", "seen with Iurii", "Iurii"],
    ["Достоевский^Ян", "seen with Dostoevsky", "Dostoevsky"],
    ["DOSTOEVSKIJ^IAN", "Достоевский", "Достоевский"],
    ["Гриценко^Ян", "seen with Hrytsenko", "Hrytsenko"],
    ["PAPADOPOULOS^NIKOS", "ο Παπαδόπουλος", "Παπαδόπουλος"],
    ["Παπαδόπουλος^Νίκος", "seen with Papadopoulos", "Papadopoulos"],
    ["Χατζής^Νίκος", "seen with Chatzis", "Chatzis"],
    ["Χατζής^Νίκος", "seen with Hatzis", "Hatzis"],
    ["Φιλίππου^Νίκος", "seen with Philippou", "Philippou"],
  ])("%s in: %s", (name, text, hit) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([hit]);
  });

  it.each([
    ["Лонг^Ян", "a long axis"],
    ["Ли^Ян", "Li-Fraumeni"],
    ["PNEUMONIA^IDA", "тень в лёгком"],
  ])("%s not in: %s", (name, text) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([]);
  });
});

describe("a name with a letter for which there are two of Latin", () => {
  it.each([
    ["Đorđević^Ana", "Djordjevic"],
    ["Đorđević^Ana", "Dordevic"],
    ["DJORDJEVIC^ANA", "Đorđević"],
    ["DORDEVIC^ANA", "Đorđević"],
  ])("%s in: %s", (name, written) => {
    expect(foundIn(`seen with ${written}`, wordsOfName(name))).toEqual([
      written,
    ]);
  });
});
