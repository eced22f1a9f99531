// Titles that are written to a name as one word: "drsmith".
import { foldText } from "./foldText.ts";
import { lookAlikes } from "./lookAlikes.ts";
import type { TextToken } from "./textTokens.ts";

/** Shorter ends of words come by chance: "drain". */
const joinedTitle = /^(?:drmed|dr|prof|mrs|mr|frau|herr)(?=\p{L}{4})/iu;

/** The title and the word behind it; null for a word without one. */
export function titleAndName(
  token: TextToken,
): readonly [TextToken, TextToken] | null {
  const [title] = joinedTitle.exec(token.text) ?? [];
  if (title === undefined) return null;
  const middle = token.start + title.length;
  return [
    tokenOf(title, token.start),
    tokenOf(token.text.slice(title.length), middle),
  ];
}

function tokenOf(text: string, start: number): TextToken {
  return {
    text,
    folded: foldText(text),
    alike: lookAlikes(text),
    start,
    end: start + text.length,
  };
}
