// Every defined term of Specific Character Set (PS3.3 C.12.1.1.2), without and with code extensions.
import { describe, expect, it } from "vitest";
import { hexBytes } from "../../testing/dicomFixtures.ts";
import { characterSetOf, decodeText } from "./characterSets.ts";

/**
 * Tables C.12-2 and C.12-3: number, escape sequence that puts the set into G1, bytes, and what they mean. In no two sets do
 * the bytes of a row mean the same.
 */
const singleByteSets = [
  ["100", "1b 2d 41", "e6 d0 a4", "æÐ¤"],
  ["101", "1b 2d 42", "b1 e6 ef", "ąćď"],
  ["109", "1b 2d 43", "b1 e6 fd", "ħĉŭ"],
  ["110", "1b 2d 44", "b1 ef f9", "ąīų"],
  ["144", "1b 2d 4c", "e6 ef f9", "цяљ"],
  ["127", "1b 2d 47", "d0 e6", "ذن"],
  ["126", "1b 2d 46", "d0 e6 ef", "Πζο"],
  ["138", "1b 2d 48", "e6 ef f9", "זןש"],
  ["148", "1b 2d 4d", "f0 fd", "ğı"],
  ["203", "1b 2d 62", "e6 d0 a4", "æÐ€"],
  ["13", "1b 29 49", "b1 b2 d4", "ｱｲﾔ"],
  ["166", "1b 2d 54", "a4 b1", "คฑ"],
] as const;

/** Table C.12-4: number, escape sequence, bytes, and what they mean. */
const multipleByteSets = [
  ["87", "1b 24 42", "30 21", "亜"],
  ["159", "1b 24 28 44", "30 21", "丂"],
  ["149", "1b 24 29 43", "b0 a1", "가"],
  ["58", "1b 24 29 41", "b0 a1", "啊"],
] as const;

function read(terms: readonly string[], hex: string) {
  const set = characterSetOf(terms);
  return { ...decodeText(hexBytes(hex), set), isKnown: set.isKnown };
}

function declared(text: string) {
  return { text, isAsDeclared: true, isKnown: true };
}

describe.each(singleByteSets)("set %s", (number, escape, bytes, text) => {
  it("is read without code extensions", () => {
    expect(read([`ISO_IR ${number}`], bytes)).toEqual(declared(text));
  });

  it("is read as the first of several", () => {
    expect(
      read(
        [`ISO 2022 IR ${number}`, "ISO 2022 IR 87"],
        `${bytes} 1b 24 42 30 21 1b 28 42 ${bytes}`,
      ),
    ).toEqual(declared(`${text}亜${text}`));
  });

  it("is read behind its escape sequence, up to a delimiter", () => {
    const first = number === "100" ? "ISO 2022 IR 144" : "ISO 2022 IR 100";
    const initial = number === "100" ? "ц" : "æ";
    expect(
      read(
        [first, `ISO 2022 IR ${number}`],
        `41 ${escape} ${bytes} 5e e6 3d ${escape} ${bytes}`,
      ),
    ).toEqual(declared(`A${text}^${initial}=${text}`));
  });
});

describe.each(multipleByteSets)("set %s", (number, escape, bytes, text) => {
  it("is read behind its escape sequence, and ASCII after it", () => {
    expect(
      read(["", `ISO 2022 IR ${number}`], `41 ${escape} ${bytes} 1b 28 42 42`),
    ).toEqual(declared(`A${text}B`));
  });
});

it.each([
  // JIS X 0201 romaji, as which Japanese systems return to letters.
  ["1b 24 42 30 21 1b 28 4a 42", "亜B"],
  // The edition of 1978 of JIS X 0208, and its later editions as ISO 2022 names them too.
  ["1b 24 40 30 21 1b 28 42 42", "亜B"],
  ["1b 24 28 42 30 21 1b 28 42 42", "亜B"],
])("other ways to the letters of Japan are taken: %s", (hex, text) => {
  expect(read(["ISO 2022 IR 13", "ISO 2022 IR 87"], hex)).toEqual(
    declared(text),
  );
});

it.each([
  ["ISO_IR 6", "41 42", "AB"],
  ["ISO 2022 IR 6", "1b 28 42 41 42", "AB"],
  ["", "41 42", "AB"],
  ["ISO_IR 192", "c3 a6 e4 ba 9c", "æ亜"],
  ["GB18030", "b0 a1 81 39 ee 39", "啊㐀"],
  ["GBK", "b0 a1", "啊"],
])("the term %s alone is read", (term, bytes, text) => {
  expect(read([term], bytes)).toEqual(declared(text));
});
