// How well a line was read: what tells letters from rulers, threads and noise that a reader takes for letters.
import type { ReadWord } from "../ports/textReader.ts";
import { distanceBetween, readingOf } from "./likeness.ts";

/** A line that was read, in one or more sizes. */
export interface LineReadings {
  /** How much it looks like writing. */
  readonly score: number;
  /** Letters that fit into it at its height. */
  readonly letters: number;
  /** What was read each time; the first may be the only one. */
  readonly readings: readonly (readonly ReadWord[])[];
}

/** Letters and digits of what was read, in sequence. */
export function lettersOf(words: readonly ReadWord[]): string {
  return words.map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, "")).join("");
}

/** The reading that holds most, and the logarithm of the odds that it is text. */
export function bestReading({ score, letters, readings }: LineReadings): {
  readonly words: readonly ReadWord[];
  readonly odds: number;
} {
  const [best] = readings
    .map((words) => ({ words, quality: qualityOf(words) }))
    .sort((a, b) => b.quality.solid - a.quality.solid);
  if (best === undefined) return { words: [], odds: -Infinity };
  const { quality } = best;
  if (isPattern(best.words)) return { words: best.words, odds: -Infinity };
  const length = Math.log(1 + Math.min(10, quality.characters));
  const agreement = agreementOf(readings, quality.characters);
  // Fitted (logistic regression) to lines of generated images of another seed than the benchmark's.
  const odds =
    -6.7 +
    0.39 * score -
    2.74 * quality.confidence * quality.purity -
    2.13 * length +
    3.38 * quality.confidence * length -
    1.83 * agreement +
    3.11 * agreement * length +
    0.22 * Math.min(8, quality.longest) +
    2.6 * Math.min(2, quality.characters / Math.max(1, letters)) +
    2.86 * varietyOf(readingOf(lettersOf(best.words)));
  return { words: best.words, odds };
}

/** How much was read, and how well. */
interface ReadingQuality {
  /** Letters and digits. */
  readonly characters: number;
  /** Mean confidence in them, from 0 to 1. */
  readonly confidence: number;
  /** Part of what was read that is letters and digits. */
  readonly purity: number;
  /** Letters and digits of the longest word, counted by the confidence in it. */
  readonly longest: number;
  readonly solid: number;
}

function qualityOf(words: readonly ReadWord[]): ReadingQuality {
  let [characters, confidences, all, longest] = [0, 0, 0, 0];
  for (const word of words) {
    const count = lettersOf([word]).length;
    const sure = (count * word.confidence) / 100;
    characters += count;
    confidences += sure;
    all += word.text.length;
    longest = Math.max(longest, sure);
  }
  const confidence = characters === 0 ? 0 : confidences / characters;
  const purity = all === 0 ? 0 : characters / all;
  const solid = Math.min(8, characters) * confidence * purity;
  return { characters, confidence, purity, longest, solid };
}

/** How alike the readings are, from 0 to 1: letters stay the same at another size, noise does not. One that sufficed agrees with itself. */
function agreementOf(
  readings: readonly (readonly ReadWord[])[],
  characters: number,
): number {
  if (readings.length < 2) return characters >= 3 ? 1 : 0;
  const texts = readings.map((words) => readingOf(lettersOf(words)));
  const pairs = texts.flatMap((a, index) =>
    texts.slice(index + 1).map((b) => likeness(a, b)),
  );
  return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}

function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : Math.max(0, 1 - distanceBetween(a, b) / longer);
}

/** Part of the characters that are not repeated: threads and rows of buttons read as the same few. */
function varietyOf(reading: string): number {
  return reading.length < 4
    ? 1
    : Math.min(1, new Set(reading).size / Math.min(8, reading.length));
}

/** True for many letters of three kinds at most, as no language has them. */
function isPattern(words: readonly ReadWord[]): boolean {
  const letters = lettersOf(words).toUpperCase();
  return /^\p{L}{8,}$/u.test(letters) && new Set(letters).size <= 3;
}
