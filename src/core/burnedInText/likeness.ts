// Compares what was read with what is sought, knowing which characters readers take for one another.

import { foldText } from "../patientWords/foldText.ts";

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
  return foldText(text)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}|!\][$&§€£]/gu, "")
    .replace(
      /[OQDILJZSGB|!\][$&§€£]/g,
      (character) => lookalikes[character] ?? "",
    );
}

/** Fewest characters to change, add or leave out to make of some part of `text` the word sought (Sellers' algorithm). */
export function distanceWithin(sought: string, text: string): number {
  let before = new Uint16Array(text.length + 1);
  for (let row = 1; row <= sought.length; row += 1) {
    const now = new Uint16Array(text.length + 1);
    now[0] = row;
    for (let column = 1; column <= text.length; column += 1) {
      const change =
        (before[column - 1] ?? 0) +
        (sought[row - 1] === text[column - 1] ? 0 : 1);
      const shift = 1 + Math.min(before[column] ?? 0, now[column - 1] ?? 0);
      now[column] = Math.min(change, shift);
    }
    before = now;
  }
  return Math.min(...before);
}

/** Fewest changes between two whole words. */
export function distanceBetween(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  if (Math.abs(a.length - b.length) > shorter) return a.length + b.length;
  let before = Uint16Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const now = new Uint16Array(b.length + 1);
    now[0] = row;
    for (let column = 1; column <= b.length; column += 1) {
      const change =
        (before[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const shift = 1 + Math.min(before[column] ?? 0, now[column - 1] ?? 0);
      now[column] = Math.min(change, shift);
    }
    before = now;
  }
  return before[b.length] ?? 0;
}
