// Words of the report of a case, and of the section of the check that shows the same.
import type { FindingStatus, TextRank } from "../burnedInText.ts";
import type { MaskShape } from "../mask.ts";
import type { Acceptances, TagActionCount } from "../snapshot.ts";
import type { PixelTreatment } from "../stackFacts.ts";
import type { TypedField } from "../typedWords.ts";

/** What each action means. */
export const tagActionNames: Readonly<
  Record<TagActionCount["action"], string>
> = {
  kept: "Kept",
  emptied: "Emptied",
  replaced: "Replaced",
  removed: "Removed",
  added: "Added",
};

/** What was done to pixels, for the middle of a sentence. */
export const pixelTreatmentNames: Readonly<Record<PixelTreatment, string>> = {
  copied: "copied as they were",
  cleaned: "copied without texts inside the compressed pixels",
  transcoded:
    "decoded and written uncompressed, as they could not be sent in the form they had",
  rewritten:
    "decoded and written uncompressed, without what stood, or could stand, beside their pixels",
  masked:
    "painted over under masks and written uncompressed, unchanged beside them: what was lossy is not compressed again",
  stripped:
    "copied as compressed pixels alone: comments, camera data, thumbnails, further images and all else in the file stayed behind",
  maskedPicture: "painted over under masks and written as PNG",
};

/** What a place with text is. */
export const textRankNames: Readonly<Record<TextRank, string>> = {
  patientWord: "Words of the patient",
  text: "Text",
  technical: "Technical marks",
};

/** What became of a place with text. */
export const findingStatusNames: Readonly<
  Record<FindingStatus["kind"], string>
> = {
  open: "left as it is",
  masked: "masked",
  accepted: "accepted",
};

/** What is painted over. */
export const maskShapeNames: Readonly<Record<MaskShape["kind"], string>> = {
  rectangle: "Rectangle",
  ellipse: "Ellipse",
  outsideRectangle: "All outside a rectangle",
  outsideEllipse: "All outside an ellipse",
  outsideFan: "All outside a fan",
};

/** What was accepted. */
export const acceptanceStatements: Readonly<Record<keyof Acceptances, string>> =
  {
    refusedImages: "Refused images stay out of their stacks.",
    severalPatients: "The case is meant to show several patients.",
  };

/** Fields with typed texts. */
export const typedFieldNames: Readonly<Record<TypedField["field"], string>> = {
  title: "Title",
  systemId: "System",
  certaintyId: "Certainty",
  presentation: "Presentation",
  age: "Age",
  gender: "Gender",
  body: "Discussion",
  suitableForQuiz: "Quiz",
  modality: "Modality",
  caption: "Caption",
  findings: "Findings",
  perspective: "Plane",
  specifics: "Specifics",
};
