// What the header says of how an image is to be shown: rescale, window, palette, padding.
import type { DicomDataSet } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import { paletteOf, type Palette } from "./palette.ts";

/** A window in units after rescale. */
export interface GrayscaleWindow {
  readonly center: number;
  readonly width: number;
}

/** How stored values become what is seen. */
export interface FrameDisplay {
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  /** The file's own first window; null if it has none. */
  readonly window: GrayscaleWindow | null;
  readonly voiFunction: "LINEAR" | "LINEAR_EXACT" | "SIGMOID";
  readonly palette: Palette | null;
  /** Stored values from the first to the second are outside the image (PS3.3 C.7.5.1.1.2). */
  readonly padding: readonly [number, number] | null;
}

/** Display attributes of a 0-based frame: those that all frames share, or its own. */
export function frameDisplayOf(
  dataSet: DicomDataSet,
  frameIndex = 0,
): FrameDisplay {
  const header = new HeaderReader(dataSet);
  const voi = tags.FrameVOILUTSequence;
  const modality = tags.PixelValueTransformationSequence;
  const isSigned = header.number(tags.PixelRepresentation) === 1;
  const center = header.numberInFrame(tags.WindowCenter, voi, frameIndex);
  const width = header.numberInFrame(tags.WindowWidth, voi, frameIndex);
  const voiFunction = header.ascii(tags.VOILUTFunction);
  const slope = header.numberInFrame(tags.RescaleSlope, modality, frameIndex);
  return {
    // A slope of 0 would make one grey of everything, and is always a mistake.
    rescaleSlope: slope === null || slope === 0 ? 1 : slope,
    rescaleIntercept:
      header.numberInFrame(tags.RescaleIntercept, modality, frameIndex) ?? 0,
    window:
      center !== null && width !== null && width > 0 ? { center, width } : null,
    voiFunction:
      voiFunction === "LINEAR_EXACT" || voiFunction === "SIGMOID"
        ? voiFunction
        : "LINEAR",
    palette: paletteOf(header, isSigned),
    padding: paddingOf(header, isSigned),
  };
}

function paddingOf(
  header: HeaderReader,
  isSigned: boolean,
): FrameDisplay["padding"] {
  const value = header.number(tags.PixelPaddingValue);
  if (value === null) return null;
  const limit = header.number(tags.PixelPaddingRangeLimit) ?? value;
  const [a, b] = [value, limit].map((stored) =>
    isSigned && stored > 0x7fff ? stored - 0x10000 : stored,
  ) as [number, number];
  return [Math.min(a, b), Math.max(a, b)];
}
