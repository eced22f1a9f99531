// What changes at the top level when one frame becomes an image of its own (contract section 10, point 6).
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";
import { textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import { expandTagList } from "./policy/tagList.ts";

/** Attributes with one entry per frame, or that point to one. */
const frameVectors: ReadonlySet<Tag> = new Set(
  expandTagList(`
    0018: 1065
    0028: 0009 6010
    0054: 0010 0020 0030 0050 0060 0070 0080 0090 0100
  `),
);

/** NumberOfFrames 1, and the frame's number as InstanceNumber: stable however the user trims or reverses the stack. */
export function frameElements(frame: number): readonly ElementToWrite[] {
  return [
    { tag: tags.NumberOfFrames, vr: "IS", value: textValue("1") },
    { tag: tags.InstanceNumber, vr: "IS", value: textValue(String(frame)) },
  ];
}

const turningAngles: readonly (readonly [Tag, Tag])[] = [
  [tags.PositionerPrimaryAngleIncrement, tags.PositionerPrimaryAngle],
  [tags.PositionerSecondaryAngleIncrement, tags.PositionerSecondaryAngle],
];

/** Attributes that would be wrong on a single frame. */
export function droppedFromFrame(
  dataSet: DicomDataSet,
  hasOwnPosition: boolean,
): ReadonlySet<Tag> {
  const dropped = new Set(frameVectors);
  // The position at the top level is that of the first plane only.
  if (findElement(dataSet.elements, tags.GridFrameOffsetVector) !== null) {
    dropped.add(tags.ImagePositionPatient);
    dropped.add(tags.SliceLocation);
  }
  // So is an angle that changes from frame to frame.
  for (const [increment, angle] of turningAngles)
    if (findElement(dataSet.elements, increment) !== null) dropped.add(angle);
  if (hasOwnPosition) dropped.add(tags.SliceLocation);
  return dropped;
}
