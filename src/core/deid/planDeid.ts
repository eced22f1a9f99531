// Plans the de-identification of one image: the new head of the file, which pixel bytes follow it, and what happens to every attribute. Pure.
//
// Invariants:
// 1. What no rule keeps is not written: the output is built up from nothing, never cut down from the input.
// 2. Every element met at the top level, and of file meta, is in `actions` once. Nested ones go with their sequence.
// 3. Bytes of a value that stays are copied as they are, but for byte order and the rewriting that `keptValue` names.
// 4. "Patient identity removed: NO" (0012,0062) in the input becomes YES: it was true of the input, and this makes it
//    untrue. "Recognisable visual features: YES" (0028,0302) stays true of the pixels, so such files are refused.
import type { RefusalReason } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { InstanceTreatment } from "../../shared/stackFacts.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import { textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { ElementToWrite } from "../dicom/writeDataSet.ts";
import type { DeidentifiedUID, OriginalUID } from "../model/brands.ts";
import { planAttributes, type SetAttribute } from "./attributePlan.ts";
import { textOf, uidOf } from "./elementText.ts";
import { lostNeededValue } from "./lostValues.ts";
import { deidentificationMethod, encodeHead } from "./outputHead.ts";
import type { MaskedPixels, PixelPiece, PixelPlan } from "./pixelPlan.ts";
import { RememberedValues } from "./rememberedValues.ts";
import type { SampleSearch } from "./sampleSearch.ts";
import type { SourceInstance } from "./sourceInstance.ts";
import { isPublishedClass } from "./storageClasses.ts";
import type { StackWindow } from "./stackWindow.ts";
import type { DeidRule } from "../../shared/deidRule.ts";
import type { TagAction } from "./tagAction.ts";
import type { UIDMapper } from "./uidMapping.ts";

/** What the case says about one of its images. */
export interface DeidContext {
  readonly uids: UIDMapper;
  readonly stackId: StackId;
  /** 1-based; null for single-frame files. */
  readonly frame: number | null;
  /** SOP Instance UID in the data set (contract section 10, point 4). File meta always has the hashed one. */
  readonly sopInstanceUID: "hashed" | "omitted";
  /** For all images of the stack; null: each keeps its own. */
  readonly window: StackWindow | null;
  /** Free-text attributes that the user keeps; absent: none. */
  readonly keptFreeText?: ReadonlySet<Tag>;
  /** Keys of questions about it that the user answered with a reason (freeTextQuestions.ts); absent: none. */
  readonly acceptedFreeText?: ReadonlySet<string>;
  /** What was decided for the images before; absent: nothing. */
  readonly remembered?: RememberedValues;
}

/** UIDs that the output has. */
export interface OutputUIDs {
  readonly sopInstanceUID: DeidentifiedUID;
  readonly studyInstanceUID: DeidentifiedUID;
  readonly seriesInstanceUID: DeidentifiedUID;
}

/** All that `applyDeid` does: the output is `head`, then the pixels, and nothing else. */
export interface DeidPlan {
  /** From the preamble to the head of Pixel Data. */
  readonly head: Uint8Array;
  readonly pixels: readonly PixelPiece[];
  readonly treatment: InstanceTreatment;
  /** What the written pixels have to prove; null if nothing was painted. */
  readonly masked: MaskedPixels | null;
  /** What is looked for in the pixels while they are written; null if none of it can stand there. */
  readonly pixelSearch: SampleSearch | null;
  readonly uids: OutputUIDs;
  readonly actions: readonly TagAction[];
}

/** File meta that the output has too, with values of our own. */
const rebuiltMeta: ReadonlySet<Tag> = new Set([
  tags.FileMetaInformationGroupLength,
  tags.FileMetaInformationVersion,
  tags.MediaStorageSOPClassUID,
  tags.MediaStorageSOPInstanceUID,
  tags.TransferSyntaxUID,
  tags.ImplementationClassUID,
  tags.ImplementationVersionName,
]);

/** Plans one image whose pixels are planned already, or says why it cannot be made safe. */
export function planDeid(
  instance: SourceInstance,
  pixels: PixelPlan,
  context: DeidContext,
): Result<DeidPlan, RefusalReason> {
  const { dataSet } = instance;
  if (textOf(dataSet, tags.RecognizableVisualFeatures).trim() === "YES")
    return failed({ kind: "recognizableVisualFeatures" });
  const originals = originalUIDs(instance);
  if (!originals.ok) return originals;
  const { sopClassUID } = originals.value;
  if (!isPublishedClass(sopClassUID, instance.identifiers.words))
    return failed({ kind: "unknownClass" });
  const uids = outputUIDs(originals.value, context);
  const attributes = planAttributes(instance, {
    sopClassUID,
    frame: context.frame,
    window: context.window,
    keptFreeText: context.keptFreeText ?? new Set(),
    acceptedFreeText: context.acceptedFreeText ?? new Set(),
    remembered: context.remembered ?? new RememberedValues(),
    set: attributesToSet(originals.value, { uids, pixels, context }),
  });
  const lost = lostNeededValue(attributes.lost);
  if (lost !== null) return failed(lost);
  for (const tag of neededTags)
    if (!attributes.elements.has(tag)) return failed(missing(tag));
  const head = encodeHead({
    sopClassUID,
    sopInstanceUID: uids.sopInstanceUID,
    elements: attributes.elements,
    pixels,
  });
  if (!head.ok) return head;
  return success({
    head: head.value,
    pixels: pixels.pieces,
    treatment: pixels.treatment,
    masked: pixels.masked,
    pixelSearch: pixelSearch(pixels, attributes.elements, instance),
    uids,
    actions: allActions(instance, attributes.actions, pixels.treatment),
  });
}

/**
 * Where cells of 16 bits store 13 at most, from the lowest on, each second byte is below 0x20 or, of negative ones, 0xF0 and
 * more (unusedBits.ts has seen to the rest): no two characters of one byte can follow one another.
 */
function pixelSearch(
  { lengthBytes }: PixelPlan,
  elements: ReadonlyMap<Tag, ElementToWrite>,
  { identifiers: { words } }: SourceInstance,
): SampleSearch | null {
  if (lengthBytes === null) return words.codestreams;
  const numberOf = (tag: Tag) => {
    const value = elements.get(tag)?.value;
    return value instanceof Uint8Array ? (value[0] ?? 0) : 0;
  };
  const bitsStored = numberOf(tags.BitsStored);
  const isEmptyAbove =
    numberOf(tags.BitsAllocated) === 16 &&
    bitsStored > 0 &&
    bitsStored <= mostBitsWithoutText &&
    numberOf(tags.HighBit) === bitsStored - 1;
  return isEmptyAbove ? null : words.cells;
}

const mostBitsWithoutText = 13;

/** Without a class an image is refused by the site, and without the others no viewer can show its pixels. */
const neededTags: readonly Tag[] = [
  tags.SOPClassUID,
  tags.SamplesPerPixel,
  tags.PhotometricInterpretation,
  tags.Rows,
  tags.Columns,
  tags.BitsAllocated,
];

interface OriginalUIDs {
  readonly sopClassUID: string;
  readonly isClassFromMeta: boolean;
  readonly sopInstanceUID: OriginalUID;
  readonly studyInstanceUID: OriginalUID;
  readonly seriesInstanceUID: OriginalUID;
  readonly frameOfReferenceUID: OriginalUID | null;
}

/** UIDs of the data set; those that file meta repeats are taken from there if the data set has none. */
function originalUIDs({
  dataSet,
}: SourceInstance): Result<OriginalUIDs, RefusalReason> {
  const inDataSet = (tag: Tag) => uidOf(dataSet, dataSet.elements, tag);
  const inMeta = (tag: Tag) => uidOf(dataSet, dataSet.meta, tag);
  const sopClassUID =
    inDataSet(tags.SOPClassUID) || inMeta(tags.MediaStorageSOPClassUID);
  const sopInstanceUID =
    inDataSet(tags.SOPInstanceUID) || inMeta(tags.MediaStorageSOPInstanceUID);
  const studyInstanceUID = inDataSet(tags.StudyInstanceUID);
  const seriesInstanceUID = inDataSet(tags.SeriesInstanceUID);
  if (!/^\d+(\.\d+)+$/.test(sopClassUID) || sopClassUID.length > 64)
    return failed(missing(tags.SOPClassUID));
  if (sopInstanceUID === "") return failed(missing(tags.SOPInstanceUID));
  if (studyInstanceUID === "") return failed(missing(tags.StudyInstanceUID));
  if (seriesInstanceUID === "") return failed(missing(tags.SeriesInstanceUID));
  const frameOfReferenceUID = inDataSet(tags.FrameOfReferenceUID);
  return success({
    sopClassUID,
    isClassFromMeta: inDataSet(tags.SOPClassUID) === "",
    sopInstanceUID: sopInstanceUID as OriginalUID,
    studyInstanceUID: studyInstanceUID as OriginalUID,
    seriesInstanceUID: seriesInstanceUID as OriginalUID,
    frameOfReferenceUID:
      frameOfReferenceUID === "" ? null : (frameOfReferenceUID as OriginalUID),
  });
}

function outputUIDs(
  originals: OriginalUIDs,
  { uids, frame, stackId }: DeidContext,
): OutputUIDs {
  return {
    sopInstanceUID: uids.instance(originals.sopInstanceUID, frame),
    studyInstanceUID: uids.study(originals.studyInstanceUID),
    seriesInstanceUID: uids.series(originals.seriesInstanceUID, stackId),
  };
}

/** What the treatment of the pixels changed, then UIDs and marks. */
function attributesToSet(
  originals: OriginalUIDs,
  given: {
    readonly uids: OutputUIDs;
    readonly pixels: PixelPlan;
    readonly context: DeidContext;
  },
): ReadonlyMap<Tag, SetAttribute> {
  const { uids, pixels, context } = given;
  const set = new Map<Tag, SetAttribute>();
  const ofPixels = pixels.treatment === "masked" ? "masked" : "transcoded";
  pixels.attributes.forEach((element, tag) => {
    set.set(tag, { element, rule: ofPixels });
  });
  const setText = (rule: DeidRule, element: ElementToWrite) =>
    set.set(element.tag, { element, rule });
  const setUID = (tag: Tag, value: string) =>
    setText("policyHashesUID", { tag, vr: "UI", value: textValue(value) });
  if (context.sopInstanceUID === "omitted")
    set.set(tags.SOPInstanceUID, { element: null, rule: "policyHashesUID" });
  else setUID(tags.SOPInstanceUID, uids.sopInstanceUID);
  setUID(tags.StudyInstanceUID, uids.studyInstanceUID);
  setUID(tags.SeriesInstanceUID, uids.seriesInstanceUID);
  const { frameOfReferenceUID, sopClassUID, isClassFromMeta } = originals;
  if (frameOfReferenceUID === null)
    set.set(tags.FrameOfReferenceUID, { element: null, rule: "noValue" });
  else
    setUID(
      tags.FrameOfReferenceUID,
      context.uids.frameOfReference(frameOfReferenceUID),
    );
  if (isClassFromMeta)
    setText("policyKeeps", {
      tag: tags.SOPClassUID,
      vr: "UI",
      value: textValue(sopClassUID),
    });
  setText("policyAdds", {
    tag: tags.PatientIdentityRemoved,
    vr: "CS",
    value: textValue("YES"),
  });
  setText("policyAdds", {
    tag: tags.DeidentificationMethod,
    vr: "LO",
    value: textValue(deidentificationMethod),
  });
  return set;
}

const pixelActions: Readonly<Record<InstanceTreatment, TagAction>> = {
  copied: { tag: tags.PixelData, action: "kept", rule: "policyKeeps" },
  cleaned: { tag: tags.PixelData, action: "replaced", rule: "codestreamText" },
  transcoded: { tag: tags.PixelData, action: "replaced", rule: "transcoded" },
  rewritten: { tag: tags.PixelData, action: "replaced", rule: "besidePixels" },
  masked: { tag: tags.PixelData, action: "replaced", rule: "masked" },
};

/** Of file meta, of the data set, and of Pixel Data. */
function allActions(
  { dataSet }: SourceInstance,
  ofAttributes: readonly TagAction[],
  treatment: InstanceTreatment,
): readonly TagAction[] {
  const actions: TagAction[] = [];
  for (const { tag } of dataSet.meta)
    actions.push({
      tag,
      action: rebuiltMeta.has(tag) ? "replaced" : "removed",
      rule: "fileMetaRebuilt",
    });
  for (const action of ofAttributes) actions.push(action);
  actions.push(pixelActions[treatment]);
  return actions;
}

function missing(tag: Tag): RefusalReason {
  return { kind: "missingAttribute", keyword: keywordOf(tag) };
}
