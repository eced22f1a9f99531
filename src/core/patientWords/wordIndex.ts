// The words of a patient sorted by how they are looked for.
import { assertNever } from "../../shared/assertNever.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import {
  isEverydayWord,
  isInstitutionalWord,
  isTechnicalWord,
} from "./commonWords.ts";
import { foldedSpellings, foldText, isUnspacedScript } from "./foldText.ts";
import { lookAlikes } from "./lookAlikes.ts";
import { ordersOf, partsTogether } from "./namesTogether.ts";
import {
  compactNumber,
  isTellingNumber,
  numbersWithin,
} from "./numberForms.ts";
import type { PatientWord, PatientWords } from "./patientWords.ts";
import {
  acronyms,
  commentPhrases,
  placeLines,
  placeWords,
  stationWords,
} from "./placeWords.ts";
import { textTokens, type TextToken } from "./textTokens.ts";
import { latinSpellings } from "./transliteration.ts";
import { foldUnspaced } from "./unspacedText.ts";

/** Words that stand for something together only. */
export interface Phrase {
  readonly tokens: readonly string[];
  readonly kind: PatientWordKind;
}

type KindByText = ReadonlyMap<string, PatientWordKind>;

/** Lists by form. All texts are folded (foldText.ts, those of scripts without spaces unspacedText.ts) but for acronyms. */
export interface WordIndex {
  readonly names: KindByText;
  /** Distinctive words of institutions and addresses. */
  readonly places: KindByText;
  /** Short ones in capitals, as written. */
  readonly acronyms: KindByText;
  /** By their first word. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Letters and digits only. */
  readonly numbers: KindByText;
  /** Of `numbers`, those that are a part of an identifier only: they are found between other signs, not between digits. */
  readonly numbersWithin: ReadonlySet<string>;
  /** The last digits of telephone numbers, which are the same with any prefix. */
  readonly phoneEndings: KindByText;
  readonly numberBeginnings: ReadonlySet<string>;
  /** YYYYMMDD. */
  readonly days: KindByText;
  /** Of scripts without spaces. */
  readonly unspaced: KindByText;
}

/** Shorter words of a kind that is no name say nothing by themselves. */
const shortestWord = 5;
/** Shorter words of another script look or sound like any word: "Ева", "EBA". */
const shortestAlike = 4;
/** Digits by which telephone numbers are compared. */
export const phoneDigits = 7;

/** Sorts the words of a case. */
export function indexWords(words: PatientWords): WordIndex {
  const builder = new IndexBuilder();
  for (const word of words) builder.add(word);
  return builder;
}

class IndexBuilder implements WordIndex {
  readonly names = new Map<string, PatientWordKind>();
  readonly places = new Map<string, PatientWordKind>();
  readonly acronyms = new Map<string, PatientWordKind>();
  readonly phrases = new Map<string, Phrase[]>();
  readonly numbers = new Map<string, PatientWordKind>();
  readonly numbersWithin = new Set<string>();
  readonly phoneEndings = new Map<string, PatientWordKind>();
  readonly numberBeginnings = new Set<string>();
  readonly days = new Map<string, PatientWordKind>();
  readonly unspaced = new Map<string, PatientWordKind>();

  add({ text, kind }: PatientWord): void {
    switch (kind) {
      case "name":
      case "physician":
        this.#addName(text, kind);
        return;
      case "birthDate":
      case "date":
        if (this.days.get(text) !== "birthDate") this.days.set(text, kind);
        return;
      case "phone":
        this.#addPhone(text, kind);
        return;
      case "id":
      case "accession":
        this.#addNumber(text, kind);
        return;
      case "station":
        this.#addStation(text, kind);
        return;
      case "institution":
      case "address":
        this.#addPlace(text, kind);
        return;
      case "comment":
        for (const phrase of commentPhrases(text))
          this.#addPhrase(phrase, kind);
        return;
      default:
        assertNever(kind, "kind of patient word");
    }
  }

  #addName(text: string, kind: PatientWordKind): void {
    if (isUnspacedScript(text)) {
      this.#addUnspaced(text, kind, 2);
      return;
    }
    const together = partsTogether(text);
    if (together !== null) {
      for (const parts of ordersOf(textTokens(text)))
        this.#addPhrase(parts, kind);
      return;
    }
    for (const folded of foldedSpellings(text))
      if (folded.length >= 2 && this.names.get(folded) !== "name")
        this.names.set(folded, kind);
    for (const alike of [...lookAlikes(text), ...latinSpellings(text)])
      if (alike.length >= shortestAlike && !isEverydayWord(alike))
        if (!this.names.has(alike)) this.names.set(alike, kind);
  }

  #addUnspaced(text: string, kind: PatientWordKind, fewest: number): void {
    const { text: folded } = foldUnspaced(text);
    if (Array.from(folded).length >= fewest) this.unspaced.set(folded, kind);
  }

  #addNumber(text: string, kind: PatientWordKind): void {
    const compact = compactNumber(text);
    if (!/\d/.test(compact)) {
      if (compact.length >= shortestWord && !isTechnicalWord(compact))
        this.#addName(compact, kind);
      return;
    }
    if (isTellingNumber(compact, kind)) this.#addDigits(compact, kind);
    for (const within of numbersWithin(text, kind)) {
      if (!this.numbers.has(within)) this.numbersWithin.add(within);
      this.#addDigits(within, kind);
    }
  }

  #addDigits(compact: string, kind: PatientWordKind): void {
    this.numbers.set(compact, kind);
    for (let length = 1; length <= compact.length; length += 1)
      this.numberBeginnings.add(compact.slice(0, length));
  }

  #addPhone(text: string, kind: PatientWordKind): void {
    this.#addNumber(text, kind);
    const digits = foldText(text).replace(/\D/g, "");
    if (digits.length >= phoneDigits && isTellingNumber(digits, kind))
      this.phoneEndings.set(digits.slice(-phoneDigits), kind);
  }

  #addStation(text: string, kind: PatientWordKind): void {
    this.#addNumber(text, kind);
    for (const word of stationWords(text)) this.#addName(word, kind);
  }

  #addPlace(text: string, kind: PatientWordKind): void {
    if (isUnspacedScript(text)) {
      this.#addUnspaced(text, kind, 3);
      return;
    }
    for (const line of placeLines(text)) {
      const tokens = textTokens(line);
      if (tokens.length >= 2) this.#addPhrase(tokens, kind);
    }
    for (const { text: word } of placeWords(text))
      for (const spelling of foldedSpellings(word))
        this.places.set(spelling, kind);
    for (const word of acronyms(text)) this.acronyms.set(word, kind);
  }

  #addPhrase(words: readonly TextToken[], kind: PatientWordKind): void {
    const tokens = words.map(({ folded }) => folded);
    const [first] = tokens;
    const says = tokens.some(
      (token) => token.length > 1 && !isInstitutionalWord(token),
    );
    if (first === undefined || !says) return;
    const known = this.phrases.get(first) ?? [];
    this.phrases.set(first, [...known, { tokens, kind }]);
  }
}

/** What the first of these that a list has is; null if it has none. */
export function firstOf(
  kinds: KindByText,
  readings: readonly string[],
): PatientWordKind | null {
  for (const reading of readings) {
    const kind = kinds.get(reading);
    if (kind !== undefined) return kind;
  }
  return null;
}
