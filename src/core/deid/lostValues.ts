// What becomes of an image when a value that its viewers need says who the patient is, and so cannot be written.
import type { RefusalReason } from "../../shared/failure.ts";
import type { PatientWordKind } from "../../shared/patientWord.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import type { TagAction } from "./tagAction.ts";

/** Attributes whose value held a word of the patient, and what kind of word. */
export type LostValues = ReadonlyMap<Tag, PatientWordKind>;

/** Without these a slice would lie elsewhere, measure otherwise or mean other values, and nobody would see it. */
const neverLost: readonly Tag[] = [
  tags.ImagePositionPatient,
  tags.ImageOrientationPatient,
  tags.PixelSpacing,
  tags.ImagerPixelSpacing,
  tags.NominalScannedPixelSpacing,
  tags.SliceThickness,
  tags.SpacingBetweenSlices,
  tags.PixelAspectRatio,
  tags.RescaleSlope,
  tags.RescaleIntercept,
];

/** Why the image is refused: a value that it cannot be without is lost. Null if it can do without all that are. */
export function lostNeededValue(lost: LostValues): RefusalReason | null {
  for (const tag of neverLost) {
    const wordKind = lost.get(tag);
    if (wordKind !== undefined)
      return {
        kind: "patientWordLeft",
        wordKind,
        place: {
          kind: "attribute",
          tag: tagText(tag).toUpperCase(),
          keyword: keywordOf(tag),
        },
      };
  }
  return null;
}

/** Takes away the half of a window whose other half is lost. Both are left if another window has taken their place. */
export function dropHalfWindow(
  lost: LostValues,
  elements: Map<Tag, ElementToWrite>,
  actions: TagAction[],
): void {
  const halves = [tags.WindowCenter, tags.WindowWidth];
  const isBroken = halves.some((tag) => lost.has(tag) && !elements.has(tag));
  if (!isBroken) return;
  for (const tag of halves) {
    const index = actions.findIndex((action) => action.tag === tag);
    if (!elements.delete(tag) || index < 0) continue;
    const isAdded = actions[index]?.action === "added";
    const removed: TagAction = {
      tag,
      action: "removed",
      rule: "holdsIdentifier",
    };
    actions.splice(index, 1, ...(isAdded ? [] : [removed]));
  }
}
