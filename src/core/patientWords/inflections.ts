// What a name may be under the endings and prefixes that languages put on it.
import { foldText } from "./foldText.ts";
import type { TextToken } from "./textTokens.ts";

/** Endings of Slavic, German and other languages, on names that are written as names. */
const latinEndings = "s a e u y i n em om en in es ovi ova ovou".split(" ");
/** Endings of cases that stand for another one in the name itself: "Novákovou" is of "Nováková", "Kowalskiego" of "Kowalski". */
const replacedEndings: readonly (readonly [RegExp, string])[] = [
  [/(?<=ov)(?:e|ou|u|ej|y)$/, "a"],
  [/(?<=ow)(?:e|ej)$/, "a"],
  [/(?<=[scz]k)(?:e|ou|ej|iej|u)$/, "a"],
  [/(?<=[bcdfghjklmprstvz]n)(?:e|ou|ej)$/, "a"],
  [/(?<=[scz]k)(?:iego|iemu|im)$/, "i"],
  [/(?:eho|emu|ym)$/, "y"],
  [/(?<=[^aeiouy])(?:ou|u|ovi)$/, "a"],
  [/k(?:a|em|u|ovi)$/, "ek"],
  [/c(?:e|em|i|ovi)$/, "ec"],
];
/** Endings of fewer letters are those of any word that is no name. */
const longestOfWords = 2;
const cyrillicEndings = "а у ы е и я ю ом ым ем ей ой ою"
  .split(" ")
  .map(foldText);
/** What stands for them in the name itself. */
const cyrillicNominatives = ["", "а", "я", "и"];
const shortestBeforeS = 4;
const shortestLatin = 5;
const shortestCyrillic = 3;

/** "and", "to", "in", "by", "the", and two of them. */
const arabicPrefixes = "و ف ب ل ك ال لل وال بال فال كال ول وب".split(" ");
const hebrewPrefixes = "ו ה ב ל מ ש כ ול וה וב של שה".split(" ");
const shortestAfterPrefix = 3;

/** Folded words that this word may be a form of: "novaks" is of "novak", "Иванова" of "Иванов". */
export function baseForms({ text, folded }: TextToken): readonly string[] {
  if (/^[a-z]+$/.test(folded)) return latinBases(text, folded);
  if (/^\p{Script=Cyrillic}/u.test(folded))
    return /^\p{Lu}/u.test(text) ? cyrillicBases(folded) : [];
  if (/^\p{Script=Arabic}/u.test(folded))
    return withoutPrefixes(folded, arabicPrefixes);
  return /^\p{Script=Hebrew}/u.test(folded)
    ? withoutPrefixes(folded, hebrewPrefixes)
    : [];
}

function latinBases(text: string, folded: string): readonly string[] {
  const isCapital = /^\p{Lu}/u.test(text);
  const replaced = replacedEndings.flatMap(([ending, nominative]) => {
    const [found] = ending.exec(folded) ?? [];
    if (found === undefined) return [];
    const base = folded.slice(0, folded.length - found.length) + nominative;
    const isForm =
      base.length >= shortestLatin &&
      (isCapital || found.length > longestOfWords);
    return isForm ? [base] : [];
  });
  const stripped = latinEndings.flatMap((ending) => {
    const shortest = ending === "s" ? shortestBeforeS : shortestLatin;
    const length = folded.length - ending.length;
    const isForm =
      (isCapital || ending === "s") &&
      length >= shortest &&
      folded.endsWith(ending);
    return isForm ? [folded.slice(0, length)] : [];
  });
  return [...stripped, ...replaced];
}

function cyrillicBases(folded: string): readonly string[] {
  return cyrillicEndings.flatMap((ending) => {
    const length = folded.length - ending.length;
    if (length < shortestCyrillic || !folded.endsWith(ending)) return [];
    const stem = folded.slice(0, length);
    return cyrillicNominatives.map((nominative) => stem + nominative);
  });
}

function withoutPrefixes(
  folded: string,
  prefixes: readonly string[],
): readonly string[] {
  return prefixes.flatMap((prefix) => {
    const rest = folded.slice(prefix.length);
    return folded.startsWith(prefix) && rest.length >= shortestAfterPrefix
      ? [rest]
      : [];
  });
}
