// What of one instance and its case must not be found in the output: the patient's words, and the original UIDs.
import type { DicomDataSet, DicomElement } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
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
      element.items?.forEach(visit);
      if (element.vr === "UI" && element.tag !== tags.SOPClassUID)
        addUIDs(valueText(dataSet, element), uids);
    }
  };
  visit(dataSet.elements);
  for (const element of dataSet.meta)
    if (element.tag === tags.MediaStorageSOPInstanceUID)
      addUIDs(valueText(dataSet, element), uids);
  return { words: searches.ofFile(dataSet), uids };
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
  const uidLike = head.match(/[0-9.]{10,}/g) ?? [];
  return uidLike.some((text) => uids.has(text));
}

function valueText(dataSet: DicomDataSet, element: DicomElement): string {
  return element.isValueLoaded === false
    ? ""
    : paddedText(rawValue(dataSet, element).bytes);
}

function addUIDs(text: string, uids: Set<string>): void {
  for (const value of text.includes("\\") ? text.split("\\") : [text]) {
    const uid = value.trim();
    if (uid !== "" && !uid.startsWith(standardRoot)) uids.add(uid);
  }
}
