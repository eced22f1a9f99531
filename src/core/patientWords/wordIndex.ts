// The words of a patient sorted by how they are looked for.
import { assertNever } from "../../shared/assertNever.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import {
  isEverydayWord,
  isInstitutionalWord,
  isTechnicalWord,
} from "./commonWords.ts";
import { foldedSpellings, isUnspacedScript } from "./foldText.ts";
import type { PatientWord, PatientWords } from "./patientWords.ts";
import { textTokens } from "./textTokens.ts";

/** Words that stand for something together only. */
export interface Phrase {
  readonly tokens: readonly string[];
  readonly kind: PatientWordKind;
}

type KindByText = ReadonlyMap<string, PatientWordKind>;

/** Lists by form. All texts are folded (foldText.ts) but for those of scripts without spaces. */
export interface WordIndex {
  readonly names: KindByText;
  /** Distinctive words of institutions. */
  readonly places: KindByText;
  /** By their first word. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Letters and digits only. */
  readonly numbers: KindByText;
  readonly numberBeginnings: ReadonlySet<string>;
  /** YYYYMMDD. */
  readonly days: KindByText;
  /** Of scripts without spaces, as written. */
  readonly unspaced: KindByText;
}

/** Shorter words of a kind that is no name say nothing by themselves. */
const shortestWord = 5;
/** Comments with fewer words are what anybody would write. */
export const shortestComment = 5;
/** Numbers of fewer digits meet by chance. */
const shortestDigits = 5;

/** Sorts the words of a case. */
export function indexWords(words: PatientWords): WordIndex {
  const builder = new IndexBuilder();
  for (const word of words) builder.add(word);
  return builder;
}

class IndexBuilder implements WordIndex {
  readonly names = new Map<string, PatientWordKind>();
  readonly places = new Map<string, PatientWordKind>();
  readonly phrases = new Map<string, Phrase[]>();
  readonly numbers = new Map<string, PatientWordKind>();
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
      case "id":
      case "accession":
      case "phone":
      case "station":
        this.#addNumber(text, kind);
        return;
      case "institution":
      case "address":
        this.#addPlace(text, kind);
        return;
      case "comment":
        this.#addPhrase(text, kind, shortestComment);
        return;
      default:
        assertNever(kind, "kind of patient word");
    }
  }

  #addName(text: string, kind: PatientWordKind): void {
    if (isUnspacedScript(text)) {
      if (Array.from(text).length >= 2) this.unspaced.set(text, kind);
      return;
    }
    for (const folded of foldedSpellings(text))
      if (folded.length >= 2 && this.names.get(folded) !== "name")
        this.names.set(folded, kind);
  }

  #addNumber(text: string, kind: PatientWordKind): void {
    const compact = textTokens(text)
      .map(({ folded }) => folded)
      .join("");
    if (!/\d/.test(compact)) {
      if (compact.length >= shortestWord && !isTechnicalWord(compact))
        this.#addName(compact, kind);
      return;
    }
    if (!isTellingNumber(compact, kind)) return;
    this.numbers.set(compact, kind);
    for (let length = 1; length <= compact.length; length += 1)
      this.numberBeginnings.add(compact.slice(0, length));
  }

  #addPlace(text: string, kind: PatientWordKind): void {
    if (isUnspacedScript(text)) {
      if (Array.from(text).length >= 3) this.unspaced.set(text, kind);
      return;
    }
    for (const line of text.split(/[\r\n^,;]+/u))
      this.#addPhrase(line, kind, 2);
    if (kind !== "institution") return;
    for (const { folded, text: word } of textTokens(text)) {
      const isTelling =
        folded.length >= shortestWord &&
        !/\d/.test(folded) &&
        !isEverydayWord(folded);
      if (!isTelling) continue;
      for (const spelling of foldedSpellings(word))
        this.places.set(spelling, kind);
    }
  }

  #addPhrase(text: string, kind: PatientWordKind, fewest: number): void {
    const tokens = textTokens(text).map(({ folded }) => folded);
    const [first] = tokens;
    const says = tokens.some(
      (token) => token.length > 1 && !isInstitutionalWord(token),
    );
    if (first === undefined || tokens.length < fewest || !says) return;
    const known = this.phrases.get(first) ?? [];
    this.phrases.set(first, [...known, { tokens, kind }]);
  }
}

/** Counted upwards from one, filled up with zeros, or a year: no number of anybody. */
export function isTellingNumber(
  compact: string,
  kind: PatientWordKind,
): boolean {
  if (/^(\d)\1*$/.test(compact)) return false;
  if (!/^\d+$/.test(compact)) return compact.length >= 4;
  const significant = compact.replace(/^0+/, "");
  if (kind === "id" && compact.length >= 4)
    return !/^(1[89]|20)\d\d$/.test(compact) && significant.length >= 2;
  return significant.length >= shortestDigits;
}
