// What is asked of the user about free text that stays: parts that look like something of a patient or of the staff.
import { tagText } from "../dicom/dictionary.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { datesInText } from "../patientWords/datesInText.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import { foundDigest } from "../typedWords/foundDigest.ts";
import type { TypedPart } from "../typedWords/patternRule.ts";
import { typedPatterns } from "../typedWords/typedPatterns.ts";
import { withoutOverlaps } from "../typedWords/withoutOverlaps.ts";

/** True if a text holds a word of the patient: it never stays, whatever the user says. */
export function holdsPatientWord(text: string, words: WordMatcher): boolean {
  return (
    words.find(text, "value").length > 0 || words.find(text, "prose").length > 0
  );
}

/**
 * Parts that stay only with a reason, in the order of the text: any day, which would be one of an examination, and what looks
 * like a number, an address, an age over 89 or a name of anybody. Months and years alone tell of protocols.
 */
export function freeTextQuestions(text: string): readonly TypedPart[] {
  const days = datesInText(text)
    .filter(({ days }) => days.length > 0)
    .map(({ start, end }) => ({ kind: "date" as const, start, end }));
  const others = typedPatterns(text).filter(({ kind }) => kind !== "date");
  return withoutOverlaps([...days, ...others]);
}

/** Names a question wherever it is asked of this attribute; does not hold its words. Eight upper-case hexadecimal digits, the kind, eight digits. */
export function freeTextQuestionKey(
  tag: Tag,
  text: string,
  part: TypedPart,
): string {
  const digits = tagText(tag).toUpperCase();
  return `${digits} ${part.kind} ${foundDigest(text, part)}`;
}
