// Builds DICOM files for tests from annotated elements: every uncompressed syntax, encapsulated fragments, odd and cut files. Synthetic only.
import { deflateRawSync } from "node:zlib";
import type { Tag, ValueEncoding } from "../core/dicom/dataSet.ts";
import { dictionaryVR, tagOf } from "../core/dicom/dictionary.ts";
import { numberValue, textValue } from "../core/dicom/encodeValues.ts";
import * as tags from "../core/dicom/generated/tags.ts";
import {
  DeflatedExplicitVRLittleEndian,
  encodingOf,
  ExplicitVRLittleEndian,
  valueEncodings,
} from "../core/dicom/transferSyntaxes.ts";
import {
  concatenate,
  encodeElementHead,
  encodeElements,
  encodeFileMeta,
  type ElementToWrite,
} from "../core/dicom/writeDataSet.ts";
import type { Result } from "../shared/result.ts";

/** A value as a test writes it: text, numbers, raw bytes, or the items of a sequence. */
export type FixtureValue =
  string | number | readonly number[] | Uint8Array | readonly FixtureItem[];

/** Attributes by keyword, or by tag as eight hex digits and VR ("00191010 LO"). */
export type FixtureItem = Readonly<{ [attribute: string]: FixtureValue }>;

/** A file to build. */
export interface FixtureFile {
  readonly attributes: FixtureItem;
  /** Default: explicit VR little endian. */
  readonly transferSyntaxUID?: string;
  /** Data set written otherwise than the transfer syntax says. */
  readonly writtenAs?: ValueEncoding;
  /** Pixel Data as fragments, the first being the offset table; its VR is OB. */
  readonly fragments?: readonly Uint8Array[];
  /** What stands before the data set; default: preamble, prefix and file meta. */
  readonly beginning?: "part10" | "noPreamble" | "noFileMeta";
  /** Put behind everything. */
  readonly trailing?: Uint8Array;
}

/** A UID below the tests' own root (2.25 of a made-up UUID). */
export function testUID(...parts: readonly number[]): string {
  return ["2.25.77001", ...parts].join(".");
}

/** The bytes of a whole file. Attributes are sorted by tag. Throws on values that cannot be written. */
export function dicomFile(file: FixtureFile): Uint8Array<ArrayBuffer> {
  const transferSyntaxUID = file.transferSyntaxUID ?? ExplicitVRLittleEndian;
  const encoding =
    file.writtenAs ??
    encodingOf(transferSyntaxUID) ??
    valueEncodings.explicitLE;
  const written = concatenate([
    dataSetBytes(file.attributes, encoding),
    ...(file.fragments === undefined
      ? []
      : [encapsulated(file.fragments, encoding)]),
    file.trailing ?? new Uint8Array(0),
  ]);
  const dataSet =
    transferSyntaxUID === DeflatedExplicitVRLittleEndian
      ? deflateRawSync(written)
      : written;
  const meta = valueOf(
    encodeFileMeta({
      mediaStorageSOPClassUID: textAttribute(file, "SOPClassUID"),
      mediaStorageSOPInstanceUID: textAttribute(file, "SOPInstanceUID"),
      transferSyntaxUID,
      implementationClassUID: testUID(1),
      implementationVersionName: "CASEDROP TEST",
    }),
  );
  switch (file.beginning ?? "part10") {
    case "part10":
      return concatenate([meta, dataSet]);
    case "noPreamble":
      return concatenate([meta.subarray(132), dataSet]);
    case "noFileMeta":
      return concatenate([dataSet]);
  }
}

function textAttribute(file: FixtureFile, keyword: string): string {
  const value = file.attributes[keyword];
  return typeof value === "string" ? value : "";
}

/** Attributes as bytes, sorted by tag, without anything around them. */
export function dataSetBytes(
  attributes: FixtureItem,
  encoding: ValueEncoding = valueEncodings.explicitLE,
): Uint8Array<ArrayBuffer> {
  return valueOf(encodeElements(elementsOf(attributes, encoding), encoding));
}

function elementsOf(
  attributes: FixtureItem,
  encoding: ValueEncoding,
): readonly ElementToWrite[] {
  return Object.entries(attributes)
    .map(([attribute, value]) => elementOf(attribute, value, encoding))
    .sort((a, b) => a.tag - b.tag);
}

function elementOf(
  attribute: string,
  value: FixtureValue,
  encoding: ValueEncoding,
): ElementToWrite {
  const { tag, vr } = tagAndVR(attribute);
  if (value instanceof Uint8Array) return { tag, vr, value };
  if (typeof value === "string") return { tag, vr, value: textValue(value) };
  const values = typeof value === "number" ? [value] : value;
  if (values.every((each) => typeof each !== "number"))
    return vr === "SQ" || vr === "UN"
      ? { tag, vr, value: values.map((item) => elementsOf(item, encoding)) }
      : { tag, vr, value: new Uint8Array(0) };
  const numbers = values.filter((each) => typeof each === "number");
  return {
    tag,
    vr,
    value:
      vr === "DS" || vr === "IS"
        ? textValue(numbers.join("\\"))
        : numberValue(vr, numbers, encoding.isBigEndian),
  };
}

function tagAndVR(attribute: string): {
  readonly tag: Tag;
  readonly vr: string;
} {
  const byNumber = /^([0-9a-fA-F]{8})(?: ([A-Z]{2}))?$/.exec(attribute);
  const tag =
    byNumber === null ? tagOf(attribute) : parseInt(byNumber[1] ?? "", 16);
  if (tag === null) throw new Error(`No attribute is called ${attribute}`);
  return { tag, vr: byNumber?.[2] ?? dictionaryVR(tag) };
}

/** Pixel Data in fragments (PS3.5 A.4). */
function encapsulated(
  fragments: readonly Uint8Array[],
  encoding: ValueEncoding,
): Uint8Array<ArrayBuffer> {
  const head = (tag: Tag, lengthBytes: number | null) =>
    valueOf(encodeElementHead({ tag, vr: "OB", lengthBytes }, encoding));
  return concatenate([
    head(tags.PixelData, null),
    ...fragments.flatMap((fragment) => [
      head(tags.Item, fragment.length),
      fragment,
    ]),
    head(tags.SequenceDelimitationItem, 0),
  ]);
}

/** Bytes from hexadecimal digits; white space is free, and text after # on a line explains it. */
export function hexBytes(annotated: string): Uint8Array<ArrayBuffer> {
  const digits = annotated.replace(/#.*$/gm, "").replace(/\s+/g, "");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) =>
    parseInt(pair, 16),
  );
}

/** What may be asked of a CT slice. */
export interface CtSliceOptions {
  /** 1-based; also sets position and SOP Instance UID. Default 1. */
  readonly instanceNumber?: number;
  /** Added to the attributes, or in their place. */
  readonly attributes?: FixtureItem;
  /** Keywords to leave out. */
  readonly without?: readonly string[];
  readonly file?: Omit<FixtureFile, "attributes">;
}

const ctRows = 4;
const ctColumns = 4;
const sliceSpacingMm = 5;

/** Attributes of an axial CT slice of 4 x 4 pixels, five millimetres above the one before. */
export function ctSliceAttributes(options: CtSliceOptions = {}): FixtureItem {
  const instanceNumber = options.instanceNumber ?? 1;
  const all: FixtureItem = {
    SpecificCharacterSet: "ISO_IR 192",
    ImageType: "ORIGINAL\\PRIMARY\\AXIAL",
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    SOPInstanceUID: testUID(4, instanceNumber),
    StudyDate: "20240131",
    StudyTime: "101500",
    Modality: "CT",
    Manufacturer: "Casedrop tests",
    StudyDescription: "CT chest",
    SeriesDescription: "Axial 5 mm",
    PatientName: "TEST^FIXTURE",
    PatientID: "FIX-1",
    PatientBirthDate: "19700101",
    PatientSex: "F",
    PatientAge: "054Y",
    SliceThickness: sliceSpacingMm,
    StudyInstanceUID: testUID(2),
    SeriesInstanceUID: testUID(3),
    SeriesNumber: 2,
    AcquisitionNumber: 1,
    InstanceNumber: instanceNumber,
    ImagePositionPatient: [-100, -100, sliceSpacingMm * (instanceNumber - 1)],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    FrameOfReferenceUID: testUID(5),
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: ctRows,
    Columns: ctColumns,
    PixelSpacing: [0.5, 0.5],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: 40,
    WindowWidth: 400,
    RescaleIntercept: -1024,
    RescaleSlope: 1,
    PixelData: Array.from(
      { length: ctRows * ctColumns },
      (_, index) => 1000 + index + instanceNumber * 16,
    ),
    ...options.attributes,
  };
  const without = options.without ?? [];
  return Object.fromEntries(
    Object.entries(all).filter(([keyword]) => !without.includes(keyword)),
  );
}

/** The file of such a slice. */
export function ctSlice(options: CtSliceOptions = {}): Uint8Array<ArrayBuffer> {
  return dicomFile({
    ...options.file,
    attributes: ctSliceAttributes(options),
  });
}

/** The value of a Result that cannot fail in a correct test. */
export function valueOf<T, F extends { readonly kind: string }>(
  result: Result<T, F>,
): T {
  if (result.ok) return result.value;
  throw new Error(`Unexpected failure: ${result.failure.kind}`);
}
