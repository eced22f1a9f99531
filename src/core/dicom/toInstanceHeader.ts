// From a parsed data set to the plain InstanceHeader that grouping, preview and the case form work with.
import type { OriginalUID } from "../model/brands.ts";
import type {
  HeaderWarning,
  InstanceHeader,
  PatientIdentity,
  PixelDataLocation,
  PixelLayout,
} from "../model/instanceHeader.ts";
import type { DicomDataSet, Tag } from "./dataSet.ts";
import { tagText } from "./dictionary.ts";
import { asciiTextOf, findElement } from "./elementValues.ts";
import {
  frameTableOf,
  frameValues,
  isPlacedInVolume,
} from "./frameAttributes.ts";
import * as tags from "./generated/tags.ts";
import { timeSlotsOf } from "./timeSlots.ts";
import { ultrasoundRegionsOf } from "./ultrasoundRegions.ts";
import { HeaderReader } from "./headerReader.ts";
import { encodingOf } from "./transferSyntaxes.ts";

/**
 * The header of one file as plain data. Never fails: what is absent or unreadable is empty or null, and `warnings` say
 * what was odd. Enhanced multi-frame objects give the values of their first frame, and a table of what
 * differs in the others.
 */
export function toInstanceHeader(dataSet: DicomDataSet): InstanceHeader {
  const header = new HeaderReader(dataSet);
  const texts = textAttributes(header);
  const pixels = pixelLayoutOf(header, dataSet);
  const pixelData = pixelDataOf(dataSet);
  const identifiers = identifiersOf(dataSet, header);
  return {
    transferSyntaxUID: dataSet.transferSyntaxUID,
    ...identifiers,
    ...texts,
    ...timeAttributes(header),
    ...frameValues(header, 0),
    ...geometry(header),
    ...mrAttributes(header),
    ...grayscaleAttributes(header),
    ultrasoundRegions: ultrasoundRegionsOf(header),
    hasLookupTable: [tags.ModalityLUTSequence, tags.VOILUTSequence].some(
      (tag) => (header.element(tag)?.items?.length ?? 0) > 0,
    ),
    pixels,
    pixelData,
    frames: frameTableOf(header, pixels?.numberOfFrames ?? 1),
    timeSlots: timeSlotsOf(header, pixels?.numberOfFrames ?? 1),
    warnings: [
      ...fileWarnings(dataSet),
      ...contentWarnings(dataSet, header, pixels),
      ...missingIdentifiers(header, identifiers),
    ],
  };
}

function identifiersOf(
  dataSet: DicomDataSet,
  header: HeaderReader,
): Pick<
  InstanceHeader,
  | "sopClassUID"
  | "sopInstanceUID"
  | "studyInstanceUID"
  | "seriesInstanceUID"
  | "frameOfReferenceUID"
> {
  return {
    sopClassUID:
      header.ascii(tags.SOPClassUID) ||
      metaText(dataSet, tags.MediaStorageSOPClassUID),
    sopInstanceUID: originalUID(header, tags.SOPInstanceUID),
    studyInstanceUID: originalUID(header, tags.StudyInstanceUID),
    seriesInstanceUID: originalUID(header, tags.SeriesInstanceUID),
    frameOfReferenceUID: originalUID(header, tags.FrameOfReferenceUID),
  };
}

function originalUID(header: HeaderReader, tag: Tag): OriginalUID {
  // The header reader is the maker of original UIDs (model/brands.ts).
  return header.ascii(tag) as OriginalUID;
}

function metaText(dataSet: DicomDataSet, tag: Tag): string {
  return asciiTextOf(findElement(dataSet.meta, tag), dataSet.bytes);
}

function patientOf(header: HeaderReader): PatientIdentity {
  return {
    name: header.personName(tags.PatientName),
    id: header.text(tags.PatientID),
    birthDate: header.ascii(tags.PatientBirthDate),
    sex: header.ascii(tags.PatientSex),
    age: header.ascii(tags.PatientAge),
  };
}

function textAttributes(header: HeaderReader) {
  return {
    patient: patientOf(header),
    studyDescription: header.text(tags.StudyDescription),
    seriesDescription: header.text(tags.SeriesDescription),
    protocolName: header.text(tags.ProtocolName),
    modality: header.ascii(tags.Modality),
    bodyPartExamined: header.ascii(tags.BodyPartExamined),
    manufacturer: header.text(tags.Manufacturer),
    manufacturerModelName: header.text(tags.ManufacturerModelName),
    sequenceName: header.text(tags.SequenceName),
    scanningSequence: header.asciis(tags.ScanningSequence),
    sequenceVariant: header.asciis(tags.SequenceVariant),
    scanOptions: header.asciis(tags.ScanOptions),
    contrastBolusAgent: header.text(tags.ContrastBolusAgent),
    burnedInAnnotation: header.ascii(tags.BurnedInAnnotation),
    freeText: freeTextOf(header),
  };
}

/** Besides SeriesDescription and ContrastBolusAgent, which have places of their own. */
const freeTextTags: readonly Tag[] = [
  tags.DetectorDescription,
  tags.ExposureControlModeDescription,
  tags.PaddleDescription,
  tags.PixelSpacingCalibrationDescription,
  tags.PositionReferenceIndicator,
  tags.ReceiveCoilName,
  tags.WindowCenterWidthExplanation,
];

const noFreeText: InstanceHeader["freeText"] = {};

function freeTextOf(header: HeaderReader): InstanceHeader["freeText"] {
  const found = freeTextTags
    .map((tag) => [tagText(tag).toUpperCase(), header.text(tag)] as const)
    .filter(([, text]) => text !== "");
  return found.length === 0 ? noFreeText : Object.fromEntries(found);
}

function timeAttributes(header: HeaderReader) {
  return {
    studyDate: header.ascii(tags.StudyDate),
    studyTime: header.ascii(tags.StudyTime),
    seriesNumber: header.number(tags.SeriesNumber),
    instanceNumber: header.number(tags.InstanceNumber),
  };
}

function geometry(header: HeaderReader) {
  const measures = tags.PixelMeasuresSequence;
  const [rowSpacing = NaN, columnSpacing = NaN] = header.numbersInFrame(
    tags.PixelSpacing,
    measures,
  );
  return {
    isPlacedInVolume: isPlacedInVolume(header),
    sliceLocation: header.number(tags.SliceLocation),
    sliceThicknessMm: header.numberInFrame(tags.SliceThickness, measures),
    pixelSpacingMm:
      rowSpacing > 0 && columnSpacing > 0
        ? ([rowSpacing, columnSpacing] as const)
        : null,
    viewPosition: header.ascii(tags.ViewPosition),
    detectorId: header.text(tags.DetectorID),
    patientOrientation: header.asciis(tags.PatientOrientation),
  };
}

function mrAttributes(header: HeaderReader) {
  return {
    repetitionTimeMs: header.numberInFrame(
      tags.RepetitionTime,
      tags.MRTimingAndRelatedParametersSequence,
    ),
    inversionTimeMs: header.number(tags.InversionTime),
    echoNumber: header.number(tags.EchoNumbers),
    flipAngleDegrees: header.numberInFrame(
      tags.FlipAngle,
      tags.MRTimingAndRelatedParametersSequence,
    ),
  };
}

function grayscaleAttributes(header: HeaderReader) {
  const modality = tags.PixelValueTransformationSequence;
  return {
    rescaleSlope: header.numberInFrame(tags.RescaleSlope, modality),
    rescaleIntercept: header.numberInFrame(tags.RescaleIntercept, modality),
  };
}

function pixelLayoutOf(
  header: HeaderReader,
  dataSet: DicomDataSet,
): PixelLayout | null {
  const rows = header.number(tags.Rows) ?? 0;
  const columns = header.number(tags.Columns) ?? 0;
  if (rows <= 0 || columns <= 0) return null;
  const bitsAllocated = header.number(tags.BitsAllocated) ?? 0;
  const bitsStored = header.number(tags.BitsStored) ?? bitsAllocated;
  return {
    rows,
    columns,
    numberOfFrames: numberOfFramesOf(header, dataSet),
    samplesPerPixel: header.number(tags.SamplesPerPixel) ?? 1,
    photometricInterpretation: header.ascii(tags.PhotometricInterpretation),
    planarConfiguration: header.number(tags.PlanarConfiguration) ?? 0,
    bitsAllocated,
    bitsStored,
    highBit: header.number(tags.HighBit) ?? Math.max(0, bitsStored - 1),
    pixelRepresentation: header.number(tags.PixelRepresentation) ?? 0,
  };
}

/** More frames than any scanner writes into one file. */
const credibleFrames = 100_000;

/** As the file says, unless it claims more frames than it has bytes for: those would be listed one by one for nothing. */
function numberOfFramesOf(header: HeaderReader, dataSet: DicomDataSet): number {
  const claimed = Math.floor(header.number(tags.NumberOfFrames) ?? 1);
  const most = Math.max(credibleFrames, dataSet.totalSizeBytes / 64);
  return claimed >= 1 && claimed <= most ? claimed : 1;
}

function pixelDataOf(dataSet: DicomDataSet): PixelDataLocation | null {
  if (dataSet.pixelData === null) return null;
  const { tag, valueOffset, valueLength } = dataSet.pixelData;
  const element =
    tag === tags.FloatPixelData || tag === tags.DoubleFloatPixelData
      ? tag
      : tags.PixelData;
  return { element, valueOffset, lengthBytes: valueLength };
}

function fileWarnings(dataSet: DicomDataSet): readonly HeaderWarning[] {
  const warnings: HeaderWarning[] = [];
  if (!dataSet.hasPreamble) warnings.push("noPreamble");
  if (dataSet.meta.length === 0) warnings.push("noFileMeta");
  const declaredUID = metaText(dataSet, tags.TransferSyntaxUID);
  const declared = encodingOf(declaredUID);
  const isCorrected =
    declaredUID !== "" &&
    (declaredUID !== dataSet.transferSyntaxUID ||
      (declared !== null && declared !== dataSet.encoding));
  if (isCorrected) warnings.push("transferSyntaxCorrected");
  return warnings;
}

function contentWarnings(
  dataSet: DicomDataSet,
  header: HeaderReader,
  pixels: PixelLayout | null,
): readonly HeaderWarning[] {
  const warnings: HeaderWarning[] = [];
  const isKnown = header.context.characterSet.isKnown;
  if (!isKnown || header.hasUndeclaredText)
    warnings.push("unknownCharacterSet");
  if (isPixelDataTruncated(dataSet, pixels))
    warnings.push("pixelDataTruncated");
  const described = header.framesWithGroups;
  if (described > 0 && described < (pixels?.numberOfFrames ?? 0))
    warnings.push("framesNotDescribed");
  const end = dataSet.elements.at(-1)?.endOffset ?? 0;
  if (dataSet.pixelData === null && end < dataSet.totalSizeBytes)
    warnings.push("trailingBytes");
  return warnings;
}

/** True if Pixel Data reaches past the end of the file, or is shorter than its frames need where that is plain to say. */
function isPixelDataTruncated(
  dataSet: DicomDataSet,
  pixels: PixelLayout | null,
): boolean {
  if (dataSet.pixelData === null) return false;
  const { valueOffset, valueLength } = dataSet.pixelData;
  if (valueLength === null) return valueOffset >= dataSet.totalSizeBytes;
  if (valueOffset + valueLength > dataSet.totalSizeBytes) return true;
  if (pixels === null) return false;
  // YBR_FULL_422 stores two samples per pixel for three (PS3.3 C.7.6.3.1.2), YBR_PARTIAL_420 one and a half.
  const samples = pixels.photometricInterpretation.startsWith("YBR_")
    ? pixels.samplesPerPixel / 2
    : pixels.samplesPerPixel;
  const bits = pixels.rows * pixels.columns * samples * pixels.bitsAllocated;
  return valueLength < Math.floor((bits * pixels.numberOfFrames) / 8);
}

function missingIdentifiers(
  header: HeaderReader,
  identifiers: Pick<
    InstanceHeader,
    "sopInstanceUID" | "seriesInstanceUID" | "studyInstanceUID"
  >,
): readonly HeaderWarning[] {
  const warnings: HeaderWarning[] = [];
  // Not the one in `identifiers`, which may come from file meta.
  if (header.ascii(tags.SOPClassUID) === "")
    warnings.push("missingSOPClassUID");
  if (identifiers.sopInstanceUID === "") warnings.push("missingSOPInstanceUID");
  if (identifiers.seriesInstanceUID === "")
    warnings.push("missingSeriesInstanceUID");
  if (identifiers.studyInstanceUID === "")
    warnings.push("missingStudyInstanceUID");
  return warnings;
}
