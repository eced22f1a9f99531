// The free-text attributes of a stack that the user may keep, with all their values, from what the scan has read.
import type { FreeTextView } from "../../shared/freeText.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { StackImage } from "../model/stack.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import { holdsPatientText } from "./freeTextValue.ts";
import { freeTextTags } from "./policy/stricterLayer.ts";

/**
 * Attributes that are present in any image, in the order of their tags. `kept` are the tags that the user keeps, as eight
 * upper-case hexadecimal digits; one with a word of the patient never is.
 */
export function freeTextOfStack(
  images: readonly StackImage[],
  words: WordMatcher,
  kept: readonly string[],
): readonly FreeTextView[] {
  const headers = new Set(images.map(({ instance }) => instance.header));
  return [...freeTextTags]
    .sort((a, b) => a - b)
    .flatMap((tag) => {
      const values = distinctValues(headers, tag);
      if (values.length === 0) return [];
      const holdsPatientWord = values.some((value) =>
        holdsPatientText(value, words),
      );
      const digits = tagText(tag).toUpperCase();
      return [
        {
          tag: digits,
          keyword: keywordOf(tag),
          values,
          holdsPatientWord,
          isKept: !holdsPatientWord && kept.includes(digits),
        },
      ];
    });
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
