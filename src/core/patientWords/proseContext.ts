// Whether a word in prose is written as a name: by its capitals, and by where it stands.
import type { TextToken } from "./textTokens.ts";

/** A capital and small letters; or all capitals where the words around are not, since headings prove nothing. */
export function isWrittenAsName(
  tokens: readonly TextToken[],
  index: number,
): boolean {
  const token = tokens[index];
  if (token === undefined || !/^\p{Lu}/u.test(token.text)) return false;
  if (!isAllCapitals(token.text)) return true;
  // Abbreviations of two letters are everywhere.
  if (token.folded.length < 3) return false;
  const [previous, next] = [tokens[index - 1], tokens[index + 1]];
  const isHeading =
    (previous !== undefined && isAllCapitals(previous.text)) ||
    (next !== undefined && isAllCapitals(next.text));
  return !isHeading;
}

/** True for words of capitals. */
export function isAllCapitals(word: string): boolean {
  return /\p{Lu}/u.test(word) && word === word.toUpperCase();
}

/** True at the beginning, behind the end of a sentence, a colon, a bullet, or a line break. */
export function startsSentence(text: string, start: number): boolean {
  return /(?:^|[.!?:;•*\n\r([–—-]|\d[.)])["'“‘(]?\s*$/u.test(
    text.slice(Math.max(0, start - 8), start),
  );
}
