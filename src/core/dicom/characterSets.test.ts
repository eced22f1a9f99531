// Tests of text decoding: single-byte sets, code extensions, whole encodings, and declarations that do not hold.
import { describe, expect, it } from "vitest";
import { hexBytes } from "../../testing/dicomFixtures.ts";
import { characterSetOf, decodeText, textReadings } from "./characterSets.ts";

function decode(terms: readonly string[], hex: string): string {
  return decodeText(hexBytes(hex), characterSetOf(terms)).text;
}

describe("declared text", () => {
  it.each([
    ["ISO_IR 100", "4d fc 6c 6c 65 72", "Müller"],
    ["ISO_IR 101", "a3 f3 64 bc", "Łódź"],
    ["ISO_IR 109", "b6 e6 f8", "ĥĉĝ"],
    ["ISO_IR 110", "d3 a3 b9", "ĶŖš"],
    ["ISO_IR 144", "bb ee da", "Люк"],
    ["ISO_IR 127", "e2 c8 c7", "قبا"],
    ["ISO_IR 126", "c4 e9 ef", "Διο"],
    ["ISO_IR 138", "f9 f8 e5 ef", "שרון"],
    ["ISO_IR 148", "dd fe", "İş"],
    ["ISO_IR 203", "a4 bc", "€Œ"],
    ["ISO_IR 13", "d4 cf c0 de", "ﾔﾏﾀﾞ"],
    ["ISO_IR 166", "ca c1 aa", "สมช"],
    ["ISO_IR 192", "f0 9f 98 80", "😀"],
    ["GB18030", "cd f5", "王"],
    ["GBK", "cd f5", "王"],
  ])("in %s is read", (term, hex, text) => {
    expect(decodeText(hexBytes(hex), characterSetOf([term]))).toEqual({
      text,
      isAsDeclared: true,
    });
  });

  it.each(["ISO-IR 100", "iso_ir 100", "ISO 2022 IR 100", "ISO_IR_100"])(
    "goes by a term however it is written: %s",
    (term) => {
      expect(decode([term], "e9")).toBe("é");
      expect(characterSetOf([term]).isKnown).toBe(true);
    },
  );
});

describe("code extensions", () => {
  it("switch to JIS X 0208 and back (PS3.5 H.3.1)", () => {
    const name = `
      59 61 6d 61 64 61 5e 54 61 72 6f 75 3d
      1b 24 42 3b 33 45 44 1b 28 42 5e 1b 24 42 42 40 4f 3a 1b 28 42
    `;

    expect(decode(["", "ISO 2022 IR 87"], name)).toBe("Yamada^Tarou=山田^太郎");
  });

  it("start from katakana where that is the first set (PS3.5 H.3.2)", () => {
    const name = `
      d4 cf c0 de 5e c0 db b3 3d
      1b 24 42 3b 33 45 44 1b 28 4a 5e 1b 24 42 42 40 4f 3a 1b 28 4a
    `;

    expect(decode(["ISO 2022 IR 13", "ISO 2022 IR 87"], name)).toBe(
      "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎",
    );
  });

  it("reach the characters of JIS X 0212", () => {
    expect(decode(["", "ISO 2022 IR 159"], "1b 24 28 44 30 21 1b 28 42")).toBe(
      "丂",
    );
  });

  it("put Korean into the upper half (PS3.5 I.2)", () => {
    const name = `
      48 6f 6e 67 5e 47 69 6c 64 6f 6e 67 3d
      1b 24 29 43 fb f3 5e 1b 24 29 43 d1 ce d4 d7
    `;

    expect(decode(["", "ISO 2022 IR 149"], name)).toBe("Hong^Gildong=洪^吉洞");
  });

  it("put simplified Chinese into the upper half (PS3.5 K.3)", () => {
    expect(decode(["", "ISO 2022 IR 58"], "1b 24 29 41 cd f5")).toBe("王");
  });

  it("switch between single-byte sets, and back at a delimiter", () => {
    const text = "1b 2d 4c bb 5e e9"; // Cyrillic, then after ^ the first set again

    expect(decode(["ISO 2022 IR 100", "ISO 2022 IR 144"], text)).toBe("Л^é");
  });
});

describe("text that is not as declared", () => {
  it("is read as UTF-8 where it is UTF-8, and said to be so", () => {
    const bytes = hexBytes("4d c3 bc 6c 6c 65 72");

    for (const terms of [[], ["ISO_IR 100"]])
      expect(decodeText(bytes, characterSetOf(terms))).toEqual({
        text: "Müller",
        isAsDeclared: false,
      });
  });

  it("is read as ISO 8859-1 where nothing is declared", () => {
    expect(decodeText(hexBytes("4d fc"), characterSetOf([]))).toEqual({
      text: "Mü",
      isAsDeclared: false,
    });
  });

  it.each([
    ["ISO_IR 192", "4d fc 6c 6c 62 61 63 68 5e 4a f6 72 67", "Müllbach^Jörg"],
    ["GB18030", "52 65 6e e9 5e 41 6e 64 72 e9", "René^André"],
    ["GBK", "4d fc 20 6c", "Mü l"],
    ["GB18030", "ea b9 80 5e ec 9d 80 ec a3 bc", "김^은주"],
  ])("is read by its bytes where they are not %s", (term, hex, text) => {
    expect(decodeText(hexBytes(hex), characterSetOf([term]))).toEqual({
      text,
      isAsDeclared: false,
    });
  });

  it.each([
    // Jörg in UTF-8, then half an umlaut: a value that was cut.
    ["ISO_IR 192", "4a c3 b6 72 67 5e c3 bc c3", "Jörg^ü\ufffd"],
    ["GB18030", "cd f5 d0 a1 b6", "王小\ufffd"],
  ])("shows where a cut value of %s ends", (term, hex, text) => {
    expect(decodeText(hexBytes(hex), characterSetOf([term]))).toEqual({
      text,
      isAsDeclared: false,
    });
  });

  it.each([
    ["ISO_IR 149", "b1 e8 c8 f1 c1 df", "김희중"],
    ["ISO 2022 IR 149", "b1 e8 5e c8 f1 c1 df", "김^희중"],
    ["\\ISO 2022 IR 149", "4b 69 6d 3d b1 e8", "Kim=김"],
    // By chance UTF-8 too.
    ["ISO_IR 149", "c8 a3", "호"],
    ["ISO_IR 149", "ea b9 80", "김"],
    ["ISO_IR 149", "4d fc 6c 6c", "Müll"],
    ["ISO_IR 58", "cd f5 d0 a1", "王小"],
    ["ISO 2022 IR 58", "cd f5 5e d0 a1", "王^小"],
    ["\\ISO 2022 IR 58", "57 3d cd f5", "W=王"],
    // The second component group lacks its escape sequence, the third has it.
    [
      "\\ISO 2022 IR 149",
      "4b 69 6d 3d b1 e8 3d 1b 24 29 43 b1 e8",
      "Kim=김=김",
    ],
    ["ISO 2022 IR 100\\GB18030", "4d 3d 4d", "M=M"],
    ["\\GB18030", "cd f5 d0 a1", "王小"],
  ])("is read without the escape sequence of %s: %s", (terms, hex, text) => {
    expect(decode(terms.split("\\"), hex)).toBe(text);
    const { isAsDeclared } = decodeText(
      hexBytes(hex),
      characterSetOf(terms.split("\\")),
    );
    expect(isAsDeclared).toBe(/^[4-5]/.test(hex) && text === "M=M");
  });

  it.each([
    ["in ISO_IR 109", ["ISO_IR 109"], "41 a5 42", "A\ufffdB"],
    ["in ISO_IR 127", ["ISO_IR 127"], "c7 a1", "ا\ufffd"],
    ["in JIS X 0201", ["ISO_IR 13"], "d4 ff", "ﾔ\ufffd"],
    [
      "in JIS X 0208",
      ["", "ISO 2022 IR 87"],
      "1b 24 42 7e 7e 1b 28 42",
      "\ufffd",
    ],
    [
      "that are half a character of JIS X 0208",
      ["", "ISO 2022 IR 87"],
      "1b 24 42 3b 33 45 1b 28 42",
      "山\ufffd",
    ],
    ["in Korean", ["", "ISO 2022 IR 149"], "1b 24 29 43 fb", "\ufffd"],
  ])("shows bytes that mean nothing %s", (_name, terms, hex, text) => {
    expect(decodeText(hexBytes(hex), characterSetOf(terms))).toEqual({
      text,
      isAsDeclared: false,
    });
  });

  it.each([
    ["ISO_IR 100", "4b6f706620962084 6e61746976 93", "Kopf – „nativ“"],
    ["ISO_IR 101", "8a61 9a 6b 6f 76 e1", "Šašková"],
    ["ISO_IR 144", "cff0e8e2e5f2 96", "Привет–"],
    ["ISO_IR 126", "80 c1", "€Α"],
    // As UTF-8, which has such bytes too.
    ["ISO_IR 101", "c581", "Ł"],
  ])(
    "is read as Windows writes it where %s has no letters for it",
    (term, hex, text) => {
      const decoded = decodeText(
        Buffer.from(hex.replaceAll(" ", ""), "hex"),
        characterSetOf([term]),
      );
      expect(decoded).toEqual({ text, isAsDeclared: false });
    },
  );

  it("is said to be so where Korean bytes lie beyond the declared set", () => {
    const { isAsDeclared } = decodeText(
      Buffer.from("1b2429438c63b9e6", "hex"),
      characterSetOf(["", "ISO 2022 IR 149"]),
    );
    expect(isAsDeclared).toBe(false);
  });

  it("is said to be so where an escape sequence is unknown", () => {
    const set = characterSetOf(["ISO 2022 IR 100", "ISO 2022 IR 144"]);

    expect(decodeText(hexBytes("41 1b 2d 5a e9"), set)).toEqual({
      text: "A-Zé",
      isAsDeclared: false,
    });
  });

  it("is said to be so where upper bytes come before any escape sequence", () => {
    const set = characterSetOf(["", "ISO 2022 IR 87"]);

    expect(decodeText(hexBytes("fc 1b 24 42 3b 33 1b 28 42"), set)).toEqual({
      text: "ü山",
      isAsDeclared: false,
    });
  });

  it("is plain where it is plain, whatever is declared", () => {
    const set = characterSetOf(["KLINGON 1"]);

    expect(set.isKnown).toBe(false);
    expect(decodeText(hexBytes("41 42"), set)).toEqual({
      text: "AB",
      isAsDeclared: true,
    });
  });
});

describe("all readings of a text", () => {
  it.each([
    // Latin-1 that happens to be of the declared set: M黮lbach, and Cyrillic in Mќllbach.
    ["GB18030", "4d fc 6c 6c 62 61 63 68", "Müllbach"],
    ["ISO_IR 144", "4d fc 6c 6c 62 61 63 68", "Müllbach"],
    ["ISO_IR 13", "4d fc 6c 6c 62 61 63 68", "Müllbach"],
    // UTF-8 under another declaration.
    ["ISO_IR 101", "4d c3 bc 6c 6c", "Müll"],
    ["GBK", "4d c3 bc 6c 6c", "Müll"],
    // Shift JIS and EUC-JP under one that covers them, or none.
    ["", "8e 52 93 63", "山田"],
    ["ISO_IR 192", "8e 52 93 63", "山田"],
    ["ISO_IR 192", "bb b3 c5 c4", "山田"],
    ["ISO 2022 IR 100\\ISO 2022 IR 149", "b1 e8 c8 f1", "김희"],
    ["ISO_IR 192", "4a c3 b6 72 67 5e c3", "Jörg^\ufffd"],
  ])("under %s hold that of %s", (terms, hex, text) => {
    const set = characterSetOf(terms.split("\\"));
    expect(textReadings(hexBytes(hex), set)).toContain(text);
  });

  it.each([
    ["ISO_IR 192", "e7 8e 8b 5e 4a c3 b6 72 67", "王^Jörg"],
    ["ISO_IR 100", "4a f6 72 67", "Jörg"],
    ["ISO_IR 144", "b8 d2 d0 dd", "Иван"],
    ["GB18030", "cd f5 d0 a1", "王小"],
    ["ISO_IR 6", "4d", "M"],
  ])("under %s are one where it holds", (term, hex, text) => {
    expect(textReadings(hexBytes(hex), characterSetOf([term]))).toEqual([text]);
  });
});
