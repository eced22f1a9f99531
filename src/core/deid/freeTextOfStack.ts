// The free-text attributes of a stack that the user may keep, with all their values and what is asked about them, from what the scan has read.
import type { FreeTextQuestion, FreeTextView } from "../../shared/freeText.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { StackImage } from "../model/stack.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import {
  freeTextQuestionKey,
  freeTextQuestions,
  holdsPatientWord,
} from "./freeTextQuestions.ts";
import { freeTextTags } from "./policy/stricterLayer.ts";

/** Attributes that are present in any image, in the order of their tags, as if none were kept and nothing answered. */
export function freeTextOfStack(
  stackId: StackId,
  images: readonly StackImage[],
  words: WordMatcher,
): readonly FreeTextView[] {
  const headers = new Set(images.map(({ instance }) => instance.header));
  return [...freeTextTags]
    .sort((a, b) => a - b)
    .flatMap((tag) => {
      const values = distinctValues(headers, tag);
      if (values.length === 0) return [];
      const isOfPatient = values.some((value) =>
        holdsPatientWord(value, words),
      );
      return [
        {
          tag: tagText(tag).toUpperCase(),
          keyword: keywordOf(tag),
          values,
          holdsPatientWord: isOfPatient,
          questions: isOfPatient ? [] : questionsIn(values, tag, stackId),
          isKept: false,
        },
      ];
    });
}

function questionsIn(
  values: readonly string[],
  tag: Tag,
  stackId: StackId,
): readonly FreeTextQuestion[] {
  return values.flatMap((text, value) =>
    freeTextQuestions(text).map((part): FreeTextQuestion => {
      const key = freeTextQuestionKey(tag, text, part);
      const findingId = freeTextFindingId(stackId, key);
      return { findingId, value, ...part, status: { kind: "open" } };
    }),
  );
}

/** The same attributes as the user decided: what is kept, and which questions were answered with which reason. */
export function decidedFreeText(
  attributes: readonly FreeTextView[],
  decisions: {
    /** Eight upper-case hexadecimal digits each. */
    readonly kept: readonly string[];
    readonly accepted: Readonly<Record<string, string>>;
  },
): readonly FreeTextView[] {
  return attributes.map((attribute) => ({
    ...attribute,
    isKept:
      !attribute.holdsPatientWord && decisions.kept.includes(attribute.tag),
    questions: attribute.questions.map((question) => {
      const reason = decisions.accepted[question.findingId];
      return reason === undefined
        ? question
        : { ...question, status: { kind: "accepted", reason } };
    }),
  }));
}

function freeTextFindingId(stackId: StackId, key: string): string {
  return `${stackId} freeText ${key}`;
}

/** Keys of the questions of a stack that were answered, ascending, among all that were accepted in its case. */
export function acceptedFreeTextKeys(
  stackId: StackId,
  accepted: Readonly<Record<string, string>>,
): readonly string[] {
  const start = freeTextFindingId(stackId, "");
  return Object.keys(accepted)
    .filter((findingId) => findingId.startsWith(start))
    .map((findingId) => findingId.slice(start.length))
    .sort();
}

/** The tags of a stack that are kept, for the preparation. */
export function keptFreeTextTags(digits: readonly string[]): ReadonlySet<Tag> {
  return new Set(
    digits
      .map((text) => parseInt(text, 16))
      .filter((tag) => freeTextTags.has(tag)),
  );
}

function distinctValues(
  headers: Iterable<InstanceHeader>,
  tag: Tag,
): readonly string[] {
  const values = new Set<string>();
  for (const header of headers) values.add(valueOf(header, tag));
  values.delete("");
  return [...values];
}

function valueOf(header: InstanceHeader, tag: Tag): string {
  switch (tag) {
    case tags.SeriesDescription:
      return header.seriesDescription;
    case tags.ContrastBolusAgent:
      return header.contrastBolusAgent;
    default:
      return header.freeText[tagText(tag).toUpperCase()] ?? "";
  }
}
