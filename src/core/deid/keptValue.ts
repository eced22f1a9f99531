// Decides whether the value of a kept attribute may stay, and in which bytes: VR from file or dictionary, never from the look of the value.
import type { DeidRule } from "../../shared/deidRule.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { dictionaryVR } from "../dicom/dictionary.ts";
import { textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import { isBinaryForm, type BulkContext } from "./binaryForm.ts";
import { swapOfVR, swapped, swapUnitBytes, valueKind } from "./byteOrder.ts";
import { isKnownCharacterSet } from "./characterSets.ts";
import { paddedText, type RawValue } from "./elementText.ts";
import { decimalString, integerString } from "./numberStrings.ts";
import {
  binaryNumberHit,
  dividedNumberHit,
  wholeNumberHit,
} from "./patientNumbers.ts";
import type { PatientWordSearch } from "./patientWordSearch.ts";
import type { WordHit } from "../patientWords/wordMatcher.ts";
import { codeTerms } from "./policy/codeTerms.ts";
import { codeForms } from "./policy/stricterLayer.ts";
import { mostValuesOf } from "./valueMultiplicity.ts";

/** What becomes of a value. A rewritten one says the same in other characters. */
export type KeptValue =
  | { readonly kind: "verbatim"; readonly element: ElementToWrite }
  | {
      readonly kind: "rewritten";
      readonly element: ElementToWrite;
      readonly rule: DeidRule;
    }
  | {
      readonly kind: "dropped";
      readonly rule: DeidRule;
      /** What it says of the patient, where that is why. */
      readonly wordKind?: PatientWordKind;
    };

/** What the rest of the instance says about its values. */
export interface ValueContext extends BulkContext {
  /** Pixel Representation is 1: "US or SS" attributes are SS (PS3.5 A.1). */
  readonly hasSignedPixels: boolean;
  readonly words: PatientWordSearch;
}

/** Nothing but terms of the standard may stand in them. */
const needsNoLook: ReadonlySet<Tag> = new Set([
  tags.PhotometricInterpretation,
  tags.LossyImageCompression,
  tags.LossyImageCompressionMethod,
  tags.SpecificCharacterSet,
]);

/** Numbers and short texts. Code strings are terms of the standard, however many of them an attribute has. */
const countedVRs: ReadonlySet<string> = new Set(["DS", "IS", "SH", "LO"]);

/** "US or SS" by Pixel Representation. */
const signedWithPixels: ReadonlySet<Tag> = new Set([
  tags.SmallestImagePixelValue,
  tags.LargestImagePixelValue,
  tags.PixelPaddingValue,
  tags.PixelPaddingRangeLimit,
]);
/** "US or SS" in the dictionary; the number that may be signed is the second of three, which the file's own VR settles. */
const paletteDescriptors: ReadonlySet<Tag> = new Set([
  tags.RedPaletteColorLookupTableDescriptor,
  tags.GreenPaletteColorLookupTableDescriptor,
  tags.BluePaletteColorLookupTableDescriptor,
]);

/** The value of a kept attribute, ready for explicit VR little endian, or why it cannot stay. */
export function keptValue(
  tag: Tag,
  raw: RawValue,
  context: ValueContext,
): KeptValue {
  const vr = outputVR(tag, raw.vr, context);
  if (vr === null) return { kind: "dropped", rule: "contradictedVR" };
  return valueKind(vr) === "text"
    ? textKeptValue(tag, vr, raw, context)
    : binaryKeptValue(tag, vr, raw, context);
}

/** The dictionary's VR where the file's bytes can be read as it; null where they mean something else. */
function outputVR(
  tag: Tag,
  fileVR: string,
  context: ValueContext,
): string | null {
  const isAmbiguous = signedWithPixels.has(tag) || paletteDescriptors.has(tag);
  if (isAmbiguous && (fileVR === "US" || fileVR === "SS")) return fileVR;
  const vr =
    signedWithPixels.has(tag) && context.hasSignedPixels
      ? "SS"
      : dictionaryVR(tag);
  if (fileVR === vr || fileVR === "UN") return vr;
  const kind = valueKind(vr);
  const fileKind = valueKind(fileVR);
  if (fileKind === kind && kind !== "unknown") return vr;
  return fileKind === "bytes" && vr === "OW" ? vr : null;
}

function binaryKeptValue(
  tag: Tag,
  vr: string,
  raw: RawValue,
  context: ValueContext,
): KeptValue {
  const { byteLength } = raw.bytes;
  if (byteLength === 0) return { kind: "dropped", rule: "noValue" };
  const unitBytes = vr === "AT" ? 4 : swapUnitBytes(swapOfVR(vr));
  if (byteLength % unitBytes !== 0)
    return { kind: "dropped", rule: "contradictedVR" };
  const value = raw.isBigEndian
    ? swapped(raw.bytes, swapOfVR(raw.vr))
    : raw.bytes;
  if (!isBinaryForm(tag, vr, value, context))
    return { kind: "dropped", rule: "notACode" };
  const hit = binaryNumberHit(vr, value, context.words);
  return hit === null
    ? { kind: "verbatim", element: { tag, vr, value } }
    : droppedFor(hit);
}

function droppedFor({ kind: wordKind }: WordHit): KeptValue {
  return { kind: "dropped", rule: "holdsIdentifier", wordKind };
}

function textKeptValue(
  tag: Tag,
  vr: string,
  raw: RawValue,
  context: ValueContext,
): KeptValue {
  const text = paddedText(raw.bytes);
  const all = text.split("\\");
  const values = countedVRs.has(vr) ? all.slice(0, mostValuesOf(tag)) : all;
  if (values.every((value) => value.trim() === ""))
    return { kind: "dropped", rule: "noValue" };
  const hit = identifierHit(tag, vr, values.join("\\"), context.words);
  if (hit !== null) return droppedFor(hit);
  const cleaned = cleanedValues(tag, vr, values);
  if (cleaned === null) return { kind: "dropped", rule: "notACode" };
  const joined = cleaned.join("\\");
  if (joined === text && !endsInZero(raw.bytes, vr))
    return { kind: "verbatim", element: { tag, vr, value: raw.bytes } };
  return {
    kind: "rewritten",
    element: { tag, vr, value: textValue(joined) },
    rule: rewritingRule(vr, values.length < all.length),
  };
}

function rewritingRule(vr: string, isCut: boolean): DeidRule {
  if (isCut) return "tooManyValues";
  return vr === "CS" ? "notACode" : "tooManyDigits";
}

/** A term of the standard that every image has, and UIDs, are nobody's; a number is somebody's only as a whole. */
function identifierHit(
  tag: Tag,
  vr: string,
  text: string,
  words: PatientWordSearch,
): WordHit | null {
  if (vr === "UI") return null;
  if (vr === "DS" || vr === "IS") return wholeNumberHit(text, words);
  if (needsNoLook.has(tag)) return null;
  // Short codes are numbers too: a filter, a kernel.
  return words.texts.find(text, "value")[0] ?? dividedNumberHit(text, words);
}

/** Text is padded with spaces, only UIDs with a zero. */
function endsInZero(bytes: Uint8Array, vr: string): boolean {
  return vr !== "UI" && bytes.at(-1) === 0;
}

/** The values in a form that the VR and the attribute allow; null if one of them has none. */
function cleanedValues(
  tag: Tag,
  vr: string,
  values: readonly string[],
): readonly string[] | null {
  const form = codeForms.get(tag);
  if (form !== undefined && !values.every((value) => form.test(value.trim())))
    return null;
  if (tag === tags.SpecificCharacterSet)
    return values.every(isKnownCharacterSet) ? values : null;
  switch (vr) {
    case "DS":
      return allOrNull(values.map(decimalString));
    case "IS":
      return allOrNull(values.map(integerString));
    case "CS":
      return codeStrings(tag, values);
    case "UI":
      return values.every(isUID) ? values : null;
    case "SH":
    case "LO":
      // Only attributes with a form of their own: any other text may be free text.
      return form === undefined ? null : values;
    default:
      return null;
  }
}

function allOrNull(
  values: readonly (string | null)[],
): readonly string[] | null {
  const found = values.filter((value) => value !== null);
  return found.length === values.length ? found : null;
}

/** Known terms; null if one is not. Of an image type, which makers go on with as they like, the known beginning. */
function codeStrings(
  tag: Tag,
  values: readonly string[],
): readonly string[] | null {
  const terms = codeTerms.get(tag);
  if (terms === undefined) return values.every(isCodeString) ? values : null;
  const unknown = values.findIndex(
    (value) => value.trim() !== "" && !isTerm(terms, value),
  );
  if (unknown < 0) return values;
  return tag === tags.ImageType && unknown >= leastImageTypes
    ? values.slice(0, unknown)
    : null;
}

/** ORIGINAL or DERIVED, PRIMARY or SECONDARY (PS3.3 C.7.6.1.1.2). */
const leastImageTypes = 2;

function isTerm(terms: ReadonlySet<string>, value: string): boolean {
  // Padding is spaces; a zero in the middle is none.
  return isCodeString(value) && terms.has(value.trim());
}

/** PS3.5 6.2: upper-case letters, digits, space and underscore, at most 16. */
function isCodeString(value: string): boolean {
  return /^[A-Z0-9 _]*$/.test(value) && value.trim().length <= 16;
}

/** PS3.5 9.1, leading zeros forgiven. */
function isUID(value: string): boolean {
  return value.length <= 64 && /^\d+(\.\d+)+$/.test(value);
}
