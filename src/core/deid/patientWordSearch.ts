// Looks for the words of a patient in values and in bytes of one file.
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import {
  mergePatientWords,
  type PatientWords,
} from "../patientWords/patientWords.ts";
import { BytePatterns } from "./bytePatterns.ts";
import { residuePatterns } from "./residuePatterns.ts";

/** Shorter byte strings are met by chance in gigabytes of coded samples. */
const shortestAmongSamples = 8;

/** The same words, ready for each way of looking. */
export interface PatientWordSearch {
  readonly texts: WordMatcher;
  readonly bytes: BytePatterns;
  /** Those long enough to be looked for among coded samples. */
  readonly samples: BytePatterns;
}

/** A search for these words. */
export function patientWordSearch(words: PatientWords): PatientWordSearch {
  const patterns = residuePatterns(words);
  const long = patterns.filter(
    ({ bytes }) => bytes.byteLength >= shortestAmongSamples,
  );
  return {
    texts: new WordMatcher(words),
    bytes: new BytePatterns(patterns),
    samples: new BytePatterns(long),
  };
}

/** Searches kept at a time: the files of a stack mostly say the same. */
const mostSearches = 8;

/**
 * Makes searches for the words of a case and of one of its files, and keeps the last ones. The scan has read every file of a
 * case, so that mostly none has a word of its own.
 */
export class PatientWordSearches {
  readonly #caseWords: PatientWords;
  readonly #caseKeys: ReadonlySet<string>;
  readonly #known = new Map<string, PatientWordSearch>();

  constructor(caseWords: PatientWords) {
    this.#caseWords = caseWords;
    this.#caseKeys = new Set(caseWords.map(keyOfWord));
  }

  /** A search for the words of the case and those of this file. */
  withWords(words: PatientWords): PatientWordSearch {
    const added = words.filter((word) => !this.#caseKeys.has(keyOfWord(word)));
    const key = keyOf(added);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const search = patientWordSearch(
      mergePatientWords([this.#caseWords, added]),
    );
    if (this.#known.size >= mostSearches) this.#known.clear();
    this.#known.set(key, search);
    return search;
  }
}

/** Keeps the searches of the case that was asked for last: its jobs come one after the other. */
export class CaseWordSearches {
  #last: {
    readonly key: string;
    readonly searches: PatientWordSearches;
  } | null = null;

  of(caseWords: PatientWords): PatientWordSearches {
    const key = keyOf(caseWords);
    if (this.#last?.key !== key)
      this.#last = { key, searches: new PatientWordSearches(caseWords) };
    return this.#last.searches;
  }
}

function keyOf(words: PatientWords): string {
  return words.map(keyOfWord).join("\n");
}

function keyOfWord({ kind, text }: PatientWords[number]): string {
  return `${kind} ${text}`;
}
