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
import { valueKind } from "./byteOrder.ts";
import { isKnownCharacterSet } from "./characterSets.ts";
import {
  freeTextQuestionKey,
  freeTextQuestions,
  holdsPatientWord,
} from "./freeTextQuestions.ts";
import type { PatientWordSearch } from "./patientWordSearch.ts";
import type { DeidRule } from "../../shared/deidRule.ts";

/** A value that stays: as the user read it, or, where a part of it was questioned, because the user said why it may. */
export interface KeptFreeText {
  readonly element: ElementToWrite;
  readonly rule: "freeTextKept" | "freeTextAccepted";
}

/** The element to write, or the rule by which it is removed all the same. `accepted`: keys of questions that were answered with a reason. */
export function keptFreeTextValue(
  dataSet: DicomDataSet,
  element: DicomElement,
  {
    words,
    accepted,
  }: {
    readonly words: PatientWordSearch;
    readonly accepted: ReadonlySet<string>;
  },
): Result<KeptFreeText, DeidRule> {
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
  if (holdsPatientWord(text, words.texts)) return failed("holdsIdentifier");
  const questions = freeTextQuestions(text);
  const isAnswered = questions.every((part) =>
    accepted.has(freeTextQuestionKey(tag, text, part)),
  );
  if (!isAnswered) return failed("freeTextQuestioned");
  return success({
    element: { tag, vr, value: trimmedBytes(dataSet, element) },
    rule: questions.length === 0 ? "freeTextKept" : "freeTextAccepted",
  });
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
