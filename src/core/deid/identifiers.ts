// The strings of one instance that name its patient or examination, so that none of them can stay in a value that is otherwise allowed.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { paddedText, rawValue } from "./elementText.ts";

/** What must not be found in the output. */
export interface PatientIdentifiers {
  /** Words of names, and identification numbers, in upper case, at least 3 characters. */
  readonly words: ReadonlySet<string>;
  /** Whole values as written (name, number, birth date), at least 5 characters. */
  readonly values: ReadonlySet<string>;
  /** Every UID of the instance, at any depth, that the standard did not assign. */
  readonly uids: ReadonlySet<string>;
}

const shortestWord = 3;
/** From this length on an identifier is looked for inside words too. */
const shortestPart = 5;

/** PatientID, OtherPatientIDs, PatientBirthDate, AccessionNumber, AdmissionID, MedicalRecordLocator, PatientTelephoneNumbers. */
const identifyingTags: ReadonlySet<Tag> = new Set([
  tags.PatientID,
  tags.OtherPatientIDs,
  tags.PatientBirthDate,
  tags.AccessionNumber,
  tags.AdmissionID,
  tags.MedicalRecordLocator,
  tags.PatientTelephoneNumbers,
]);
/** SOP classes are assigned by the standard or by vendors, and the policy keeps them. */
const standardRoot = "1.2.840.10008.";

/** Collects the identifiers of an instance: every person name and UID at any depth, and the patient's numbers. */
export function collectIdentifiers(dataSet: DicomDataSet): PatientIdentifiers {
  const found = {
    words: new Set<string>(),
    values: new Set<string>(),
    uids: new Set<string>(),
  };
  const visit = (elements: readonly DicomElement[]): void => {
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item);
      if (element.vr === "PN" || identifyingTags.has(element.tag))
        addIdentifier(valueText(dataSet, element), found);
      else if (element.vr === "UI" && element.tag !== tags.SOPClassUID)
        addUIDs(valueText(dataSet, element), found.uids);
    }
  };
  visit(dataSet.elements);
  for (const element of dataSet.meta)
    if (element.tag === tags.MediaStorageSOPInstanceUID)
      addUIDs(valueText(dataSet, element), found.uids);
  return found;
}

/** True if a text holds a word of the patient, whole, or from 5 characters on as a part. */
export function holdsIdentifier(
  text: string,
  identifiers: PatientIdentifiers,
): boolean {
  if (identifiers.words.size === 0) return false;
  const upper = text.toUpperCase();
  for (const word of wordsOf(upper))
    if (identifiers.words.has(word)) return true;
  for (const word of identifiers.words)
    if (word.length >= shortestPart && upper.includes(word)) return true;
  return false;
}

function valueText(dataSet: DicomDataSet, element: DicomElement): string {
  return element.isValueLoaded === false
    ? ""
    : paddedText(rawValue(dataSet, element).bytes);
}

function addIdentifier(
  text: string,
  into: { readonly words: Set<string>; readonly values: Set<string> },
): void {
  const value = text.trim();
  if (value.length >= shortestPart) into.values.add(value);
  for (const word of wordsOf(value.toUpperCase()))
    if (word.length >= shortestWord) into.words.add(word);
}

function addUIDs(text: string, uids: Set<string>): void {
  for (const value of text.split("\\")) {
    const uid = value.trim();
    if (uid !== "" && !uid.startsWith(standardRoot)) uids.add(uid);
  }
}

/** Runs of letters and digits. Letters beyond ASCII need no care: no value with one is kept. */
function wordsOf(upperCase: string): readonly string[] {
  return upperCase.split(/[^A-Z0-9]+/).filter((word) => word !== "");
}
