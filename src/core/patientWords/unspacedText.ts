// Text of scripts without spaces as it is compared: width, kana, and spaces between characters make no difference.
import { matchesOf } from "./matchesOf.ts";

/** A folded text, and where each of its UTF-16 units comes from. */
export interface FoldedText {
  readonly text: string;
  /** `end` is not included. */
  placeOf(
    start: number,
    end: number,
  ): { readonly start: number; readonly end: number };
}

/** A character with the marks on it; the letters of a Korean syllable that is written in its parts. */
const cluster =
  /(?:[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*|.)[\p{M}\uff9e\uff9f\p{Default_Ignorable_Code_Point}]*/gsu;

/** Full width, composed, Katakana for Hiragana, without spaces and the points between the parts of a name. */
export function foldUnspaced(text: string): FoldedText {
  let folded = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: character, index } of matchesOf(cluster, text)) {
    const plain = foldCluster(character);
    folded += plain;
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(index);
      ends.push(index + character.length);
    }
  }
  return {
    text: folded,
    placeOf: (start, end) => ({
      start: starts[start] ?? 0,
      end: ends[end - 1] ?? 0,
    }),
  };
}

function foldCluster(character: string): string {
  return character
    .normalize("NFKC")
    .replace(/[\s\p{Default_Ignorable_Code_Point}·・^]/gu, "")
    .toLowerCase()
    .replace(/[\u3041-\u3096]/gu, (kana) => shifted(kana, 0x60));
}

/** The character so many code points on: Katakana follow Hiragana at a distance of 0x60. */
function shifted(character: string, by: number): string {
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + by);
}
