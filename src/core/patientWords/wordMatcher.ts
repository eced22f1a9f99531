// Finds the words of a patient in text: names as words of their own, numbers whatever separates their digits, days in any spelling.
import type { PatientWordKind } from "../../shared/patientWord.ts";
import { isEverydayWord, isTechnicalWord } from "./commonWords.ts";
import { disguisedNames } from "./disguisedNames.ts";
import { eponymUse, type EponymUse } from "./eponyms.ts";
import {
  foldedSpellings,
  isUnspacedScript,
  withPlainForms,
} from "./foldText.ts";
import { baseForms } from "./inflections.ts";
import { matchesOf } from "./matchesOf.ts";
import { isParticle } from "./nameParts.ts";
import { meansOneCalled, meansPerson } from "./namedPerson.ts";
import { shortestDigits, withoutZeros } from "./numberForms.ts";
import { isChance, isDecimal } from "./numberPlaces.ts";
import { ownDays } from "./ownDays.ts";
import type { PatientWords } from "./patientWords.ts";
import { phraseHits } from "./phraseHits.ts";
import {
  asRead,
  joinedWords,
  readingsOf,
  readingsOfName,
  textTokens,
  withoutElision,
  type TextToken,
} from "./textTokens.ts";
import { titleAndName } from "./titledNames.ts";
import { latinSpellings } from "./transliteration.ts";
import { foldUnspaced } from "./unspacedText.ts";
import {
  firstOf,
  indexWords,
  phoneDigits,
  type WordIndex,
} from "./wordIndex.ts";

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
/** Words that a number can be written in: MRN 123 456 789 012. */
const mostNumberTokens = 8;
/** Digits as telephone numbers are written. */
const phoneLike = /(?<!\d)\d(?:[\s()./-]{0,3}\d){6,14}(?!\d)/gu;

/** A name that a word is, or is a form of. */
interface NameOfWord {
  readonly name: string;
  readonly kind: PatientWordKind;
}

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
      ([name]) =>
        name.length >= shortName && !isTechnicalWord(name) && !isParticle(name),
    );
    this.#namesInValues = new Map(telling);
    const { numbers, numbersWithin, places } = this.#index;
    this.#partsInValues = [...telling, ...numbers, ...places].filter(
      ([word]) => word.length >= shortestPart && !numbersWithin.has(word),
    );
  }

  /** All hits, first to last, none overlapping another. */
  find(text: string, use: TextUse): readonly WordHit[] {
    const tokens = textTokens(text);
    const plain = withPlainForms(text);
    const hits: readonly WordHit[] = [
      ...ownDays(plain, this.#index.days),
      ...phraseHits(tokens, this.#index.phrases),
      ...disguisedNames(text, tokens, this.#index.names),
      ...this.#numberHits(plain, tokens),
      ...this.#phoneHits(plain),
      ...this.#unspacedHits(text),
    ];
    return withoutOverlaps([
      ...hits,
      ...(use === "prose"
        ? this.#nameHits(text, tokens, hits)
        : this.#valueHits(tokens)),
    ]);
  }

  #numberHits(text: string, tokens: readonly TextToken[]): readonly WordHit[] {
    if (this.#index.numbers.size === 0) return [];
    const written = tokens.flatMap(joinedWords);
    const lists = written.some(({ alike }) => alike.length > 0)
      ? [written, written.map(asRead)]
      : [written];
    return lists.flatMap((words) => this.#numbersOf(text, words));
  }

  #numbersOf(text: string, words: readonly TextToken[]): readonly WordHit[] {
    return words.flatMap((_, index) =>
      this.#numbersFrom(words, index).flatMap(({ start, end, kind, length }) =>
        isDecimal(text, start, end) || isChance(text, { start, end }, length)
          ? []
          : [{ start, end, kind }],
      ),
    );
  }

  /** Numbers that begin with the word at `index`, whatever separates their digits. */
  #numbersFrom(
    words: readonly TextToken[],
    index: number,
  ): readonly (WordHit & { readonly length: number })[] {
    const { numbers, numberBeginnings } = this.#index;
    const found: (WordHit & { readonly length: number })[] = [];
    const start = words[index]?.start ?? 0;
    let compact = "";
    let endBefore = start;
    for (const { folded, start: from, end } of words.slice(
      index,
      index + mostNumberTokens,
    )) {
      if (from - endBefore > 2) break;
      compact += folded;
      endBefore = end;
      const bare = withoutZeros(compact);
      const kind =
        numbers.get(compact) ??
        (bare.length >= shortestDigits ? numbers.get(bare) : undefined);
      if (kind !== undefined)
        found.push({ start, end, kind, length: compact.length });
      const goesOn =
        numberBeginnings.has(compact) ||
        numberBeginnings.has(bare) ||
        bare === "0";
      if (!goesOn) break;
    }
    return found;
  }

  #phoneHits(text: string): readonly WordHit[] {
    const { phoneEndings } = this.#index;
    if (phoneEndings.size === 0) return [];
    return matchesOf(phoneLike, text).flatMap(({ 0: said, index }) => {
      const kind = phoneEndings.get(
        said.replace(/\D/g, "").slice(-phoneDigits),
      );
      return kind === undefined
        ? []
        : [{ start: index, end: index + said.length, kind }];
    });
  }

  #unspacedHits(text: string): readonly WordHit[] {
    if (this.#index.unspaced.size === 0 || !isUnspacedScript(text)) return [];
    const folded = foldUnspaced(text);
    return [...this.#index.unspaced].flatMap(([word, kind]) => {
      const hits: WordHit[] = [];
      let at = folded.text.indexOf(word);
      for (; at >= 0; at = folded.text.indexOf(word, at + 1))
        hits.push({ ...folded.placeOf(at, at + word.length), kind });
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

  #namesIn(text: string, all: readonly TextToken[]): readonly FoundName[] {
    if (this.#index.names.size === 0) return [];
    // Words that are no name may be joined to one.
    const tokens = all.flatMap((token) =>
      this.#nameOf(token) === null ? this.#wordsIn(token) : [token],
    );
    const found = tokens.map((token) => this.#nameOf(token));
    return tokens.flatMap((token, index) => {
      const named = found[index] ?? null;
      if (named === null) return [];
      const { name, kind } = named;
      const { start, end } = token;
      const followsName = isBeside(tokens, found, index, -1);
      const hasNameBeside = followsName || isBeside(tokens, found, index, 1);
      const isPlain = name.length < shortName || isEverydayWord(name);
      const means = isParticle(name) ? meansOneCalled : meansPerson;
      const isName =
        (!isPlain && !isParticle(name)) ||
        hasNameBeside ||
        means(text, tokens, index);
      if (!isName) return [];
      const use =
        followsName && /\s/u.test(text[start - 1] ?? "")
          ? "none"
          : eponymUse(text, tokens, index);
      return [{ hit: { start, end, kind }, folded: name, use }];
    });
  }

  /** The words that are joined in one; a title and a name of the case are two. */
  #wordsIn(token: TextToken): readonly TextToken[] {
    const titled = titleAndName(token);
    return titled !== null && this.#nameOf(titled[1]) !== null
      ? titled
      : joinedWords(token);
  }

  #placeHits(tokens: readonly TextToken[]): readonly WordHit[] {
    if (this.#index.places.size + this.#index.acronyms.size === 0) return [];
    return tokens.flatMap((token) => {
      const kind = this.#nameOf(token) === null ? this.#placeKind(token) : null;
      return kind === null
        ? []
        : [{ start: token.start, end: token.end, kind }];
    });
  }

  #nameOf(token: TextToken): NameOfWord | null {
    const { names } = this.#index;
    if (names.size === 0) return null;
    const { text, folded } = token;
    const spellings =
      folded === text.toLowerCase() ? [folded] : foldedSpellings(text);
    const alike = token.alike.flatMap((other) => [
      other,
      ...baseForms({ ...token, folded: other }),
    ]);
    const bases = baseForms(token);
    const latin = [text, ...bases].flatMap(latinSpellings);
    for (const name of [folded, ...spellings, ...bases, ...alike, ...latin]) {
      const kind = names.get(name);
      if (kind !== undefined) return { name, kind };
    }
    const behind = withoutElision(token);
    return behind === null ? null : this.#nameOf(behind);
  }

  #placeKind(token: TextToken): PatientWordKind | null {
    const { places, acronyms } = this.#index;
    const { text } = token;
    const isCapitalised = text[0] !== text[0]?.toLowerCase();
    const place = isCapitalised ? firstOf(places, readingsOf(token)) : null;
    return place ?? acronyms.get(text) ?? null;
  }

  /** Values are short and hold no sentences: words as such, longer ones also inside others. */
  #valueHits(tokens: readonly TextToken[]): readonly WordHit[] {
    const { places, acronyms } = this.#index;
    return tokens.flatMap((token) => {
      const { start, end, text } = token;
      const read = readingsOfName(token);
      const whole =
        firstOf(this.#namesInValues, read) ??
        this.#joinedName(token) ??
        firstOf(places, read) ??
        acronyms.get(text);
      if (whole !== undefined) return [{ start, end, kind: whole }];
      const part = this.#partsInValues.find(([word]) =>
        read.some((folded) => folded.includes(word)),
      );
      return part === undefined ? [] : [{ start, end, kind: part[1] }];
    });
  }

  /** Short names that numbers or other words are joined to: "Kim2019". */
  #joinedName(token: TextToken): PatientWordKind | null {
    const parts = joinedWords(token);
    if (parts.length === 1) return null;
    return firstOf(this.#namesInValues, parts.flatMap(readingsOf));
  }
}

/** True if a name of the same kind stands there; the same once more, only without the end of a sentence between them. */
function isBeside(
  tokens: readonly TextToken[],
  found: readonly (NameOfWord | null)[],
  index: number,
  step: 1 | -1,
): boolean {
  const [token, other] = [tokens[index], tokens[index + step]];
  if (token === undefined || other === undefined) return false;
  const gap = step === 1 ? other.start - token.end : token.start - other.end;
  const [name, beside] = [found[index], found[index + step]];
  const widest = name?.name === beside?.name ? 1 : 2;
  return gap <= widest && name?.kind === beside?.kind;
}

function withoutOverlaps(hits: readonly WordHit[]): readonly WordHit[] {
  const sorted = [...hits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: WordHit[] = [];
  for (const hit of sorted)
    if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit);
  return kept;
}
