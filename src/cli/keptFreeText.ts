// `--keep-free-text` and `--accept-free-text`: which free text stays, also where something in it is questioned, and what is said of it.
import { InvalidArgumentError } from "commander";
import { reasonToShow } from "../core/casefile/reasonToShow.ts";
import {
  acceptedFreeTextKeys,
  freeTextOfStack,
} from "../core/deid/freeTextOfStack.ts";
import { freeTextTags } from "../core/deid/policy/stricterLayer.ts";
import { keywordOf, tagOf, tagText } from "../core/dicom/dictionary.ts";
import type { Stack } from "../core/model/stack.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher } from "../core/patientWords/wordMatcher.ts";
import type { DeidRule } from "../shared/deidRule.ts";
import { countOf } from "../shared/messages/quantities.ts";
import type { TagActionCount } from "../shared/snapshot.ts";

/** What was typed. */
export interface KeptFreeText {
  /** Eight upper-case hexadecimal digits each. */
  readonly tags: readonly string[];
  /** Why questioned parts of them may stay; null: they may not. */
  readonly reason: string | null;
}

/** Free-text attributes as typed: keywords or tags of eight hexadecimal digits, with commas between them. */
export function readFreeTextTags(list: string): readonly string[] {
  return list.split(",").map((word) => {
    const typed = word.trim();
    const tag = /^[0-9a-f]{8}$/i.test(typed)
      ? parseInt(typed, 16)
      : tagOf(typed);
    if (tag === null || !freeTextTags.has(tag))
      throw new InvalidArgumentError(
        `'${typed}' is not one of ${[...freeTextTags].map(keywordOf).join(", ")}.`,
      );
    return tagText(tag).toUpperCase();
  });
}

/** The reason of `--accept-free-text`. */
export function readFreeTextReason(typed: string): string {
  const reason = typed.trim();
  if (reason === "") throw new InvalidArgumentError("Give a reason.");
  return reason;
}

/** What a stack is prepared with: the attributes that stay, and the questions about them that the reason answers. */
export function freeTextToKeep(
  { id, images }: Stack,
  { tags, reason }: KeptFreeText,
): {
  readonly keptFreeText?: readonly string[];
  readonly acceptedFreeText?: readonly string[];
} {
  if (tags.length === 0) return {};
  if (reason === null) return { keptFreeText: tags };
  // Whether a value holds words of the patient is told, and refused, when it is written.
  const questions = freeTextOfStack(id, images, new WordMatcher([]))
    .filter(({ tag }) => tags.includes(tag))
    .flatMap((attribute) => attribute.questions);
  const accepted = questions.map(
    ({ findingId }) => [findingId, reason] as const,
  );
  return {
    keptFreeText: tags,
    acceptedFreeText: acceptedFreeTextKeys(id, Object.fromEntries(accepted)),
  };
}

/** What the report says of the decision; what came of it is among its tags. */
export function freeTextDocument(
  { tags, reason }: KeptFreeText,
  words: PatientWords,
): unknown {
  return {
    kept: tags.map((tag) => keywordOf(parseInt(tag, 16))),
    ...(reason !== null && {
      acceptedReason: reasonToShow(reason, new WordMatcher(words)),
    }),
  };
}

/** What became of the free text that was asked to stay. */
export function freeTextLines(
  rows: readonly TagActionCount[],
  { tags }: KeptFreeText,
): readonly string[] {
  return tags.flatMap((tag) => {
    const name = keywordOf(parseInt(tag, 16));
    const imagesWith = (rule: DeidRule) =>
      rows
        .filter((row) => row.tag.toUpperCase() === tag && row.rule === rule)
        .reduce((sum, { count }) => sum + count, 0);
    const accepted = imagesWith("freeTextAccepted");
    const questioned = imagesWith("freeTextQuestioned");
    const ofPatient = imagesWith("holdsIdentifier");
    const lines = [
      `Kept ${name} in ${countOf(imagesWith("freeTextKept") + accepted, "image")}.`,
    ];
    if (accepted > 0)
      lines.push(
        `In ${countOf(accepted, "image")} of these it was questioned and stays for the reason given.`,
      );
    if (questioned > 0)
      lines.push(
        `Removed ${name} from ${countOf(questioned, "image")} all the same: something in it looks like a date, a great age, a number, a place or a name. If it is none, say why with --accept-free-text.`,
      );
    if (ofPatient > 0)
      lines.push(
        `Removed ${name} from ${countOf(ofPatient, "image")} all the same: it holds a word of the patient.`,
      );
    return lines;
  });
}
