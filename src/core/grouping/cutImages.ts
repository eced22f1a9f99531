// Counts the images of a stack of which pixels are missing.
import type { ScannedInstance } from "../model/stack.ts";
import {
  DeflatedExplicitVRLittleEndian,
  isUncompressed,
} from "../dicom/transferSyntaxes.ts";
import { bitsOfFrame } from "../pixels/nativeFrames.ts";
import type { SeriesImage } from "./seriesImages.ts";

/** True if part of the pixels of a file is missing. */
export function isCut({ header }: ScannedInstance): boolean {
  return header.warnings.includes("pixelDataTruncated");
}

/**
 * Files of one image, and frames that are not whole in files of several. Where the header does not tell which frames those
 * are, as in compressed files, a file counts once.
 */
export function countCutImages(images: readonly SeriesImage[]): number {
  const files = new Set<ScannedInstance>();
  let frames = 0;
  for (const { instance, frame } of images.filter(hasCutFile)) {
    const whole = frame === null ? null : wholeFrames(instance);
    if (frame === null || whole === null) files.add(instance);
    else if (frame > whole) frames += 1;
  }
  return files.size + frames;
}

function hasCutFile({ instance }: SeriesImage): boolean {
  return isCut(instance);
}

/** Frames that lie whole in a cut file, from the first on; null if that cannot be told. */
function wholeFrames({ header, source }: ScannedInstance): number | null {
  const { pixels, pixelData, transferSyntaxUID } = header;
  const isInPlace =
    isUncompressed(transferSyntaxUID) &&
    transferSyntaxUID !== DeflatedExplicitVRLittleEndian;
  if (pixels === null || pixelData?.lengthBytes == null || !isInPlace)
    return null;
  const { lengthBytes, valueOffset } = pixelData;
  const foundBytes = Math.max(
    0,
    Math.min(lengthBytes, source.sizeBytes - valueOffset),
  );
  const frames = pixels.numberOfFrames;
  const bits = bitsOfFrame(pixels, foundBytes / frames) ?? 0;
  if (bits === 0) return null;
  const whole = Math.floor((foundBytes * 8) / bits);
  return whole < frames ? whole : null;
}
