// What a stack is called where nothing of the scanner's text may stand.
import { pictureFormatNames } from "../../shared/pictureFormat.ts";
import type { ChosenStack } from "./caseImages.ts";

/** Words for a stack that hold nothing of the scanner's text. */
export function stackLabel(chosen: ChosenStack): string {
  const words = [chosen.perspective, chosen.specifics].filter(
    (word) => word.trim() !== "",
  );
  if (words.length > 0) return words.join(" ");
  const { picture } = chosen.stack;
  return picture === undefined
    ? chosen.series.modality
    : pictureFormatNames[picture];
}
