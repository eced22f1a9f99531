// The residue check: looks for the words of the patient in everything of a written file but its samples.
import type { RefusalReason } from "../../shared/failure.ts";
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import { decodedTextOf, valueContextOf } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { WordHit } from "../patientWords/wordMatcher.ts";
import { rawValue } from "./elementText.ts";
import {
  binaryNumberHit,
  dividedNumberHit,
  wholeNumberHit,
} from "./patientNumbers.ts";
import type { PatientWordSearch } from "./patientWordSearch.ts";

type PatientWordLeft = Extract<
  RefusalReason,
  { readonly kind: "patientWordLeft" }
>;

/** What to look for, and where free text may stand because the user keeps it. */
export interface ResidueQuestion {
  readonly words: PatientWordSearch;
  readonly keptFreeText: ReadonlySet<Tag>;
}

/** Values that are the same in every output, or made by us: a patient of that name or number proves nothing. */
const ownTags: ReadonlySet<Tag> = new Set([
  tags.FileMetaInformationVersion,
  tags.MediaStorageSOPClassUID,
  tags.MediaStorageSOPInstanceUID,
  tags.TransferSyntaxUID,
  tags.ImplementationClassUID,
  tags.ImplementationVersionName,
  tags.SpecificCharacterSet,
  tags.PatientIdentityRemoved,
  tags.DeidentificationMethod,
  tags.PhotometricInterpretation,
  // Both are terms of the standard, which are written when something lossy is decoded: ISO_10918_1.
  tags.LossyImageCompression,
  tags.LossyImageCompressionMethod,
]);

/** UIDs are compared with those of the original; numbers are compared as a whole, since any digits may be in them. */
const numberVRs = new Set(["DS", "IS"]);
const textVRs = new Set("AE CS DA DT LO LT SH ST TM UC UR UT".split(" "));

/**
 * The first place where a word of the patient is left: the head of the file from its first byte to Pixel Data, and the
 * headers inside compressed pixels. Words are looked for as text in the character set that the file declares, and as
 * bytes in every other. Null if there is none.
 */
export function patientWordLeft(
  dataSet: DicomDataSet,
  pixelHeaders: readonly Uint8Array[],
  question: ResidueQuestion,
): PatientWordLeft | null {
  return (
    leftInTexts(dataSet, question) ??
    leftInBytes(dataSet, question.words) ??
    leftInPixelHeaders(pixelHeaders, question.words)
  );
}

function leftInTexts(
  dataSet: DicomDataSet,
  { words, keptFreeText }: ResidueQuestion,
): PatientWordLeft | null {
  const context = valueContextOf(dataSet);
  for (const element of [...dataSet.meta, ...dataSet.elements]) {
    const { tag, vr } = element;
    if (ownTags.has(tag)) continue;
    const isText = textVRs.has(vr) || numberVRs.has(vr);
    const text = isText ? decodedTextOf(element, context).text : "";
    const hit = numberVRs.has(vr)
      ? wholeNumberHit(text, words)
      : isText
        ? textHit(text, words, keptFreeText.has(tag))
        : // Of an output, and so little endian.
          binaryNumberHit(vr, rawValue(dataSet, element).bytes, words);
    if (hit !== null)
      return left({ kind: "attribute", ...nameOf(element) }, hit.kind);
  }
  return null;
}

function textHit(
  text: string,
  words: PatientWordSearch,
  isFreeText: boolean,
): WordHit | null {
  if (text === "") return null;
  const [hit = null] = [
    ...words.texts.find(text, "value"),
    ...(isFreeText ? words.texts.find(text, "prose") : []),
  ];
  return hit ?? dividedNumberHit(text, words);
}

/** Between two elements of the head nothing else stands: file meta and data set follow one another. */
function leftInBytes(
  { bytes, meta, elements, pixelData }: DicomDataSet,
  { bytes: patterns }: PatientWordSearch,
): PatientWordLeft | null {
  const all = [...meta, ...elements];
  const end = pixelData?.valueOffset ?? bytes.byteLength;
  for (const { offset, kind } of patterns.find(bytes, 0, end)) {
    const element = all.find(
      ({ startOffset, endOffset }) =>
        startOffset <= offset && offset < endOffset,
    );
    if (element === undefined) return left({ kind: "betweenAttributes" }, kind);
    const { tag, vr } = element;
    const isOwn = ownTags.has(tag) || vr === "UI" || numberVRs.has(vr);
    if (!isOwn) return left({ kind: "attribute", ...nameOf(element) }, kind);
  }
  return null;
}

function leftInPixelHeaders(
  headers: readonly Uint8Array[],
  { bytes: patterns }: PatientWordSearch,
): PatientWordLeft | null {
  for (const header of headers) {
    const [hit] = patterns.find(header, 0, header.byteLength);
    if (hit !== undefined) return left({ kind: "compressedPixels" }, hit.kind);
  }
  return null;
}

function nameOf({ tag }: DicomElement): {
  readonly tag: string;
  readonly keyword: string;
} {
  return { tag: tagText(tag).toUpperCase(), keyword: keywordOf(tag) };
}

function left(
  place: PatientWordLeft["place"],
  wordKind: PatientWordLeft["wordKind"],
): PatientWordLeft {
  return { kind: "patientWordLeft", place, wordKind };
}
