// Finds names that are taken apart: "N O V A K", "Nova-kova", "O Brien".
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { isEverydayWord, isInstitutionalWord } from "./commonWords.ts";
import { apostrophes } from "./foldText.ts";
import { asRead, type TextToken } from "./textTokens.ts";

/** A name in a text, in UTF-16 units: `start` included, `end` not. */
export interface DisguisedName {
  readonly start: number;
  readonly end: number;
  readonly kind: PatientWordKind;
}

type KindByName = ReadonlyMap<string, PatientWordKind>;

/** Fewer letters stand beside each other in any list. */
const shortestSpelled = 4;
/** Shorter words come of two others by chance. */
const shortestOfParts = 5;
const mostParts = 4;

/** All names of which the text has the parts or the letters one by one; they may overlap. */
export function disguisedNames(
  text: string,
  tokens: readonly TextToken[],
  names: KindByName,
): readonly DisguisedName[] {
  if (names.size === 0) return [];
  const lists = tokens.some(({ alike }) => alike.length > 0)
    ? [tokens, tokens.map(asRead)]
    : [tokens];
  return lists.flatMap((words) => [
    ...spelledNames(text, words, names),
    ...partedNames(text, words, names),
  ]);
}

const betweenLetters = /^[^\p{L}\p{N}\\]{1,3}$/u;

function spelledNames(
  text: string,
  tokens: readonly TextToken[],
  names: KindByName,
): readonly DisguisedName[] {
  return runsOfLetters(text, tokens).flatMap((run) => {
    const word = run.map(({ folded }) => folded).join("");
    return [...names].flatMap(([name, kind]) => {
      const at = isSpelled(name) ? word.indexOf(name) : -1;
      const [first, last] = [run[at], run[at + name.length - 1]];
      return first === undefined || last === undefined
        ? []
        : [{ start: first.start, end: last.end, kind }];
    });
  });
}

/** "H E A D" is a heading. */
function isSpelled(name: string): boolean {
  return name.length >= shortestSpelled && !isInstitutionalWord(name);
}

/** Single letters with signs between them. Each is of one UTF-16 unit. */
function runsOfLetters(
  text: string,
  tokens: readonly TextToken[],
): readonly (readonly TextToken[])[] {
  const runs: TextToken[][] = [];
  let run: TextToken[] = [];
  for (const token of tokens) {
    const before = run.at(-1);
    if (token.folded.length !== 1 || /\d/.test(token.folded)) {
      run = [];
      continue;
    }
    const isNear =
      before !== undefined &&
      betweenLetters.test(text.slice(before.end, token.start));
    if (!isNear) runs.push((run = []));
    run.push(token);
  }
  return runs.filter(({ length }) => length >= shortestSpelled);
}

/** Between the parts of a word that was divided. */
const hyphen = /^(?:[-‐-―_.·]\s?|-?\r?\n)$/u;
const gap = new RegExp(`^[${apostrophes}]?\\s{1,2}$`, "u");
/** What names begin with that are written apart or not. */
const particles = new Set(
  "o d mc mac de di da du del della la le van der den von al el ben abu ibn st ter ten af zu".split(
    " ",
  ),
);
/** Words of one letter that stand before any other. */
const articles = new Set(["a", "i", "the"]);

function partedNames(
  text: string,
  tokens: readonly TextToken[],
  names: KindByName,
): readonly DisguisedName[] {
  return tokens.flatMap((first, index) => {
    const found: DisguisedName[] = [];
    let [word, isSpaced, last] = [first.folded, false, first];
    for (const part of tokens.slice(index + 1, index + mostParts)) {
      const between = text.slice(last.end, part.start);
      if (gap.test(between)) {
        // Words that follow each other are one name only where they look like it.
        if (!isNamePart(last)) break;
        isSpaced = true;
      } else if (!hyphen.test(between)) break;
      word += part.folded;
      last = part;
      const kind = names.get(word);
      const isName = !isSpaced || isCapital(part) || isPrefix(first);
      if (kind !== undefined && isName && isTelling(word))
        found.push({ start: first.start, end: part.end, kind });
    }
    return found;
  });
}

function isTelling(word: string): boolean {
  return word.length >= shortestOfParts && !isEverydayWord(word);
}

function isNamePart(token: TextToken): boolean {
  return (
    particles.has(token.folded) ||
    (isCapital(token) && !articles.has(token.folded))
  );
}

/** "o brien", "d angelo": no words of English. */
function isPrefix({ folded }: TextToken): boolean {
  return folded === "o" || folded === "d" || folded === "mc";
}

function isCapital({ text }: TextToken): boolean {
  return /^\p{Lu}/u.test(text);
}
