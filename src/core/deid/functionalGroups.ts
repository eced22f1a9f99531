// What the functional groups of an enhanced object say of one frame (PS3.3 C.7.6.16), as far as it has a place at the top level.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { rawValue, type RawValue } from "./elementText.ts";

/** Macro sequence to the attributes that move up. */
const movedAttributes: ReadonlyMap<Tag, readonly Tag[]> = new Map([
  // PixelMeasuresSequence: SliceThickness, SpacingBetweenSlices, PixelSpacing
  [
    tags.PixelMeasuresSequence,
    [tags.SliceThickness, tags.SpacingBetweenSlices, tags.PixelSpacing],
  ],
  // PlanePositionSequence: ImagePositionPatient
  [tags.PlanePositionSequence, [tags.ImagePositionPatient]],
  // PlaneOrientationSequence: ImageOrientationPatient
  [tags.PlaneOrientationSequence, [tags.ImageOrientationPatient]],
  // PixelValueTransformationSequence: RescaleIntercept, RescaleSlope, RescaleType
  [
    tags.PixelValueTransformationSequence,
    [tags.RescaleIntercept, tags.RescaleSlope, tags.RescaleType],
  ],
  // FrameVOILUTSequence: WindowCenter, WindowWidth, VOILUTFunction
  [
    tags.FrameVOILUTSequence,
    [tags.WindowCenter, tags.WindowWidth, tags.VOILUTFunction],
  ],
]);

/** Values that hold for one frame (1-based): what the frame says of itself, else what is shared by all. */
export function frameValues(
  dataSet: DicomDataSet,
  frame: number,
): ReadonlyMap<Tag, RawValue> {
  const values = new Map<Tag, RawValue>();
  addGroups(
    dataSet,
    { sequence: tags.SharedFunctionalGroupsSequence, item: 0 },
    values,
  );
  addGroups(
    dataSet,
    { sequence: tags.PerFrameFunctionalGroupsSequence, item: frame - 1 },
    values,
  );
  return values;
}

function addGroups(
  dataSet: DicomDataSet,
  from: { readonly sequence: Tag; readonly item: number },
  values: Map<Tag, RawValue>,
): void {
  const groups = findElement(dataSet.elements, from.sequence);
  for (const macro of groups?.items?.[from.item] ?? []) {
    const moved = movedAttributes.get(macro.tag) ?? [];
    const isBelowUN = groups?.vr === "UN" || macro.vr === "UN";
    for (const element of macro.items?.[0] ?? [])
      if (moved.includes(element.tag) && isReadable(element))
        values.set(element.tag, rawValue(dataSet, element, isBelowUN));
  }
}

function isReadable(element: DicomElement): boolean {
  return element.valueLength > 0 && element.isMisencoded !== true;
}
