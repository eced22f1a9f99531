// What the user should know about a stack before sending it.
import type { StackWarning } from "../../shared/stackFacts.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { isUncompressed } from "../dicom/transferSyntaxes.ts";
import { unannouncedFrames } from "../pixels/nativeFrames.ts";
import { countCutImages } from "./cutImages.ts";
import { faceWarnings } from "./faces.ts";
import { sliceGeometry } from "./geometry.ts";
import { isSliced } from "./objectTypes.ts";
import { instancesOf, type SeriesImage } from "./seriesImages.ts";
import { slicePlaces } from "./slicePositions.ts";
import type { SharedUIDs } from "./versions.ts";

/** A step this much longer than usual is a gap; this much off is uneven. */
const gapRatio = 1.5;
const unevenShare = 0.1;
/** A gap is of missing slices if it is nearly a whole number of steps. */
const wholeStepTolerance = 0.2;

/** What is known of a stack besides its images. */
export interface StackContext {
  readonly isLocaliser: boolean;
  /** More than one where the stack is the first of so many passes, and the others are off. */
  readonly passes: number;
  readonly shared: SharedUIDs;
}

/** Warnings in a fixed order. */
export function stackWarnings(
  images: readonly SeriesImage[],
  context: StackContext,
): readonly StackWarning[] {
  const instances = instancesOf(images);
  const shared = instances.flatMap(
    (instance) => context.shared.get(instance) ?? [],
  );
  const conflicting = shared.filter(({ versions }) => versions > 1).length;
  const different = shared.filter(({ imageKey }) => imageKey !== "").length;
  const truncated = countCutImages(images);
  return [
    ...(context.isLocaliser ? [{ kind: "localiser" } as const] : []),
    ...(context.passes > 1
      ? [{ kind: "firstOfManyPasses", passes: context.passes } as const]
      : []),
    ...(images.some(({ header }) => header.imageType.includes("MOSAIC"))
      ? [{ kind: "mosaic" } as const]
      : []),
    ...geometryWarnings(images, context.isLocaliser),
    ...(images.some(({ header }) => header.isPlacedInVolume)
      ? [{ kind: "volumePlaces" } as const]
      : []),
    ...(instances.some(({ header }) => mayHaveBurnedInText(header))
      ? [{ kind: "mayHaveBurnedInText" } as const]
      : []),
    ...(context.isLocaliser ? [] : faceWarnings(images)),
    ...(conflicting > 0
      ? [{ kind: "conflictingDuplicates", count: conflicting } as const]
      : []),
    ...(different > 0
      ? [{ kind: "sharedInstanceUID", count: different } as const]
      : []),
    ...(instances.some(({ header }) =>
      header.warnings.includes("unknownCharacterSet"),
    )
      ? [{ kind: "unknownCharacterSet" } as const]
      : []),
    ...(truncated > 0
      ? [{ kind: "pixelDataTruncated", count: truncated } as const]
      : []),
    ...surplusWarnings(instances),
  ];
}

function surplusWarnings(
  instances: readonly ScannedInstance[],
): readonly StackWarning[] {
  const surplus = instances.map(surplusOf).filter((frames) => frames > 0);
  const frames = surplus.reduce((sum, each) => sum + each, 0);
  return frames > 0
    ? [{ kind: "unannouncedFrames", count: surplus.length, frames }]
    : [];
}

/** Frames that the file holds beyond those it announces. */
function surplusOf({ header }: ScannedInstance): number {
  const { pixels, pixelData, transferSyntaxUID } = header;
  const foundBytes = pixelData?.lengthBytes ?? null;
  return pixels === null ||
    foundBytes === null ||
    !isUncompressed(transferSyntaxUID)
    ? 0
    : unannouncedFrames(pixels, { frames: pixels.numberOfFrames, foundBytes });
}

function geometryWarnings(
  images: readonly SeriesImage[],
  isLocaliserStack: boolean,
): readonly StackWarning[] {
  const [first] = images;
  if (
    first === undefined ||
    images.length < 2 ||
    first.header.pixelData === null ||
    !isSliced(first.header)
  )
    return [];
  if (images.some(isFrameNotDescribed)) return [{ kind: "noGeometry" }];
  if (hasFramesInFileOrder(first)) return [];
  if (images.some(({ header }) => sliceGeometry(header) === null))
    return [{ kind: "noGeometry" }];
  const places = slicePlaces(images);
  // The steps of localisers and of angled sets say nothing.
  if (places === null || isLocaliserStack) return [];
  const coordinates = places.places.map((place) => place.coordinateMm);
  return [
    ...spacingWarnings(coordinates),
    ...(places.repeats > 0 && coordinates.length > 1
      ? [{ kind: "duplicatePositions", count: places.repeats } as const]
      : []),
  ];
}

/** A frame of a file that places some of its frames: it has the place of the first, which says nothing of its own. */
function isFrameNotDescribed({ frame, instance }: SeriesImage): boolean {
  return (
    frame !== null && instance.header.warnings.includes("framesNotDescribed")
  );
}

/** Frames of a file that says nothing of each: their order is the file's, whatever their geometry. */
function hasFramesInFileOrder({ frame, header }: SeriesImage): boolean {
  return frame !== null && header.frames === null;
}

/** Judges ascending coordinates by their usual step, the lower median. */
function spacingWarnings(
  coordinatesMm: readonly number[],
): readonly StackWarning[] {
  const steps = coordinatesMm
    .slice(1)
    .map((coordinate, index) => coordinate - (coordinatesMm[index] ?? 0));
  const sorted = [...steps].sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)];
  if (usual === undefined) return [];
  let gaps = 0;
  let isUneven = false;
  for (const step of steps) {
    const ratio = step / usual;
    const isWhole = Math.abs(ratio - Math.round(ratio)) < wholeStepTolerance;
    if (ratio > gapRatio && isWhole) gaps += 1;
    else if (Math.abs(ratio - 1) > unevenShare) isUneven = true;
  }
  return [
    ...(gaps > 0 ? [{ kind: "missingSlices", gaps } as const] : []),
    ...(isUneven ? [{ kind: "unevenSpacing" } as const] : []),
  ];
}

/** Storage classes whose images usually carry text: ultrasound, secondary capture. */
const textBearingClass =
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(6(\.\d+)?|3\.1|3|7(\.\d+)?)$/;

function mayHaveBurnedInText(header: InstanceHeader): boolean {
  if (header.pixelData === null) return false;
  return (
    header.burnedInAnnotation.toUpperCase() === "YES" ||
    header.modality === "US" ||
    header.modality === "IVUS" ||
    textBearingClass.test(header.sopClassUID) ||
    header.imageType.some((value) => /SCREEN[ _]?SAVE|CAPTURE/i.test(value))
  );
}
