// What is read from one DICOM file before its pixel data: all that grouping, preview and the case form need, as plain data that crosses threads.
import type { PixelBox } from "../../shared/mask.ts";
import type { OriginalUID } from "./brands.ts";
import type { ContrastState } from "./contrastState.ts";

/** Three numbers: millimetres for positions, direction cosines for halves of an orientation. */
export type Vector3 = readonly [number, number, number];

/** Who the images are of, as the file says it. Shown on screen only, used for the checks, never written anywhere. */
export interface PatientIdentity {
  readonly name: string;
  readonly id: string;
  /** DICOM DA (YYYYMMDD) or empty. */
  readonly birthDate: string;
  /** As written: M, F, O or empty. */
  readonly sex: string;
  /** DICOM AS such as 045Y, or empty. */
  readonly age: string;
}

/** How pixels are stored (PS3.3 C.7.6.3). */
export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly numberOfFrames: number;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly planarConfiguration: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** 0 unsigned, 1 two's complement. */
  readonly pixelRepresentation: number;
}

/** Where Pixel Data lies in the file. `lengthBytes` is null for encapsulated (undefined length) data. */
export interface PixelDataLocation {
  /** (7FE0,0010), or the float (0008) and double float (0009) variants. */
  readonly element: 0x7fe00010 | 0x7fe00008 | 0x7fe00009;
  readonly valueOffset: number;
  readonly lengthBytes: number | null;
}

/** Attributes that may differ from frame to frame of one enhanced multi-frame object (PS3.3 C.7.6.16). */
export type FrameAttribute =
  | "acquisitionDate"
  | "acquisitionNumber"
  | "acquisitionTime"
  | "cardiacPhasePercent"
  | "complexImageComponent"
  | "contrast"
  | "convolutionKernel"
  | "diffusionBValue"
  | "diffusionDirectionality"
  | "echoTimeMs"
  | "imageOrientationPatient"
  | "imagePositionPatient"
  | "imageType"
  | "temporalPosition"
  | "triggerTimeMs"
  | "velocityEncoding"
  | "windowCenter"
  | "windowWidth";

/** Values by 0-based frame, one column per attribute; null where the header's own value holds for every frame. */
export type FrameTable = {
  readonly [Attribute in FrameAttribute]:
    readonly InstanceHeader[Attribute][] | null;
};

/** Header of one DICOM file. Strings are decoded and trimmed; an absent attribute is an empty string, null or an empty array. */
export interface InstanceHeader {
  readonly transferSyntaxUID: string;
  readonly sopClassUID: string;
  readonly sopInstanceUID: OriginalUID;
  readonly studyInstanceUID: OriginalUID;
  readonly seriesInstanceUID: OriginalUID;
  readonly frameOfReferenceUID: OriginalUID;
  readonly patient: PatientIdentity;
  /** DA, TM as written. */
  readonly studyDate: string;
  readonly studyTime: string;
  readonly acquisitionDate: string;
  readonly acquisitionTime: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly protocolName: string;
  readonly modality: string;
  readonly bodyPartExamined: string;
  readonly manufacturer: string;
  readonly manufacturerModelName: string;
  readonly seriesNumber: number | null;
  readonly acquisitionNumber: number | null;
  readonly instanceNumber: number | null;
  readonly imageType: readonly string[];
  /** MAGNITUDE, PHASE, REAL, IMAGINARY or MIXED (PS3.3 C.8.13.3.1.1), by the standard or the maker's private place. */
  readonly complexImageComponent: string;
  readonly imagePositionPatient: Vector3 | null;
  /** True if position and orientation are those in an ultrasound volume of its own, not in the patient (PS3.3 C.8.24.3). */
  readonly isPlacedInVolume: boolean;
  /** Row and column direction cosines (PS3.3 C.7.6.2.1.1). */
  readonly imageOrientationPatient: readonly [Vector3, Vector3] | null;
  readonly sliceLocation: number | null;
  readonly sliceThicknessMm: number | null;
  /** Row spacing, column spacing in millimetres. */
  readonly pixelSpacingMm: readonly [number, number] | null;
  readonly viewPosition: string;
  /** Tells the two detectors of a biplane system apart; any text. */
  readonly detectorId: string;
  readonly patientOrientation: readonly string[];
  readonly sequenceName: string;
  readonly scanningSequence: readonly string[];
  readonly sequenceVariant: readonly string[];
  readonly scanOptions: readonly string[];
  readonly repetitionTimeMs: number | null;
  readonly echoTimeMs: number | null;
  readonly inversionTimeMs: number | null;
  readonly echoNumber: number | null;
  readonly flipAngleDegrees: number | null;
  /** Standard (0018,9087) or, where known, the vendor's private place. */
  readonly diffusionBValue: number | null;
  /** DIRECTIONAL, BVALUE, ISOTROPIC or NONE (PS3.3 C.8.13.5.9). */
  readonly diffusionDirectionality: string;
  readonly temporalPosition: number | null;
  readonly triggerTimeMs: number | null;
  /** Of the interval from beat to beat (0020,9241). */
  readonly cardiacPhasePercent: number | null;
  /** Of phase-contrast images: `150 cm/s through-plane`; empty for others. */
  readonly velocityEncoding: string;
  readonly contrastBolusAgent: string;
  readonly contrast: ContrastState;
  readonly convolutionKernel: string;
  readonly burnedInAnnotation: string;
  /** Free-text attributes that the user may keep (policy/stricterLayer.ts), by tag as eight upper-case hexadecimal digits; without the two that stand above. */
  readonly freeText: Readonly<Record<string, string>>;
  /** Where an ultrasound scanner says that its measured images lie (0018,6011); empty for all others. */
  readonly ultrasoundRegions: readonly PixelBox[];
  /** Modality LUT Sequence or VOI LUT Sequence: the verified copy has a plain window in its place, or none (deid/plainWindow.ts). */
  readonly hasLookupTable: boolean;
  readonly windowCenter: number | null;
  readonly windowWidth: number | null;
  readonly rescaleSlope: number | null;
  readonly rescaleIntercept: number | null;
  /** Null for objects without pixels (reports, presentation states). */
  readonly pixels: PixelLayout | null;
  readonly pixelData: PixelDataLocation | null;
  /** Of an enhanced multi-frame object whose frames differ; null for everything else. */
  readonly frames: FrameTable | null;
  /** Of a gated tomogram: which part of the heartbeat each frame shows, such as "time slot 2"; null for everything else. */
  readonly timeSlots: readonly string[] | null;
  /** Anomalies that did not stop the reader but should be known. */
  readonly warnings: readonly HeaderWarning[];
}

/** Oddities of a file that could still be read. */
export type HeaderWarning =
  | "noPreamble"
  | "noFileMeta"
  | "transferSyntaxCorrected"
  | "unknownCharacterSet"
  | "pixelDataTruncated"
  /** An enhanced multi-frame object describes some of its frames, but not all: which ones, nobody can tell. */
  | "framesNotDescribed"
  | "trailingBytes"
  | "missingSOPClassUID"
  | "missingSOPInstanceUID"
  | "missingSeriesInstanceUID"
  | "missingStudyInstanceUID";
