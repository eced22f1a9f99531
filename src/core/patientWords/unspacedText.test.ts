// Names in scripts other than Latin, in whatever form each is written.
import { describe, expect, it } from "vitest";
import { foundIn, wordsOfName } from "../../testing/foundWords.ts";
import { spacedForms, unspacedForms } from "./unspacedSpellings.ts";

describe("a name is found", () => {
  it.each([
    ["ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダ タロウ さん", "ヤマダ タロウ"],
    ["ヤマダ^タロウ", "ﾔﾏﾀﾞ さん", "ﾔﾏﾀﾞ"],
    ["ヤマダ^タロウ", "やまだ さん", "やまだ"],
    ["やまだ^たろう", "ヤマダさん", "ヤマダ"],
    ["홍^길동", "홍길동".normalize("NFD"), "홍길동".normalize("NFD")],
    ["홍^길동".normalize("NFD"), "환자 홍길동", "홍길동"],
    ["X^Y==^^^^홍길동", "홍길동 head", "홍길동"],
    ["王^伟", "王 伟", "王 伟"],
    ["王^伟", "患者王伟", "王伟"],
    ["王^伟", "王·伟", "王·伟"],
    ["ສົມສັກ^ແກ້ວ", "ຄົນເຈັບສົມສັກມາ", "ສົມສັກ"],
    ["សុខ^វិសាល", "អ្នកជំងឺវិសាលមក", "វិសាល"],
    ["အောင်^ဆန်း", "လူနာအောင်ဆန်းသည်", "အောင်ဆန်း"],
    ["محمد^سالم", "صورة لسالم", "لسالم"],
    ["محمد^سالم", "صورة ســالم", "ســالم"],
    ["علی^رضایی", "رضايي head", "رضايي"],
    ["أحمد^خالد", "احمد head", "احمد"],
    ["ملك^كريم", "ملک head", "ملک"],
    ["כהן^דוד", "הבדיקה לדוד", "לדוד"],
    ["NOVAK^EVA", "ＮＯＶＡＫ head", "ＮＯＶＡＫ"],
  ])("%s in: %s", (name, text, hit) => {
    expect(foundIn(text, wordsOfName(name))).toEqual([hit]);
  });

  it.each([
    ["NOVAK^^^^KOWALSKA", "Kowalska"],
    ["NOVAK^^^ANNA^", "Anna"],
    ["A^B^C^Countess^VonUndZuHabsburg", "VonUndZuHabsburg"],
    ["NOVAK^EVA^^Countess^VonUndZuHabsburg", "Habsburg"],
  ])("in prefix and suffix of %s", (name, hit) => {
    expect(foundIn(`${hit} head`, wordsOfName(name))).toEqual([hit]);
  });

  it.each(["NOVAK^EVA^^Captain^Esq", "NOVAK^EVA^^Dr^Jr", "山田^太郎^^^様"])(
    "but no title: %s",
    (name) => {
      expect(foundIn("captain dr esq jr 様", wordsOfName(name))).toEqual([]);
    },
  );
});

describe("in a file, a name may stand", () => {
  it("in either kana, in half width, and in parts", () => {
    expect(unspacedForms("ヤマダ")).toEqual(
      expect.arrayContaining(["ヤマダ", "やまだ", "ﾔﾏﾀﾞ", "ヤマタ\u3099"]),
    );
    expect(unspacedForms("ﾔﾏﾀﾞ")).toContain("ヤマダ");
    expect(unspacedForms("홍")).toEqual(["홍", "\u1112\u1169\u11bc"]);
  });

  it("with its parts apart", () => {
    expect(spacedForms("王伟")).toEqual(["王 伟", "王^伟", "王\u3000伟"]);
    expect(spacedForms("とてもながい")).toEqual([]);
  });
});
