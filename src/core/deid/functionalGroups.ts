// What an enhanced object says of one frame (PS3.3 C.7.6.16), as far as it has a place at the top level of a plain image.
//
// Later ones win where several places say the same: the X-ray 3D acquisition, the maker's own sequence of the frame,
// groups shared by all frames, groups of the frame. Within a group an attribute wins over one that is turned into it.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { isPrivateTag } from "../dicom/dictionary.ts";
import {
  asciiTextOf,
  asciiTextsOf,
  findElement,
  numbersOf,
} from "../dicom/elementValues.ts";
import { textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { rawValue, type RawValue } from "./elementText.ts";
import { shortDecimal } from "./numberStrings.ts";
import { keptTags } from "./policy/radiopaediaPolicy052.ts";
import { expandTagList } from "./policy/tagList.ts";

/** Values by the tag they get at the top level. */
type Values = Map<Tag, RawValue>;

/**
 * Kept attributes that describe the object, its pixels or its palette: what a group says of them, if anything, is of
 * some other object.
 */
const notOfFrames: ReadonlySet<Tag> = new Set(
  expandTagList(`
    0008: 0005 0016 0060 0068
    0010: 0040
    0018: 1063-1065
    0020: 0011 0013 1002
    0028: 0002 0004 0006 0008 0009 0010 0011 0100-0103 0106 0107 0120 0121 0300-0302 1101-1103 1201-1203 1221-1223 2110
          2112 2114 6010
    0054: 0010 0011 0020 0021 0030 0031 0050 0051 0060 0061 0070 0071 0080 0081 0090 0100 0101
    7FE0: 0010
  `),
);

/** Attributes of groups that plain images have under another tag. */
const turnedInto: ReadonlyMap<
  Tag,
  { readonly tag: Tag; readonly vr: "CS" | "DS" | "IS" }
> = new Map([
  [tags.FrameType, { tag: tags.ImageType, vr: "CS" }],
  [tags.FrameLaterality, { tag: tags.ImageLaterality, vr: "CS" }],
  [tags.FrameAcquisitionNumber, { tag: tags.AcquisitionNumber, vr: "IS" }],
  [tags.EffectiveEchoTime, { tag: tags.EchoTime, vr: "DS" }],
  [tags.InversionTimes, { tag: tags.InversionTime, vr: "DS" }],
  [tags.RFEchoTrainLength, { tag: tags.EchoTrainLength, vr: "IS" }],
  [tags.TransmitterFrequency, { tag: tags.ImagingFrequency, vr: "DS" }],
  [tags.NominalCardiacTriggerDelayTime, { tag: tags.TriggerTime, vr: "DS" }],
  [tags.ExposureTimeInms, { tag: tags.ExposureTime, vr: "IS" }],
  [tags.XRayTubeCurrentInmA, { tag: tags.XRayTubeCurrent, vr: "IS" }],
  [tags.ExposureInmAs, { tag: tags.Exposure, vr: "IS" }],
]);

/** Where something is said of frames. */
const spokenOfIn: readonly Tag[] = [
  tags.XRay3DAcquisitionSequence,
  tags.SharedFunctionalGroupsSequence,
  tags.PerFrameFunctionalGroupsSequence,
];

/** Values that hold for one frame (1-based), whether the policy lets them stay or not. */
export function frameValues(
  dataSet: DicomDataSet,
  frame: number,
): ReadonlyMap<Tag, RawValue> {
  // Plain images have none of them, and are many.
  if (!spokenOfIn.some((tag) => findElement(dataSet.elements, tag) !== null))
    return new Map();
  const item = (sequence: Tag, index: number): FrameItem => {
    const element = findElement(dataSet.elements, sequence);
    return {
      elements: element?.items?.[index] ?? [],
      isBelowUN: element?.vr === "UN",
    };
  };
  const shared = item(tags.SharedFunctionalGroupsSequence, 0);
  const own = item(tags.PerFrameFunctionalGroupsSequence, frame - 1);
  const values: Values = new Map();
  addItem(dataSet, singleAcquisition(dataSet), values);
  for (const group of [shared, own])
    for (const sequence of makersSequences(dataSet, group))
      addItem(dataSet, firstItem(sequence, group.isBelowUN), values);
  for (const group of [shared, own])
    for (const macro of group.elements)
      if (!isPrivateTag(macro.tag))
        addItem(dataSet, firstItem(macro, group.isBelowUN), values);
  return values;
}

/** Elements of one item. Below VR UN they are little endian (PS3.5 6.2.2). */
interface FrameItem {
  readonly elements: readonly DicomElement[];
  readonly isBelowUN: boolean;
}

function firstItem(sequence: DicomElement, isBelowUN: boolean): FrameItem {
  return {
    elements: sequence.items?.[0] ?? [],
    isBelowUN: isBelowUN || sequence.vr === "UN",
  };
}

function addItem(
  dataSet: DicomDataSet,
  { elements, isBelowUN }: FrameItem,
  values: Values,
): void {
  for (const element of elements) {
    const turned = turnedInto.get(element.tag);
    if (turned === undefined || !isReadable(element)) continue;
    const value = turnedValue(dataSet, element, turned.vr, isBelowUN);
    if (value !== null) values.set(turned.tag, value);
  }
  for (const element of elements)
    if (isOfFrame(element.tag) && isReadable(element))
      values.set(element.tag, rawValue(dataSet, element, isBelowUN));
}

function isOfFrame(tag: Tag): boolean {
  return keptTags.has(tag) && !notOfFrames.has(tag);
}

function isReadable(element: DicomElement): boolean {
  return (
    element.valueLength > 0 &&
    element.isMisencoded !== true &&
    element.items === undefined
  );
}

/** The same value as the plain attribute has it; null where it has several for the plain one's one. */
function turnedValue(
  dataSet: DicomDataSet,
  element: DicomElement,
  vr: "CS" | "DS" | "IS",
  isBelowUN: boolean,
): RawValue | null {
  const isBigEndian = dataSet.encoding.isBigEndian && !isBelowUN;
  const { bytes } = dataSet;
  if (vr === "CS") {
    const text = asciiTextsOf(element, bytes).join("\\");
    return { vr, bytes: textValue(text), isBigEndian };
  }
  const [number, ...others] = numbersOf(element, { bytes, isBigEndian });
  if (number === undefined || others.length > 0) return null;
  const text =
    vr === "DS" ? shortDecimal(number) : shortDecimal(Math.round(number));
  return text === null ? null : { vr, bytes: textValue(text), isBigEndian };
}

/** Breast tomosynthesis and other X-ray 3D images say at the top level how they were acquired; of several, none is the frame's. */
function singleAcquisition(dataSet: DicomDataSet): FrameItem {
  const sequence = findElement(
    dataSet.elements,
    tags.XRay3DAcquisitionSequence,
  );
  return sequence?.items?.length === 1
    ? firstItem(sequence, false)
    : { elements: [], isBelowUN: false };
}

const philipsGroup = 0x2005;
const philipsCreator = "PHILIPS MR IMAGING DD 005";
const philipsElement = 0x0f;

/**
 * Philips repeats the attributes of a plain image in a sequence of its own in each frame's groups, (2005,xx0F) below the
 * creator "Philips MR Imaging DD 005".
 */
function makersSequences(
  dataSet: DicomDataSet,
  { elements }: FrameItem,
): readonly DicomElement[] {
  return elements.filter(({ tag }) => {
    const isThere =
      tag >>> 16 === philipsGroup && (tag & 0xff) === philipsElement;
    if (!isThere || (tag & 0xffff) < 0x1000) return false;
    const block = (tag >>> 8) & 0xff;
    const creator = findElement(elements, philipsGroup * 0x10000 + block);
    return asciiTextOf(creator, dataSet.bytes).toUpperCase() === philipsCreator;
  });
}
