// Free text that the user has read and keeps: written only if it says nothing of the patient and every reader sees what the user saw.
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet, DicomElement } from "../dicom/dataSet.ts";
import { dictionaryVR } from "../dicom/dictionary.ts";
import {
  asciiTextsOf,
  decodedTextOf,
  findElement,
  valueContextOf,
} from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import { datesInText } from "../patientWords/datesInText.ts";
import type { WordMatcher } from "../patientWords/wordMatcher.ts";
import { valueKind } from "./byteOrder.ts";
import { isKnownCharacterSet } from "./characterSets.ts";
import type { PatientWordSearch } from "./patientWordSearch.ts";
import type { DeidRule } from "../../shared/deidRule.ts";

/** True if a text must not leave: it holds a word of the patient, or any day, which would be one of an examination. */
export function holdsPatientText(text: string, words: WordMatcher): boolean {
  return (
    words.find(text, "value").length > 0 ||
    words.find(text, "prose").length > 0 ||
    datesInText(text).some(({ days }) => days.length > 0)
  );
}

/** The element to write, or the rule by which it is removed all the same. */
export function keptFreeTextValue(
  dataSet: DicomDataSet,
  element: DicomElement,
  words: PatientWordSearch,
): Result<ElementToWrite, DeidRule> {
  const { tag } = element;
  const vr = dictionaryVR(tag);
  const isPlain =
    element.items === undefined &&
    !element.hasUndefinedLength &&
    element.isMisencoded !== true &&
    element.isValueLoaded !== false;
  if (!isPlain) return failed("malformedElement");
  if (element.vr !== "UN" && valueKind(element.vr) !== "text")
    return failed("contradictedVR");
  const { text, isAsDeclared } = decodedTextOf(
    element,
    valueContextOf(dataSet),
  );
  if (text === "") return failed("noValue");
  if (!isReadable(dataSet, text, isAsDeclared) || text.length > longest(vr))
    return failed("notACode");
  if (holdsPatientText(text, words.texts)) return failed("holdsIdentifier");
  return success({ tag, vr, value: trimmedBytes(dataSet, element) });
}

/** Without control characters, and, beyond ASCII, in a character set that the output declares too. */
function isReadable(
  dataSet: DicomDataSet,
  text: string,
  isAsDeclared: boolean,
): boolean {
  if (/[\p{Cc}\p{Cf}\ufffd]/u.test(text.replace(/\r?\n/g, " "))) return false;
  if (/^[\u0020-\u007e\r\n]*$/.test(text)) return true;
  const declared = findElement(dataSet.elements, tags.SpecificCharacterSet);
  const terms = asciiTextsOf(declared, dataSet.bytes);
  return isAsDeclared && terms.length > 0 && terms.every(isKnownCharacterSet);
}

/** Characters that a value may have (PS3.5 6.2). */
function longest(vr: string): number {
  if (vr === "SH") return 16;
  return vr === "LO" ? 64 : 1024;
}

/** As written, without padding: what stands behind it nobody has read. */
function trimmedBytes(
  { bytes }: DicomDataSet,
  { valueOffset, valueLength }: DicomElement,
): Uint8Array {
  let [start, end] = [valueOffset, valueOffset + valueLength];
  const isPadding = (at: number) => bytes[at] === 0x20 || bytes[at] === 0;
  while (end > start && isPadding(end - 1)) end -= 1;
  while (start < end && isPadding(start)) start += 1;
  return bytes.slice(start, end);
}
