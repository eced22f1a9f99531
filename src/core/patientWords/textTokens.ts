// Divides text into words with their places.
import { matchesOf } from "./matchesOf.ts";
import { apostrophes, foldText } from "./foldText.ts";
import { lookAlikes } from "./lookAlikes.ts";

/** A word of a text, in UTF-16 units: `start` included, `end` not. */
export interface TextToken {
  readonly text: string;
  readonly folded: string;
  /** What else it reads like (lookAlikes.ts), folded; mostly nothing. */
  readonly alike: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Letters in circles and squares are letters to a reader. */
const letter = "\\p{L}\\p{N}\\p{M}\\u24b6-\\u24e9\\u{1f130}-\\u{1f149}";
const pattern = new RegExp(
  `[${letter}][${letter}\\p{Default_Ignorable_Code_Point}]*(?:[${apostrophes}]\\p{L}[\\p{L}\\p{M}\\p{Default_Ignorable_Code_Point}]*)*`,
  "gu",
);
const possessive = new RegExp(`[${apostrophes}]s$`, "iu");
/** "O'Brien", "Dell'Anna": a few letters that say nothing of the name behind them. */
const elision = new RegExp(
  `^\\p{L}{1,4}[${apostrophes}](?=\\p{Lu}|\\p{L}{3})`,
  "u",
);

/** Where words are joined: letters and digits, small letters and capitals, signs that are not seen. */
const seam =
  /(?<=\p{N})(?=\p{L})|(?<=\p{L}\p{M}*)(?=\p{N})|(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{Default_Ignorable_Code_Point})|(?=\p{Default_Ignorable_Code_Point})/u;

/**
 * Runs of letters and digits; an apostrophe inside a word belongs to it, a possessive ending does not. Signs that are not
 * seen, such as soft hyphens, divide nothing.
 */
export function textTokens(text: string): readonly TextToken[] {
  const tokens: TextToken[] = [];
  for (const match of matchesOf(pattern, text)) {
    const word = match[0].replace(possessive, "");
    tokens.push({
      text: word,
      folded: foldText(word),
      alike: lookAlikes(word),
      start: match.index,
      end: match.index + word.length,
    });
  }
  return tokens;
}

/** The words that are joined in one: "Novak2019" is "Novak" and "2019", "JanNovak" is "Jan" and "Novak". */
export function joinedWords(token: TextToken): readonly TextToken[] {
  const parts = token.text.split(seam);
  if (parts.length === 1) return [token];
  let end = token.start;
  return parts.flatMap((text) => {
    const start = end;
    end += text.length;
    const folded = foldText(text);
    return folded === ""
      ? []
      : [{ text, folded, alike: lookAlikes(text), start, end }];
  });
}

/** The word behind an article, a preposition or a patronymic of few letters and an apostrophe; null for a word without. */
export function withoutElision(token: TextToken): TextToken | null {
  const [before] = elision.exec(token.text) ?? [];
  if (before === undefined) return null;
  const text = token.text.slice(before.length);
  return {
    text,
    folded: foldText(text),
    alike: lookAlikes(text),
    start: token.start + before.length,
    end: token.end,
  };
}

/** A word as it is written, and as what it looks like. */
export function readingsOf({ folded, alike }: TextToken): readonly string[] {
  return alike.length === 0 ? [folded] : [folded, ...alike];
}

/** The same of a word that may be a name, and of what stands behind "O'" in it. */
export function readingsOfName(token: TextToken): readonly string[] {
  const behind = withoutElision(token);
  const read = readingsOf(token);
  return behind === null ? read : [...read, ...readingsOf(behind)];
}

/** The word as its reader takes it. */
export function asRead(token: TextToken): TextToken {
  return { ...token, folded: token.alike[0] ?? token.folded };
}
