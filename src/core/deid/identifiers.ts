// What of one instance and its case must not be found in the output: the patient's words, and the original UIDs.
import type { DicomDataSet, DicomElement } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { collectPatientWords } from "../patientWords/collectPatientWords.ts";
import type { WordHit } from "../patientWords/wordMatcher.ts";
import { paddedText, rawValue } from "./elementText.ts";
import type {
  PatientWordSearch,
  PatientWordSearches,
} from "./patientWordSearch.ts";

/** What must not be found in the output. */
export interface PatientIdentifiers {
  readonly words: PatientWordSearch;
  /** Every UID of the instance, at any depth, that the standard did not assign. */
  readonly uids: ReadonlySet<string>;
}

/** SOP classes are assigned by the standard or by vendors, and the policy keeps them. */
const standardRoot = "1.2.840.10008.";

/** Collects what identifies an instance, besides what is known of its case. */
export function collectIdentifiers(
  dataSet: DicomDataSet,
  searches: PatientWordSearches,
): PatientIdentifiers {
  const uids = new Set<string>();
  const visit = (elements: readonly DicomElement[]): void => {
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item);
      if (element.vr === "UI" && element.tag !== tags.SOPClassUID)
        addUIDs(valueText(dataSet, element), uids);
    }
  };
  visit(dataSet.elements);
  for (const element of dataSet.meta)
    if (element.tag === tags.MediaStorageSOPInstanceUID)
      addUIDs(valueText(dataSet, element), uids);
  return { words: searches.withWords(collectPatientWords(dataSet)), uids };
}

/** True if the value of an attribute holds a word of the patient. */
export function holdsIdentifier(
  text: string,
  { words }: PatientIdentifiers,
): boolean {
  return words.texts.find(text, "value").length > 0;
}

const shortestWholeNumber = 6;

/** The word of the patient that one of these numbers is, whole; null if none is. */
export function wholeNumberHit(
  text: string,
  words: PatientWordSearch,
): WordHit | null {
  if (text.length < shortestWholeNumber) return null;
  for (const value of text.split("\\")) {
    const digits = value.trim();
    if (digits.length < shortestWholeNumber || !/^\d+$/.test(digits)) continue;
    const [hit] = words.texts.find(digits, "prose");
    if (hit !== undefined) return hit;
  }
  return null;
}

/** True if a UID of the original stands anywhere before the pixels of a written file. */
export function holdsOriginalUID(
  { bytes, pixelData }: DicomDataSet,
  { uids }: PatientIdentifiers,
): boolean {
  if (uids.size === 0) return false;
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    pixelData?.valueOffset ?? bytes.byteLength,
  ).toString("latin1");
  for (const [uidLike] of head.matchAll(/[0-9.]{10,}/g))
    if (uids.has(uidLike)) return true;
  return false;
}

function valueText(dataSet: DicomDataSet, element: DicomElement): string {
  return element.isValueLoaded === false
    ? ""
    : paddedText(rawValue(dataSet, element).bytes);
}

function addUIDs(text: string, uids: Set<string>): void {
  for (const value of text.split("\\")) {
    const uid = value.trim();
    if (uid !== "" && !uid.startsWith(standardRoot)) uids.add(uid);
  }
}
