// Finds the words of a patient in text: names as words of their own, numbers whatever separates their digits, days in any spelling.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import {
  isEponymNoun,
  isEverydayWord,
  isTechnicalWord,
} from "./commonWords.ts";
import { datesInText } from "./datesInText.ts";
import { foldedSpellings, isUnspacedScript } from "./foldText.ts";
import type { PatientWords } from "./patientWords.ts";
import { isWrittenAsName, startsSentence } from "./proseContext.ts";
import { textTokens, type TextToken } from "./textTokens.ts";
import { indexWords, type WordIndex } from "./wordIndex.ts";

/** A word of the patient in a text, in UTF-16 units: `start` included, `end` not. */
export interface WordHit {
  readonly start: number;
  readonly end: number;
  readonly kind: PatientWordKind;
}

/**
 * What a text is. `prose`: typed by people; names that are also plain words count only where they are written as names.
 * `value`: of an attribute; parts of words count too, words of technique never do.
 */
export type TextUse = "prose" | "value";

/** Shorter names are looked for only as they are written: "Li", not "li". */
const shortName = 3;
/** From here on a word is looked for inside others, in values. */
const shortestPart = 5;
/** Words that a number can be written in: 123 456 789 012. */
const mostNumberTokens = 6;

type NameParts = readonly (readonly [string, PatientWordKind])[];

/** Looks for the words of one list. Making one takes as long as reading some pages; keep it. */
export class WordMatcher {
  readonly #index: WordIndex;
  /** Names that tell something in a value: no words of technique, no two letters that any code may have. */
  readonly #namesInValues: ReadonlyMap<string, PatientWordKind>;
  readonly #partsInValues: NameParts;

  constructor(words: PatientWords) {
    this.#index = indexWords(words);
    const telling = [...this.#index.names].filter(
      ([name]) => name.length >= shortName && !isTechnicalWord(name),
    );
    this.#namesInValues = new Map(telling);
    const { numbers, places } = this.#index;
    this.#partsInValues = [...telling, ...numbers, ...places].filter(
      ([word]) => word.length >= shortestPart,
    );
  }

  /** All hits, first to last, none overlapping another. */
  find(text: string, use: TextUse): readonly WordHit[] {
    const tokens = textTokens(text);
    const hits = [
      ...this.#dayHits(text),
      ...this.#phraseHits(tokens),
      ...this.#numberHits(text, tokens),
      ...this.#unspacedHits(text),
      ...(use === "prose"
        ? this.#nameHits(text, tokens)
        : this.#valueHits(tokens)),
    ];
    return withoutOverlaps(hits);
  }

  #dayHits(text: string): readonly WordHit[] {
    if (this.#index.days.size === 0) return [];
    return datesInText(text).flatMap(({ start, end, days }) => {
      const kinds = days.flatMap((day) => this.#index.days.get(day) ?? []);
      const kind = kinds.includes("birthDate") ? "birthDate" : kinds[0];
      return kind === undefined ? [] : [{ start, end, kind }];
    });
  }

  #phraseHits(tokens: readonly TextToken[]): readonly WordHit[] {
    if (this.#index.phrases.size === 0) return [];
    return tokens.flatMap((token, index) =>
      (this.#index.phrases.get(token.folded) ?? []).flatMap((phrase) => {
        const isHere = phrase.tokens.every(
          (word, at) => tokens[index + at]?.folded === word,
        );
        const last = tokens[index + phrase.tokens.length - 1];
        return isHere && last !== undefined
          ? [{ start: token.start, end: last.end, kind: phrase.kind }]
          : [];
      }),
    );
  }

  #numberHits(text: string, tokens: readonly TextToken[]): readonly WordHit[] {
    if (this.#index.numbers.size === 0) return [];
    const hits: WordHit[] = [];
    for (const [index, first] of tokens.entries()) {
      let compact = "";
      for (let at = index; at < index + mostNumberTokens; at += 1) {
        const token = tokens[at];
        if (token === undefined) break;
        const previous = tokens[at - 1];
        if (
          at > index &&
          previous !== undefined &&
          token.start - previous.end > 2
        )
          break;
        compact += token.folded;
        if (!this.#index.numberBeginnings.has(compact)) break;
        const kind = this.#index.numbers.get(compact);
        if (kind !== undefined && !isDecimal(text, first.start, token.end))
          hits.push({ start: first.start, end: token.end, kind });
      }
    }
    return hits;
  }

  #unspacedHits(text: string): readonly WordHit[] {
    if (this.#index.unspaced.size === 0 || !isUnspacedScript(text)) return [];
    return [...this.#index.unspaced].flatMap(([word, kind]) => {
      const hits: WordHit[] = [];
      let at = text.indexOf(word);
      for (; at >= 0; at = text.indexOf(word, at + 1))
        hits.push({ start: at, end: at + word.length, kind });
      return hits;
    });
  }

  #nameHits(text: string, tokens: readonly TextToken[]): readonly WordHit[] {
    const kinds = tokens.map((token) => this.#nameKind(token));
    return tokens.flatMap((token, index) => {
      const kind = kinds[index] ?? null;
      const { start, end } = token;
      if (kind === null) {
        const place = this.#placeKind(token);
        return place === null ? [] : [{ start, end, kind: place }];
      }
      if (isEponym(text, tokens, index)) return [];
      const hasNameBeside =
        isBeside(tokens, kinds, index, 1) || isBeside(tokens, kinds, index, -1);
      const isPlain =
        token.folded.length < shortName || isEverydayWord(token.folded);
      const isName =
        !isPlain ||
        hasNameBeside ||
        (isWrittenAsName(tokens, index) && !startsSentence(text, start));
      return isName ? [{ start, end, kind }] : [];
    });
  }

  #nameKind({ text, folded }: TextToken): PatientWordKind | null {
    const { names } = this.#index;
    const kind = names.get(folded);
    if (kind !== undefined || names.size === 0 || folded === text.toLowerCase())
      return kind ?? null;
    for (const spelling of foldedSpellings(text)) {
      const spelled = names.get(spelling);
      if (spelled !== undefined) return spelled;
    }
    return null;
  }

  #placeKind(token: TextToken): PatientWordKind | null {
    const isCapitalised = token.text[0] !== token.text[0]?.toLowerCase();
    return isCapitalised
      ? (this.#index.places.get(token.folded) ?? null)
      : null;
  }

  /** Values are short and hold no sentences: words as such, longer ones also inside others. */
  #valueHits(tokens: readonly TextToken[]): readonly WordHit[] {
    return tokens.flatMap(({ start, end, folded }) => {
      const whole =
        this.#namesInValues.get(folded) ?? this.#index.places.get(folded);
      if (whole !== undefined) return [{ start, end, kind: whole }];
      const part = this.#partsInValues.find(([word]) => folded.includes(word));
      return part === undefined ? [] : [{ start, end, kind: part[1] }];
    });
  }
}

/** 1234.5 holds no number 1234. */
function isDecimal(text: string, start: number, end: number): boolean {
  return (
    /\d[.,]$/.test(text.slice(Math.max(0, start - 2), start)) ||
    /^[.,]\d/.test(text.slice(end, end + 2))
  );
}

/** True where the name is that of a disease or a sign: "Baker cyst", "Legg-Calvé-Perthes disease", "vein of Galen", "Weber B". */
function isEponym(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): boolean {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token === undefined) return false;
  const [thing, of] = [tokens[index - 2], tokens[index - 1]];
  if (of?.folded === "of" && isEponymNoun(thing?.folded ?? "")) return true;
  if (
    next !== undefined &&
    /^(?:[A-E]|I{1,3}V?|VI{0,3})$/.test(next.text) &&
    text.slice(token.end, next.start) === " "
  )
    return true;
  for (let at = index + 1; at < Math.min(tokens.length, index + 5); at += 1) {
    const token = tokens[at];
    const previous = tokens[at - 1];
    if (token === undefined || previous === undefined) return false;
    const between = text.slice(previous.end, token.start);
    if (!/^(?:['’]s?)?[\s–-]{1,2}$/u.test(between)) return false;
    if (isEponymNoun(token.folded)) return true;
    const goesOn = /[-–]/u.test(between) || token.folded === "and";
    if (!goesOn) return false;
  }
  return false;
}

function isBeside(
  tokens: readonly TextToken[],
  kinds: readonly (PatientWordKind | null)[],
  index: number,
  step: 1 | -1,
): boolean {
  const [token, other] = [tokens[index], tokens[index + step]];
  if (token === undefined || other === undefined) return false;
  const gap = step === 1 ? other.start - token.end : token.start - other.end;
  return gap <= 2 && kinds[index + step] === kinds[index];
}

function withoutOverlaps(hits: readonly WordHit[]): readonly WordHit[] {
  const sorted = [...hits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: WordHit[] = [];
  for (const hit of sorted)
    if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit);
  return kept;
}
