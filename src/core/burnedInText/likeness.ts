// Compares what was read with what is sought, knowing which characters readers take for one another.

import { foldText } from "../patientWords/foldText.ts";
import { lookAlikes } from "../patientWords/lookAlikes.ts";

/** Characters that look alike in small print share one sign. */
const lookalikes: Readonly<Record<string, string>> = {
  O: "0",
  Q: "0",
  D: "0",
  I: "1",
  L: "1",
  "|": "1",
  "!": "1",
  "]": "1",
  "[": "1",
  J: "1",
  Z: "2",
  S: "5",
  $: "5",
  G: "6",
  B: "8",
  "&": "8",
  "§": "5",
  "€": "6",
  "£": "6",
};

/** Without case, accents and all that is no letter or digit; characters that look alike as one. */
export function readingOf(text: string): string {
  return foldText(inOneScript(text))
    .toUpperCase()
    .replace(/[^\p{L}\p{N}|!\][$&§€£]/gu, "")
    .replace(/RN/g, "M")
    .replace(/VV/g, "W")
    .replace(
      /[OQDILJZSGB|!\][$&§€£]/g,
      (character) => lookalikes[character] ?? "",
    );
}

/** Readers of several alphabets mix their letters: each word in that of which it has all. */
function inOneScript(text: string): string {
  return /[^\u0000-\u024f]/.test(text)
    ? text.replace(/[\p{L}\p{M}]+/gu, (word) => lookAlikes(word)[0] ?? word)
    : text;
}

/** Pairs of signs, as `readingOf` has them, that small or broken print lets readers take for one another. */
const halfAlike =
  "EF FP PR CE C0 C6 UV VY XY KX HN HM MN MW U0 T1 T7 TY A4 R8 08 06 09 17 14 27 28 35 38 49 56 58 68 89".split(
    " ",
  );
const ascii = 128;
/** 1 where two signs are half alike, by their codes. A table, since it is asked millions of times. */
const isHalfAlike = new Uint8Array(ascii * ascii);
for (const pair of halfAlike) {
  const [a, b] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  isHalfAlike[a * ascii + b] = 1;
  isHalfAlike[b * ascii + a] = 1;
}

/** What it counts to take one sign for another, in half slips. */
function costOf(a: number, b: number): number {
  if (a === b) return 0;
  const isAscii = a < ascii && b < ascii;
  return isAscii && isHalfAlike[a * ascii + b] === 1 ? 1 : 2;
}

function plainCost(a: number, b: number): number {
  return a === b ? 0 : 2;
}

/**
 * Fewest slips that make the word sought of some part of `text` (Sellers' algorithm): a sign changed, added or left out is
 * one, a sign taken for one that looks much like it is half of one.
 */
export function slipsWithin(sought: string, text: string): number {
  const last = lastRow(sought, text, {
    start: new Uint16Array(text.length + 1),
    costOf,
  });
  return Math.min(...last) / 2;
}

/** Fewest slips between two whole words. */
export function slipsBetween(a: string, b: string): number {
  if (isMuchLonger(a, b)) return a.length + b.length;
  return (lastRow(a, b, { start: steps(b), costOf })[b.length] ?? 0) / 2;
}

/** Fewest changes between two whole words, all changes alike. */
export function distanceBetween(a: string, b: string): number {
  if (isMuchLonger(a, b)) return a.length + b.length;
  const last = lastRow(a, b, { start: steps(b), costOf: plainCost });
  return (last[b.length] ?? 0) / 2;
}

function isMuchLonger(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  return Math.abs(a.length - b.length) > shorter;
}

/** Of the first row: every sign of the text left out. */
function steps(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length + 1 }, (_, index) => 2 * index);
}

/** The last row of the table of distances from all of `sought` to each beginning of `text`, in half slips. */
function lastRow(
  sought: string,
  text: string,
  options: {
    readonly start: Uint16Array;
    readonly costOf: (a: number, b: number) => number;
  },
): Uint16Array {
  let before = options.start;
  for (let row = 1; row <= sought.length; row += 1) {
    const now = new Uint16Array(text.length + 1);
    now[0] = 2 * row;
    const sign = sought.charCodeAt(row - 1);
    for (let column = 1; column <= text.length; column += 1) {
      const change =
        (before[column - 1] ?? 0) +
        options.costOf(sign, text.charCodeAt(column - 1));
      const shift = 2 + Math.min(before[column] ?? 0, now[column - 1] ?? 0);
      now[column] = Math.min(change, shift);
    }
    before = now;
  }
  return before;
}
