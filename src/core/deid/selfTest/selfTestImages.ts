// Made-up images with which the preparation tests itself: marked wherever a patient can stand in a file, with pixels that are known. Pure.
import * as tags from "../../dicom/generated/tags.ts";
import {
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  valueEncodings,
} from "../../dicom/transferSyntaxes.ts";
import {
  concatenate,
  encodeElements,
  encodeFileMeta,
} from "../../dicom/writeDataSet.ts";
import type { MaskShape } from "../../../shared/mask.ts";
import type { Result } from "../../../shared/result.ts";
import {
  cineClass,
  ctClass,
  mrClass,
  radiographClass,
  type ImageClass,
} from "./imageClasses.ts";
import { marks } from "./marks.ts";

/** One image that is to be made of a file. */
export interface ExpectedImage {
  /** 1-based; null for single-frame files. */
  readonly frame: number | null;
  readonly masks: readonly MaskShape[];
  /** Pixel Data of the output, to the last byte. */
  readonly pixels: Uint8Array;
}

/** A made-up file, and what has to be made of it. */
export interface SelfTestFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly images: readonly ExpectedImage[];
}

/** One of each class: a slice of CT and of MR, a radiograph, a cine with a mask. */
export function oneOfEachClass(): readonly SelfTestFile[] {
  return [
    plainFile(ctClass, 0),
    plainFile(mrClass, 0),
    plainFile(radiographClass, 0),
    cineFile(),
  ];
}

/** Slices as stacks have them, which is what most images are. */
export function fewSlices(): readonly SelfTestFile[] {
  const places = Array.from({ length: slicesOfClass }, (_, index) => index);
  return [
    ...places.map((place) => plainFile(ctClass, place)),
    ...places.map((place) => plainFile(mrClass, place)),
  ];
}

const slicesOfClass = 6;

function plainFile(of: ImageClass, place: number): SelfTestFile {
  const pixels = of.pixels(place);
  const bytes = fileOf(of, place, pixels);
  return { bytes, images: [{ frame: null, masks: [], pixels }] };
}

/** Where ultrasound has the name of its patient. */
const stripRows = 4;
const strip: MaskShape = {
  kind: "rectangle",
  left: 0,
  top: 0,
  width: cineClass.columns,
  height: stripRows,
};

/** Of its two frames the second one is masked. */
function cineFile(): SelfTestFile {
  const frames = [0, 1].map((frame) => cineClass.pixels(frame));
  const [first = new Uint8Array(0), second = new Uint8Array(0)] = frames;
  const masked = Uint8Array.from(second);
  masked.fill(0, 0, cineClass.columns * stripRows * 3);
  return {
    bytes: fileOf(cineClass, 0, concatenate(frames)),
    images: [
      { frame: 1, masks: [], pixels: first },
      { frame: 2, masks: [strip], pixels: masked },
    ],
  };
}

function fileOf(
  of: ImageClass,
  place: number,
  pixels: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const encoding = of.isImplicit
    ? valueEncodings.implicitLE
    : valueEncodings.explicitLE;
  const elements = [
    ...of.elements(place),
    ...marks.elements(place),
    { tag: tags.PixelData, vr: "OW", value: pixels },
    { tag: tags.DataSetTrailingPadding, vr: "OB", value: marks.padding },
  ].sort((a, b) => a.tag - b.tag);
  return concatenate([
    markedMeta(of, place),
    bytesOf(encodeElements(elements, encoding)),
  ]);
}

/** File meta information with marks in its preamble and behind what the standard demands. */
function markedMeta(of: ImageClass, place: number): Uint8Array {
  const plain = bytesOf(
    encodeFileMeta({
      mediaStorageSOPClassUID: of.sopClassUID,
      mediaStorageSOPInstanceUID: marks.instanceUID(place),
      transferSyntaxUID: of.isImplicit
        ? ImplicitVRLittleEndian
        : ExplicitVRLittleEndian,
      implementationClassUID: marks.implementationUID,
      implementationVersionName: marks.versionName,
    }),
  );
  const added = bytesOf(
    encodeElements(marks.metaElements, valueEncodings.explicitLE),
  );
  const all = concatenate([plain, added]);
  all.set(marks.preamble, 0);
  new DataView(all.buffer).setUint32(
    metaLengthAt,
    all.length - metaLengthAt - 4,
    true,
  );
  return all;
}

/** Preamble, prefix, then the head of the group length: its value comes next (PS3.10 7.1). */
const metaLengthAt = 128 + 4 + 8;

/** What is written here always fits. */
function bytesOf<T, F>(result: Result<T, F>): T {
  if (!result.ok) throw new Error("A made-up image cannot be written");
  return result.value;
}
