// Paints masks over a decoded frame and plans its Pixel Data.
import type { RefusalReason } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { MaskedRows } from "../masks/maskRuns.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import {
  frameDisplayOf,
  type FrameDisplay,
  type GrayscaleWindow,
} from "../pixels/frameDisplay.ts";
import { blackValue } from "./blackValue.ts";
import {
  littleEndianBytes,
  plainFrame,
  planPlainPixels,
  type PlainFrame,
  type PlainSamples,
} from "./decodedPixels.ts";
import { textOf } from "./elementText.ts";
import type { PixelPlan } from "./pixelPlan.ts";
import { planWindow } from "./plainWindow.ts";
import type { StackWindow } from "./stackWindow.ts";

/** Plans a decoded frame (1-based; null: the only one) with masks. What lies beside them stays to the last bit. */
export function planMaskedPixels(
  dataSet: DicomDataSet,
  decoded: DecodedFrame,
  given: {
    readonly masked: MaskedRows;
    readonly window: StackWindow | null;
    readonly frame: number | null;
  },
): Result<PixelPlan, RefusalReason> {
  const plain = plainFrame(dataSet, decoded);
  if (!plain.ok) return plain;
  const frame = plain.value;
  const display = outputDisplay(dataSet, given.frame, given.window);
  const black = blackValue(frame, display, given.masked);
  if (!black.ok) return black;
  const plan = planPlainPixels(
    dataSet,
    painted(frame, given.masked, black.value),
    "masked",
  );
  return success({
    ...plan,
    attributes: new Map([
      ...plan.attributes,
      ...untrueOnceMasked(dataSet).map((tag) => [tag, null] as const),
    ]),
    masked: {
      rows: given.masked,
      columns: frame.columns,
      black: pixelBytes(frame.samples, black.value),
      unpainted: littleEndianBytes(frame.samples),
    },
  });
}

/** How viewers will show the output: rescale and palette of the file, and the window that the output gets. */
function outputDisplay(
  dataSet: DicomDataSet,
  frame: number | null,
  ofStack: StackWindow | null,
): FrameDisplay {
  const display = frameDisplayOf(dataSet, (frame ?? 1) - 1);
  const plan = planWindow(dataSet);
  switch (plan.kind) {
    case "asWritten":
      return ofStack === null
        ? display
        : { ...display, window: numericWindow(ofStack) };
    case "instead":
      return { ...display, window: numericWindow(plan) };
    case "none":
      return { ...display, window: null };
  }
}

function numericWindow({ center, width }: StackWindow): GrayscaleWindow {
  return { center: Number(center), width: Number(width) };
}

function painted(
  frame: PlainFrame,
  masked: MaskedRows,
  black: readonly number[],
): PlainFrame {
  const { columns, samplesPerPixel } = frame;
  const samples: PlainSamples = frame.samples.slice();
  masked.forEach((runs, row) => {
    for (const { from, to } of runs) {
      const first = (row * columns + from) * samplesPerPixel;
      const end = (row * columns + to) * samplesPerPixel;
      if (black.every((sample) => sample === black[0]))
        samples.fill(black[0] ?? 0, first, end);
      else
        for (let at = first; at < end; at += samplesPerPixel)
          samples.set(black, at);
    }
  });
  return { ...frame, samples };
}

/** One pixel in the form of these samples. */
function pixelBytes(
  samples: PlainSamples,
  pixel: readonly number[],
): Uint8Array {
  const alike = samples.slice(0, pixel.length);
  alike.set(pixel);
  return littleEndianBytes(alike);
}

/**
 * Attributes that the masks may have made untrue. Annotation that was burned in may be gone, but that no more of it is
 * left is for the user to say: BurnedInAnnotation YES goes, and is never turned into NO.
 */
function untrueOnceMasked(dataSet: DicomDataSet): readonly Tag[] {
  const said = textOf(dataSet, tags.BurnedInAnnotation).trim();
  return [
    tags.SmallestImagePixelValue,
    tags.LargestImagePixelValue,
    ...(said === "YES" ? [tags.BurnedInAnnotation] : []),
  ];
}
