// The words of a case that tell who its patient is: a short list of facts, from which matchers make spellings.
import type { WordToFind } from "../ports/textDetector.ts";

/**
 * One fact, in one form: a single part of a name ("Müller", "山田") or several that tell something together only ("Le Van Du"), an identifier or telephone number as written, a day as
 * YYYYMMDD, the whole value for institutions, addresses, stations and comments. Spellings and case are the matcher's business.
 */
export type PatientWord = WordToFind;

/** Distinct words, in a fixed order: by kind, then by text. */
export type PatientWords = readonly PatientWord[];

/** The words of several sources, each once. */
export function mergePatientWords(lists: Iterable<PatientWords>): PatientWords {
  const merged = new PatientWordList();
  for (const words of lists) merged.add(words);
  return merged.all();
}

/** A list that grows while files are read, and holds each word once. */
export class PatientWordList {
  readonly #byKey = new Map<string, PatientWord>();

  add(words: PatientWords): void {
    for (const word of words)
      this.#byKey.set(`${word.kind} ${word.text}`, word);
  }

  all(): PatientWords {
    return [...this.#byKey]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, word]) => word);
  }
}
