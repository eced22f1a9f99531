// Builds the slices of one series and looks at the stacks that grouping makes of them.
import { groupInstances } from "../core/grouping/groupInstances.ts";
import type { OriginalUID } from "../core/model/brands.ts";
import type {
  FrameTable,
  InstanceHeader,
  PixelLayout,
  Vector3,
} from "../core/model/instanceHeader.ts";
import type {
  GroupedImages,
  ScannedInstance,
  Stack,
} from "../core/model/stack.ts";
import { scannedInstance } from "./groupedImages.ts";

/** Directions of rows and columns (PS3.3 C.7.6.2). */
export const axial: readonly [Vector3, Vector3] = [
  [1, 0, 0],
  [0, 1, 0],
];
export const coronal: readonly [Vector3, Vector3] = [
  [1, 0, 0],
  [0, 0, -1],
];
export const sagittal: readonly [Vector3, Vector3] = [
  [0, 1, 0],
  [0, 0, -1],
];

/** A UID as a scanner wrote it. */
export const uid = (text: string) => text as OriginalUID;

/** Of a slice of CT. */
export const slicePixels: PixelLayout = {
  rows: 512,
  columns: 512,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  pixelRepresentation: 0,
};

/** An axial CT slice, or what the fields make of it. Its SOP Instance UID comes from its path. */
export function sliceOf(
  path: string,
  zMm: number,
  instanceNumber: number | null,
  fields: Partial<InstanceHeader> = {},
): ScannedInstance {
  return scannedInstance(path, {
    sopInstanceUID: uid(
      `1.9.${Array.from(path, (sign) => sign.charCodeAt(0)).join(".")}`,
    ),
    studyInstanceUID: uid("1.2.1"),
    seriesInstanceUID: uid("1.2.1.1"),
    instanceNumber,
    imagePositionPatient: [-100, -100, zMm],
    imageOrientationPatient: axial,
    pixels: slicePixels,
    pixelData: { element: 0x7fe00010, valueOffset: 2000, lengthBytes: 524288 },
    ...fields,
  });
}

/** Slices of equal steps from head to feet, named and numbered in that order. */
export interface SlicesOfPass {
  readonly name: string;
  readonly count: number;
  readonly stepMm: number;
  /** Of the first slice, towards the feet. */
  readonly fromMm?: number;
  /** Instance number of the first slice, and how much each further one is higher. */
  readonly number: number;
  readonly numberStep?: number;
  readonly fieldsAt?: (index: number) => Partial<InstanceHeader>;
}

/** The slices of one pass over a region. */
export function passOf(slices: SlicesOfPass): readonly ScannedInstance[] {
  const { name, count, stepMm, fromMm = 0, number, numberStep = 1 } = slices;
  return Array.from({ length: count }, (_, index) =>
    sliceOf(
      `${name}${index + 1}`,
      -fromMm - stepMm * index,
      number + numberStep * index,
      slices.fieldsAt?.(index),
    ),
  );
}

/** `count` slices five millimetres apart, named after the prefix. */
export function volumeOf(
  prefix: string,
  count: number,
  fieldsAt: (index: number) => Partial<InstanceHeader>,
  number = 1,
): readonly ScannedInstance[] {
  return passOf({ name: prefix, count, stepMm: 5, number, fieldsAt });
}

/** Columns of a table of frames that say nothing. */
export const noFrameColumns: FrameTable = {
  acquisitionDate: null,
  acquisitionNumber: null,
  acquisitionTime: null,
  cardiacPhasePercent: null,
  complexImageComponent: null,
  contrast: null,
  convolutionKernel: null,
  diffusionBValue: null,
  diffusionDirectionality: null,
  echoTimeMs: null,
  imageOrientationPatient: null,
  imagePositionPatient: null,
  imageType: null,
  temporalPosition: null,
  triggerTimeMs: null,
  velocityEncoding: null,
  windowCenter: null,
  windowWidth: null,
};

/** All stacks, in the order of their series. */
export function stacksIn(
  instances: readonly ScannedInstance[],
): readonly Stack[] {
  return allStacks(groupInstances(instances, []));
}

/** All stacks of what was grouped. */
export function allStacks({ studies }: GroupedImages): readonly Stack[] {
  return studies.flatMap(({ series }) =>
    series.flatMap(({ stacks }) => stacks),
  );
}

/** Paths of each stack in display order, frames as path:frame. */
export function pathsOf(stacks: readonly Stack[]): string[][] {
  return stacks.map((stack) =>
    stack.images.map(({ instance, frame }) =>
      frame === null
        ? instance.source.path
        : `${instance.source.path}:${frame}`,
    ),
  );
}

/** First image, number of images, what sets the stack apart: `a1 30 acquisition=2`. */
export function inBrief(stacks: readonly Stack[]): readonly string[] {
  return stacks.map(({ images, traits }) =>
    [
      images[0]?.instance.source.path,
      images.length,
      ...traits.map(({ criterion, value }) => `${criterion}=${value}`),
    ].join(" "),
  );
}

/** TM of this many seconds after midnight. */
export function timeAt(seconds: number): string {
  const whole = Math.floor(seconds);
  const part = (value: number) => String(value).padStart(2, "0");
  return `${part(Math.floor(whole / 3600))}${part(Math.floor(whole / 60) % 60)}${part(whole % 60)}`;
}
