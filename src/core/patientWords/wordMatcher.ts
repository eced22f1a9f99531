// Finds the words of a patient in text: names as words of their own, numbers whatever separates their digits, days in any spelling.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { isEverydayWord, isTechnicalWord } from "./commonWords.ts";
import { datesInText } from "./datesInText.ts";
import { eponymUse, type EponymUse } from "./eponyms.ts";
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

/** A name in prose, and whether it is that of a disease. */
interface FoundName {
  readonly hit: WordHit;
  readonly folded: string;
  readonly use: EponymUse;
}

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
    const hits: readonly WordHit[] = [
      ...this.#dayHits(text),
      ...this.#phraseHits(tokens),
      ...this.#numberHits(text, tokens),
      ...this.#unspacedHits(text),
    ];
    return withoutOverlaps([
      ...hits,
      ...(use === "prose"
        ? this.#nameHits(text, tokens, hits)
        : this.#valueHits(tokens)),
    ]);
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

  /** `others`: what else of the patient was found. With it, a name before "fracture" is no discoverer's. */
  #nameHits(
    text: string,
    tokens: readonly TextToken[],
    others: readonly WordHit[],
  ): readonly WordHit[] {
    const names = this.#namesIn(text, tokens);
    const places = this.#placeHits(tokens);
    const tells = (supposed: FoundName): boolean =>
      others.length + places.length > 0 ||
      names.some(
        ({ use, folded }) =>
          use === "none" || (use === "supposed" && folded !== supposed.folded),
      );
    const told = names.filter(
      (name) => name.use === "none" || (name.use === "supposed" && tells(name)),
    );
    return [...places, ...told.map(({ hit }) => hit)];
  }

  #namesIn(text: string, tokens: readonly TextToken[]): readonly FoundName[] {
    const kinds = tokens.map((token) => this.#nameKind(token));
    return tokens.flatMap((token, index) => {
      const kind = kinds[index] ?? null;
      if (kind === null) return [];
      const { start, end, folded } = token;
      const followsName = isBeside(tokens, kinds, index, -1);
      const hasNameBeside = followsName || isBeside(tokens, kinds, index, 1);
      const isPlain = folded.length < shortName || isEverydayWord(folded);
      const isName =
        !isPlain ||
        hasNameBeside ||
        (isWrittenAsName(tokens, index) && !startsSentence(text, start));
      if (!isName) return [];
      const use =
        followsName && /\s/u.test(text[start - 1] ?? "")
          ? "none"
          : eponymUse(text, tokens, index);
      return [{ hit: { start, end, kind }, folded, use }];
    });
  }

  #placeHits(tokens: readonly TextToken[]): readonly WordHit[] {
    if (this.#index.places.size === 0) return [];
    return tokens.flatMap((token) => {
      const kind =
        this.#nameKind(token) === null ? this.#placeKind(token) : null;
      return kind === null
        ? []
        : [{ start: token.start, end: token.end, kind }];
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
