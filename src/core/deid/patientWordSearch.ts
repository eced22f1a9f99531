// Looks for the words of a patient in values and in bytes of one file.
import { RepeatedPatientWords } from "../patientWords/collectPatientWords.ts";
import {
  mergePatientWords,
  type PatientWords,
} from "../patientWords/patientWords.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { BytePatterns } from "./bytePatterns.ts";
import { RememberingWordMatcher } from "./rememberingWordMatcher.ts";
import { residuePatterns } from "./residuePatterns.ts";
import { SampleSearch, shortestAmongSamples } from "./sampleSearch.ts";

/** Samples are numbers of their own: eight of them are a day in one image or another. */
const shortestNumberAmongCells = 10;

/** The same words, ready for each way of looking. */
export interface PatientWordSearch {
  readonly texts: WordMatcher;
  readonly bytes: BytePatterns;
  /** Those long enough to be looked for among coded samples. */
  readonly samples: BytePatterns;
  /** The same, for the codestreams of many images. */
  readonly codestreams: SampleSearch;
  /**
   * Those to be looked for among uncompressed samples: no UTF-16, in which a name is a row of values as flat tissue has them,
   * and no short numbers.
   */
  readonly cells: SampleSearch;
}

/** A search for these words. */
export function patientWordSearch(words: PatientWords): PatientWordSearch {
  const patterns = residuePatterns(words);
  const long = patterns.filter(
    ({ bytes }) => bytes.byteLength >= shortestAmongSamples,
  );
  return {
    texts: new RememberingWordMatcher(words),
    bytes: new BytePatterns(patterns),
    samples: new BytePatterns(long),
    codestreams: new SampleSearch(long),
    cells: new SampleSearch(
      long.filter(
        ({ bytes, isNumber, isUTF16 }) =>
          !isUTF16 &&
          (!isNumber || bytes.byteLength >= shortestNumberAmongCells),
      ),
    ),
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
  readonly #fileWords = new RepeatedPatientWords();
  #last: {
    readonly fileWords: PatientWords;
    readonly search: PatientWordSearch;
  } | null = null;

  constructor(caseWords: PatientWords) {
    this.#caseWords = caseWords;
    this.#caseKeys = new Set(caseWords.map(keyOfWord));
  }

  /** A search for the words of the case and those of this file. */
  ofFile(dataSet: DicomDataSet): PatientWordSearch {
    const fileWords = this.#fileWords.of(dataSet);
    if (this.#last?.fileWords !== fileWords)
      this.#last = { fileWords, search: this.withWords(fileWords) };
    return this.#last.search;
  }

  /** A search for the words of the case and these. */
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
  return JSON.stringify(words.map(({ kind, text }) => [kind, text]));
}

function keyOfWord({ kind, text }: PatientWords[number]): string {
  return `${kind} ${text}`;
}
