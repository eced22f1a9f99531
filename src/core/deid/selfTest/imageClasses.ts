// Classes of the self-test's made-up images: what of each may stay, and pixels that are easily told from any others.
import * as tags from "../../dicom/generated/tags.ts";
import type { ElementToWrite } from "../../dicom/writeDataSet.ts";
import { plain, word } from "./marks.ts";

/** One class of images. */
export interface ImageClass {
  readonly sopClassUID: string;
  readonly isImplicit: boolean;
  readonly columns: number;
  /** Without marks; `place` is that of the slice in its series, from 0. */
  readonly elements: (place: number) => readonly ElementToWrite[];
  /** Of one frame, as they stand in the file and in the output. */
  readonly pixels: (place: number) => Uint8Array<ArrayBuffer>;
}

/** Small: what is tested is code, and it is as long for few pixels. */
const side = 32;

interface Layout {
  readonly sopClassUID: string;
  readonly modality: string;
  readonly photometricInterpretation: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
}

function layoutElements(layout: Layout): readonly ElementToWrite[] {
  const { bitsAllocated, bitsStored } = layout;
  return [
    plain(tags.SOPClassUID, "UI", layout.sopClassUID),
    plain(tags.ImageType, "CS", "ORIGINAL\\PRIMARY\\AXIAL"),
    plain(tags.Modality, "CS", layout.modality),
    plain(tags.BodyPartExamined, "CS", "CHEST"),
    word(tags.SamplesPerPixel, 1),
    plain(
      tags.PhotometricInterpretation,
      "CS",
      layout.photometricInterpretation,
    ),
    word(tags.Rows, side),
    word(tags.Columns, side),
    word(tags.BitsAllocated, bitsAllocated),
    word(tags.BitsStored, bitsStored),
    word(tags.HighBit, bitsStored - 1),
    word(tags.PixelRepresentation, 0),
  ];
}

/** Where a slice of a volume lies. */
function sliceElements(place: number): readonly ElementToWrite[] {
  return [
    plain(tags.SliceThickness, "DS", "0.625"),
    plain(
      tags.ImagePositionPatient,
      "DS",
      `-250\\-250\\${(place % 800) * 0.625}`,
    ),
    plain(tags.ImageOrientationPatient, "DS", "1\\0\\0\\0\\1\\0"),
    plain(tags.PixelSpacing, "DS", "0.5\\0.5"),
    plain(tags.WindowCenter, "DS", "40"),
    plain(tags.WindowWidth, "DS", "400"),
  ];
}

/** Samples of 16 bits that differ from their neighbours and from slice to slice. */
function samples(place: number, most: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(side * side * 2);
  for (let at = 0; at < side * side; at += 1) {
    const value = (at * 37 + place * 101) & most;
    bytes[at * 2] = value & 0xff;
    bytes[at * 2 + 1] = value >> 8;
  }
  return bytes;
}

const ctLayout: Layout = {
  sopClassUID: "1.2.840.10008.5.1.4.1.1.2",
  modality: "CT",
  photometricInterpretation: "MONOCHROME2",
  bitsAllocated: 16,
  bitsStored: 12,
};

/** Computed tomography: what most cases are made of. */
export const ctClass: ImageClass = {
  sopClassUID: ctLayout.sopClassUID,
  isImplicit: false,
  columns: side,
  elements: (place) => [
    ...layoutElements(ctLayout),
    ...sliceElements(place),
    plain(tags.KVP, "DS", "120"),
    plain(tags.ConvolutionKernel, "SH", "STANDARD"),
    plain(tags.RescaleIntercept, "DS", "-1024"),
    plain(tags.RescaleSlope, "DS", "1"),
  ],
  pixels: (place) => samples(place, 0xfff),
};

const mrLayout: Layout = {
  ...ctLayout,
  sopClassUID: "1.2.840.10008.5.1.4.1.1.4",
  modality: "MR",
  bitsStored: 16,
};

/** Magnetic resonance, without VRs in the file and with words possible in its pixels. */
export const mrClass: ImageClass = {
  sopClassUID: mrLayout.sopClassUID,
  isImplicit: true,
  columns: side,
  elements: (place) => [
    ...layoutElements(mrLayout),
    ...sliceElements(place),
    plain(tags.RepetitionTime, "DS", "2500"),
    plain(tags.EchoTime, "DS", "90.5"),
    plain(tags.MagneticFieldStrength, "DS", "1.5"),
  ],
  pixels: (place) => samples(place, 0xffff),
};

const radiographLayout: Layout = {
  ...ctLayout,
  sopClassUID: "1.2.840.10008.5.1.4.1.1.1",
  modality: "CR",
  photometricInterpretation: "MONOCHROME1",
};

/** A radiograph, white where the detector saw nothing. */
export const radiographClass: ImageClass = {
  sopClassUID: radiographLayout.sopClassUID,
  isImplicit: false,
  columns: side,
  elements: () => [
    ...layoutElements(radiographLayout),
    plain(tags.PatientOrientation, "CS", "L\\F"),
    plain(tags.ViewPosition, "CS", "PA"),
  ],
  pixels: (place) => samples(place, 0xfff),
};

const cineLayout: Layout = {
  ...ctLayout,
  sopClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
  modality: "US",
  photometricInterpretation: "RGB",
  bitsAllocated: 8,
  bitsStored: 8,
};

/** Two frames of ultrasound in colour. */
export const cineClass: ImageClass = {
  sopClassUID: cineLayout.sopClassUID,
  isImplicit: false,
  columns: side,
  elements: () => [
    ...layoutElements(cineLayout).filter(
      ({ tag }) => tag !== tags.SamplesPerPixel,
    ),
    word(tags.SamplesPerPixel, 3),
    word(tags.PlanarConfiguration, 0),
    plain(tags.NumberOfFrames, "IS", "2"),
    plain(tags.FrameTime, "DS", "33.3"),
  ],
  pixels: (place) =>
    Uint8Array.from(
      { length: side * side * 3 },
      (_, at) => (at * 29 + place * 53) & 0xff,
    ),
};
