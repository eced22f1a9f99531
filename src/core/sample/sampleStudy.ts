// The sample study: a made-up patient with a chest radiograph and, later, a CT that shows a nodule. Built by code, the same every time.
import { numberValue, textValue } from "../dicom/encodeValues.ts";
import { dictionaryVR, tagOf } from "../dicom/dictionary.ts";
import {
  ExplicitVRLittleEndian,
  valueEncodings,
} from "../dicom/transferSyntaxes.ts";
import {
  concatenate,
  encodeElements,
  encodeFileMeta,
  type ElementToWrite,
} from "../dicom/writeDataSet.ts";
import type { Result } from "../../shared/result.ts";
import { paintChest, paintTable } from "./chestPhantom.ts";
import { paintNodule } from "./lungVessels.ts";
import {
  asScanned,
  axialPlane,
  coronalPlane,
  frontalProjection,
  resized,
  type SamplePlane,
} from "./planes.ts";
import {
  rowMm,
  sliceCentreMm,
  sliceMm,
  Volume,
  volumeColumns,
  volumeSlices,
  voxelMm,
} from "./volume.ts";

/** One file of the sample study. `name` is a path with forward slashes. */
export interface SampleFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Attributes by keyword: text as written, numbers, or bytes in little endian. */
type Attributes = Readonly<Record<string, AttributeValue>>;
type AttributeValue = string | number | readonly number[] | Uint8Array;

/** Thickness of an axial slice and of a coronal one, in voxels. */
const slicesPerAxialImage = 4;
const rowsPerCoronalImage = 4;

/** UIDs of form 2.25 (PS3.5 B.2) from here up. */
const firstUID = 0x5ca1ab1ec0ffee4d11cedbadfacade00n;

const uids = {
  ctStudy: uidAt(1),
  crStudy: uidAt(2),
  frameOfReference: uidAt(3),
  implementation: uidAt(4),
  localiserSeries: uidAt(10),
  axialSeries: uidAt(11),
  coronalSeries: uidAt(12),
  crSeries: uidAt(13),
};

function uidAt(index: number): string {
  return `2.25.${firstUID + BigInt(index)}`;
}

const patient: Attributes = {
  PatientName: "SAMPLE^CASEDROP",
  PatientID: "SAMPLE-0001",
  PatientBirthDate: "19600401",
  PatientSex: "F",
  Manufacturer: "Casedrop, synthetic",
  InstitutionName: "Sample Hospital",
};

const ctStudy: Attributes = {
  ...patient,
  StudyInstanceUID: uids.ctStudy,
  StudyDate: "20240311",
  StudyTime: "093000",
  StudyID: "2",
  AccessionNumber: "SAMPLE-CT",
  StudyDescription: "CT chest with contrast (synthetic)",
  PatientAge: "063Y",
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
  Modality: "CT",
  BodyPartExamined: "CHEST",
  FrameOfReferenceUID: uids.frameOfReference,
  KVP: 120,
  ContrastBolusAgent: "Synthetic contrast",
  RescaleIntercept: -1024,
  RescaleSlope: 1,
  RescaleType: "HU",
};

const crStudy: Attributes = {
  ...patient,
  StudyInstanceUID: uids.crStudy,
  StudyDate: "20220905",
  StudyTime: "141500",
  StudyID: "1",
  AccessionNumber: "SAMPLE-CR",
  StudyDescription: "Chest radiograph (synthetic)",
  PatientAge: "062Y",
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.1",
  Modality: "CR",
  BodyPartExamined: "CHEST",
};

/**
 * Files of two studies of one synthetic patient: a chest radiograph, and a CT with localiser, 40 axial and 16 coronal
 * images. The same bytes every time. Takes up to a second of computing, so call it in a worker.
 */
export function sampleStudyFiles(): readonly SampleFile[] {
  const volume = new Volume();
  paintChest(volume);
  const radiograph = radiographFile(volume);
  paintNodule(volume);
  const localiser = localiserFile(volume);
  paintTable(volume);
  return [
    radiograph,
    localiser,
    ...axialFiles(volume),
    ...coronalFiles(volume),
  ];
}

function radiographFile(volume: Volume): SampleFile {
  const rows = 480;
  const columns = 800;
  const projection = resized(frontalProjection(volume), rows, columns);
  const plane = asScanned(projection, { amount: 0.012, seed: 1 });
  const spacing = (volumeColumns * voxelMm) / columns;
  return fileOf("radiograph/00001.dcm", plane, {
    scale: (attenuation) => attenuation * 620,
    attributes: {
      ...crStudy,
      SeriesInstanceUID: uids.crSeries,
      SOPInstanceUID: uidAt(100),
      SeriesNumber: 1,
      InstanceNumber: 1,
      SeriesDescription: "PA",
      ImageType: "ORIGINAL\\PRIMARY",
      ViewPosition: "PA",
      PatientOrientation: "L\\F",
      ImagerPixelSpacing: [spacing, spacing],
      WindowCenter: 1900,
      WindowWidth: 3000,
    },
  });
}

function localiserFile(volume: Volume): SampleFile {
  const plane = asScanned(frontalProjection(volume), {
    amount: 0.02,
    seed: 2,
  });
  return fileOf("ct/localiser/00001.dcm", plane, {
    scale: (attenuation) => attenuation * 250 + 300,
    attributes: {
      ...ctStudy,
      SeriesInstanceUID: uids.localiserSeries,
      SOPInstanceUID: uidAt(200),
      SeriesNumber: 1,
      InstanceNumber: 1,
      SeriesDescription: "Localiser",
      ImageType: "ORIGINAL\\PRIMARY\\LOCALIZER",
      ImageOrientationPatient: [1, 0, 0, 0, 0, -1],
      ImagePositionPatient: [rowMm(0), 0, sliceCentreMm(volumeSlices - 1)],
      PixelSpacing: [sliceMm, voxelMm],
      WindowCenter: 0,
      WindowWidth: 1500,
    },
  });
}

function axialFiles(volume: Volume): readonly SampleFile[] {
  const count = volumeSlices / slicesPerAxialImage;
  return Array.from({ length: count }, (_, index) => {
    // Scanned from the top down.
    const first = volumeSlices - (index + 1) * slicesPerAxialImage;
    const plane = axialPlane(volume, first, slicesPerAxialImage);
    const z = sliceCentreMm(first + (slicesPerAxialImage - 1) / 2);
    return fileOf(
      `ct/axial/${fileNumber(index)}.dcm`,
      asScanned(plane, { amount: 14, seed: 300 + index }),
      {
        scale: hounsfieldToStored,
        attributes: {
          ...ctStudy,
          SeriesInstanceUID: uids.axialSeries,
          SOPInstanceUID: uidAt(300 + index),
          SeriesNumber: 2,
          InstanceNumber: index + 1,
          SeriesDescription: "Axial 6 mm soft tissue",
          ImageType: "ORIGINAL\\PRIMARY\\AXIAL",
          ConvolutionKernel: "STANDARD",
          ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
          ImagePositionPatient: [rowMm(0), rowMm(0), z],
          SliceLocation: z,
          SliceThickness: slicesPerAxialImage * sliceMm,
          PixelSpacing: [voxelMm, voxelMm],
          WindowCenter: 40,
          WindowWidth: 400,
        },
      },
    );
  });
}

function coronalFiles(volume: Volume): readonly SampleFile[] {
  const firstRow = 92;
  const count = 16;
  return Array.from({ length: count }, (_, index) => {
    const first = firstRow + index * rowsPerCoronalImage;
    const plane = coronalPlane(volume, first, rowsPerCoronalImage);
    const y = rowMm(first + (rowsPerCoronalImage - 1) / 2);
    return fileOf(
      `ct/coronal/${fileNumber(index)}.dcm`,
      asScanned(plane, { amount: 10, seed: 400 + index }),
      {
        scale: hounsfieldToStored,
        attributes: {
          ...ctStudy,
          SeriesInstanceUID: uids.coronalSeries,
          SOPInstanceUID: uidAt(400 + index),
          SeriesNumber: 3,
          InstanceNumber: index + 1,
          SeriesDescription: "Coronal 6 mm lung",
          ImageType: "DERIVED\\SECONDARY\\REFORMATTED",
          ConvolutionKernel: "LUNG",
          ImageOrientationPatient: [1, 0, 0, 0, 0, -1],
          ImagePositionPatient: [rowMm(0), y, sliceCentreMm(volumeSlices - 1)],
          SliceThickness: rowsPerCoronalImage * voxelMm,
          PixelSpacing: [sliceMm, voxelMm],
          WindowCenter: -600,
          WindowWidth: 1500,
        },
      },
    );
  });
}

function fileNumber(index: number): string {
  return String(index + 1).padStart(5, "0");
}

function hounsfieldToStored(hu: number): number {
  return hu + 1024;
}

/** A whole file: the plane in twelve bits under the given attributes. */
function fileOf(
  name: string,
  plane: SamplePlane,
  image: {
    readonly scale: (value: number) => number;
    readonly attributes: Attributes;
  },
): SampleFile {
  const { rows, columns } = plane;
  const stored = Uint16Array.from(plane.values, (value) =>
    Math.min(4095, Math.max(0, Math.round(image.scale(value)))),
  );
  const attributes: Attributes = {
    ...image.attributes,
    SpecificCharacterSet: "ISO_IR 192",
    Rows: rows,
    Columns: columns,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    BurnedInAnnotation: "NO",
    PixelData: new Uint8Array(stored.buffer),
  };
  const meta = encodeFileMeta({
    mediaStorageSOPClassUID: String(attributes["SOPClassUID"]),
    mediaStorageSOPInstanceUID: String(attributes["SOPInstanceUID"]),
    transferSyntaxUID: ExplicitVRLittleEndian,
    implementationClassUID: uids.implementation,
    implementationVersionName: "CASEDROP SAMPLE",
  });
  const elements = Object.entries(attributes)
    .map(([keyword, value]) => elementOf(keyword, value))
    .sort((a, b) => a.tag - b.tag);
  const dataSet = encodeElements(elements, valueEncodings.explicitLE);
  return { name, bytes: concatenate([bytesOf(meta), bytesOf(dataSet)]) };
}

function elementOf(keyword: string, value: AttributeValue): ElementToWrite {
  const tag = tagOf(keyword);
  if (tag === null) throw new Error(`No attribute is called ${keyword}`);
  const vr = dictionaryVR(tag);
  if (typeof value === "string") return { tag, vr, value: textValue(value) };
  if (value instanceof Uint8Array) return { tag, vr, value };
  const numbers = typeof value === "number" ? [value] : value;
  const isText = vr === "DS" || vr === "IS";
  return {
    tag,
    vr,
    value: isText ? textValue(numbers.join("\\")) : numberValue(vr, numbers),
  };
}

function bytesOf<T, F>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error("The sample study holds a value that cannot be written");
}
