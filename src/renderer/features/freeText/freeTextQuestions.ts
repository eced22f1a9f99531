// Questions about free text as they are listed: each once, however many values hold its words.
import type {
  FreeTextQuestion,
  FreeTextView,
} from "../../../shared/freeText.ts";
import { typedWordWords } from "../../../shared/messages/typedWordWords.ts";
import type { ShownFinding } from "../typedWords/findingsInText.ts";

/** A question with the words it is about. */
export interface QuestionLine extends FreeTextQuestion {
  readonly words: string;
}

/** In the order of the values. */
export function questionLines({
  values,
  questions,
}: FreeTextView): readonly QuestionLine[] {
  const lines = new Map<string, QuestionLine>();
  for (const question of questions) {
    const { findingId, value, start, end } = question;
    const words = values[value]?.slice(start, end) ?? "";
    if (!lines.has(findingId)) lines.set(findingId, { ...question, words });
  }
  return [...lines.values()];
}

/** What is marked in the value at this place: what is decided no longer is. */
export function asShown(
  questions: readonly FreeTextQuestion[],
  value: number,
): readonly ShownFinding[] {
  return questions
    .filter(
      (question) => question.value === value && question.status.kind === "open",
    )
    .map(({ findingId, kind, start, end }) => ({
      findingId,
      start,
      end,
      isBlocking: false,
      why: typedWordWords(kind).title,
    }));
}
