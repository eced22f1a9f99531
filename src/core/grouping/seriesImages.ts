// One image as splitting and ordering see it: a single-frame file, or one frame with the header as it is for that frame.
import { acquiredAtSeconds } from "./acquisitionTimes.ts";
import type { FrameTable, InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance, StackImage } from "../model/stack.ts";

export interface SeriesImage extends StackImage {
  /** The instance's own, or that of the frame: its place, echo, b-value and so on, numbered as the frame is. */
  readonly header: InstanceHeader;
  /** By the clock of the series (acquisitionTimes.ts); null if the image does not say. */
  readonly acquiredAtSeconds: number | null;
}

/** The images of a file, in the order of its frames. */
export function seriesImagesOf(
  instance: ScannedInstance,
): readonly SeriesImage[] {
  const { header } = instance;
  const count = header.pixels?.numberOfFrames ?? 1;
  if (count <= 1) return [withTime({ instance, frame: null, header })];
  return Array.from({ length: count }, (_, index) =>
    withTime({
      instance,
      frame: index + 1,
      header:
        header.frames === null
          ? header
          : headerOfFrame(header, header.frames, index),
    }),
  );
}

/** One image of a stack with its own header. */
export function seriesImageOf(image: StackImage): SeriesImage {
  const { header } = image.instance;
  const { frames } = header;
  return withTime({
    ...image,
    header:
      image.frame === null || frames === null
        ? header
        : headerOfFrame(header, frames, image.frame - 1),
  });
}

function withTime(image: Omit<SeriesImage, "acquiredAtSeconds">): SeriesImage {
  return { ...image, acquiredAtSeconds: acquiredAtSeconds(image.header) };
}

/** The files that images come from, each once. */
export function instancesOf(
  images: readonly SeriesImage[],
): readonly ScannedInstance[] {
  return [...new Set(images.map(({ instance }) => instance))];
}

function headerOfFrame(
  header: InstanceHeader,
  table: FrameTable,
  index: number,
): InstanceHeader {
  return {
    ...header,
    instanceNumber: index + 1,
    acquisitionDate: valueAt(
      table.acquisitionDate,
      index,
      header.acquisitionDate,
    ),
    acquisitionNumber: valueAt(
      table.acquisitionNumber,
      index,
      header.acquisitionNumber,
    ),
    acquisitionTime: valueAt(
      table.acquisitionTime,
      index,
      header.acquisitionTime,
    ),
    cardiacPhasePercent: valueAt(
      table.cardiacPhasePercent,
      index,
      header.cardiacPhasePercent,
    ),
    complexImageComponent: valueAt(
      table.complexImageComponent,
      index,
      header.complexImageComponent,
    ),
    contrast: valueAt(table.contrast, index, header.contrast),
    convolutionKernel: valueAt(
      table.convolutionKernel,
      index,
      header.convolutionKernel,
    ),
    diffusionBValue: valueAt(
      table.diffusionBValue,
      index,
      header.diffusionBValue,
    ),
    diffusionDirectionality: valueAt(
      table.diffusionDirectionality,
      index,
      header.diffusionDirectionality,
    ),
    echoTimeMs: valueAt(table.echoTimeMs, index, header.echoTimeMs),
    imageOrientationPatient: valueAt(
      table.imageOrientationPatient,
      index,
      header.imageOrientationPatient,
    ),
    imagePositionPatient: valueAt(
      table.imagePositionPatient,
      index,
      header.imagePositionPatient,
    ),
    imageType: valueAt(table.imageType, index, header.imageType),
    temporalPosition: valueAt(
      table.temporalPosition,
      index,
      header.temporalPosition,
    ),
    triggerTimeMs: valueAt(table.triggerTimeMs, index, header.triggerTimeMs),
    velocityEncoding: valueAt(
      table.velocityEncoding,
      index,
      header.velocityEncoding,
    ),
    windowCenter: valueAt(table.windowCenter, index, header.windowCenter),
    windowWidth: valueAt(table.windowWidth, index, header.windowWidth),
  };
}

function valueAt<Value>(
  column: readonly Value[] | null,
  index: number,
  common: Value,
): Value {
  const value = column?.[index];
  return value === undefined ? common : value;
}
