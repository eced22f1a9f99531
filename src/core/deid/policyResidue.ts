// The fixed-point check: what the policy, or our stricter layer, would still change in a data set. Shares the policy's data with the planner, not its decisions.
import { assertNever } from "../../shared/assertNever.ts";
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { isPrivateTag } from "../dicom/dictionary.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { paddedText, rawValue, textOf } from "./elementText.ts";
import { policyAction } from "./policy/radiopaediaPolicy052.ts";
import { removedThoughKept } from "./policy/stricterLayer.ts";
import { hasPolicyPrefix } from "./uidMapping.ts";

/**
 * Tags, in file order, that would be changed, are in the wrong order, or must be there and are not. Empty: a fixed point.
 * Of the attributes of our stricter layer those may stand that the user keeps.
 */
export function policyWouldChange(
  dataSet: DicomDataSet,
  keptFreeText: ReadonlySet<Tag> = new Set(),
): readonly Tag[] {
  const sopClassUID = textOf(dataSet, tags.SOPClassUID);
  const residue: Tag[] = [];
  let previous = -1;
  for (const element of dataSet.elements) {
    const { tag } = element;
    if (
      tag <= previous ||
      !hasPlainForm(element) ||
      (removedThoughKept.has(tag) && !keptFreeText.has(tag)) ||
      wouldChange(dataSet, element, sopClassUID)
    )
      residue.push(tag);
    previous = tag;
  }
  for (const tag of [
    tags.SOPClassUID,
    tags.PatientIdentityRemoved,
    tags.DeidentificationMethod,
  ])
    if (findElement(dataSet.elements, tag) === null) residue.push(tag);
  return residue;
}

/** Public, not nested, even in length, and of a VR that never names a person or an age. */
function hasPlainForm(element: DicomElement): boolean {
  return (
    !isPrivateTag(element.tag) &&
    element.items === undefined &&
    !element.hasUndefinedLength &&
    element.isMisencoded !== true &&
    element.valueLength % 2 === 0 &&
    element.vr !== "SQ" &&
    element.vr !== "UN" &&
    element.vr !== "PN" &&
    element.vr !== "AS"
  );
}

function wouldChange(
  dataSet: DicomDataSet,
  element: DicomElement,
  sopClassUID: string,
): boolean {
  const { tag, vr } = element;
  const text = () => paddedText(rawValue(dataSet, element).bytes);
  const action = policyAction(tag, sopClassUID);
  switch (action.kind) {
    case "keep":
      if (tag === tags.RecognizableVisualFeatures) return text() === "YES";
      return vr === "DS" && text().split("\\").some(isTooLong);
    case "hashUID":
      return !hasPolicyPrefix(text());
    case "add":
      return tag === tags.PatientIdentityRemoved
        ? text() !== "YES"
        : text() === "";
    case "empty":
      return element.valueLength > 0;
    case "constant":
      return text() !== action.value;
    case "remove":
      return true;
    default:
      return assertNever(action, "policy action");
  }
}

/** The policy clips decimal strings, and clipping is a change (contract section 10, point 5). */
function isTooLong(value: string): boolean {
  return value.length > 16;
}
