// Divides text into words with their places.
import { matchesOf } from "./matchesOf.ts";
import { foldText } from "./foldText.ts";

/** A word of a text, in UTF-16 units: `start` included, `end` not. */
export interface TextToken {
  readonly text: string;
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const pattern = /[\p{L}\p{N}\p{M}]+(?:['’ʼ]\p{L}[\p{L}\p{M}]*)*/gu;
const possessive = /['’ʼ]s$/iu;

/** Runs of letters and digits; an apostrophe inside a word belongs to it, a possessive ending does not. */
export function textTokens(text: string): readonly TextToken[] {
  const tokens: TextToken[] = [];
  for (const match of matchesOf(pattern, text)) {
    const word = match[0].replace(possessive, "");
    tokens.push({
      text: word,
      folded: foldText(word),
      start: match.index,
      end: match.index + word.length,
    });
  }
  return tokens;
}
