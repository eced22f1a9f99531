// The stored value that masks are painted with: what is seen as black, whatever the pixels mean.
//
// Grey images get the darkest value that they hold outside the masks, so that the range of values, from which viewers make
// a window where none is stated, stays as it was. Where the window shows that value as grey, the nearest one that it shows
// as black is taken instead. Nothing of what lies under the masks has a say in it.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { keywordOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { MaskedRows } from "../masks/maskRuns.ts";
import type { DecodedFrame, Samples } from "../pixels/decodedFrame.ts";
import type { FrameDisplay } from "../pixels/frameDisplay.ts";
import { greyOf } from "../pixels/grayscale.ts";
import type { Palette } from "../pixels/palette.ts";

/** Samples of a black pixel. Refused where the palette that gives pixels their colour cannot be read. */
export function blackValue(
  frame: DecodedFrame,
  display: FrameDisplay,
  masked: MaskedRows,
): Result<readonly number[], RefusalReason> {
  const { photometricInterpretation, bitsStored } = frame;
  if (frame.samplesPerPixel === 3) {
    // Chroma is zero in the middle of its range (PS3.3 C.7.6.3.1.2).
    const chroma = photometricInterpretation.startsWith("YBR_")
      ? 2 ** (bitsStored - 1)
      : 0;
    return success([0, chroma, chroma]);
  }
  if (photometricInterpretation !== "PALETTE COLOR")
    return success([blackGrey(frame, display, masked)]);
  return display.palette === null
    ? failed({
        kind: "unsupportedPixelLayout",
        keyword: keywordOf(tags.RedPaletteColorLookupTableData),
      })
    : success([darkestIndex(display.palette, storedRange(frame))]);
}

/** Values from the first to the second. */
type ValueRange = readonly [number, number];

function storedRange({ bitsStored, isSigned }: DecodedFrame): ValueRange {
  return isSigned
    ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1]
    : [0, 2 ** bitsStored - 1];
}

/** The first of the darkest entries that a pixel can name (luminance by ITU-R BT.601). */
function darkestIndex(palette: Palette, [least, most]: ValueRange): number {
  const { firstValue, red, green, blue } = palette;
  let darkest = clamped(firstValue, [least, most]);
  let leastLight = Infinity;
  for (let entry = 0; entry < red.length; entry += 1) {
    const index = firstValue + entry;
    const light =
      0.299 * (red[entry] ?? 255) +
      0.587 * (green[entry] ?? 255) +
      0.114 * (blue[entry] ?? 255);
    if (index < least || index > most || light >= leastLight) continue;
    darkest = index;
    leastLight = light;
  }
  return darkest;
}

function blackGrey(
  frame: DecodedFrame,
  display: FrameDisplay,
  masked: MaskedRows,
): number {
  const range = storedRange(frame);
  const isInverted = frame.photometricInterpretation === "MONOCHROME1";
  // Whether lower stored values are seen darker.
  const isDarkLow = isInverted === display.rescaleSlope < 0;
  const found = darkestOutside(frame, display, { masked, isDarkLow });
  const shown = edgeOfBlack(display, { isInverted, isDarkLow });
  const candidates = [found, shown].filter((value) => value !== null);
  if (candidates.length === 0) return clamped(0, range);
  const darkest = isDarkLow ? Math.min(...candidates) : Math.max(...candidates);
  return besidePadding(clamped(darkest, range), display, {
    range,
    isInverted,
    isDarkLow,
  });
}

/** The darkest value that is neither masked nor padding; null if there is none. */
function darkestOutside(
  { samples, columns }: DecodedFrame,
  { padding }: FrameDisplay,
  within: { readonly masked: MaskedRows; readonly isDarkLow: boolean },
): number | null {
  let range: ValueRange = [Infinity, -Infinity];
  let from = 0;
  for (const [row, runs] of within.masked.entries())
    for (const run of runs) {
      const between = samples.subarray(from, row * columns + run.from);
      range = widened(range, between, padding);
      from = row * columns + run.to;
    }
  const [least, most] = widened(range, samples.subarray(from), padding);
  if (least > most) return null;
  return within.isDarkLow ? least : most;
}

/** The range with these samples in it, but for padding. */
function widened(
  [from, to]: ValueRange,
  samples: Samples,
  padding: FrameDisplay["padding"],
): ValueRange {
  const [firstPadding, lastPadding] = padding ?? [Infinity, -Infinity];
  let least = from;
  let most = to;
  // Not for...of: every pixel of every masked image passes here.
  for (let at = 0; at < samples.length; at += 1) {
    const value = samples[at] ?? 0;
    if (value >= least && value <= most) continue;
    if (value >= firstPadding && value <= lastPadding) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** A sigmoid never ends; this many widths from its centre less than half a grey level is left of it. */
const sigmoidReach = 1.56;

/** The stored value at which the window begins to show black; null if there is no window. */
function edgeOfBlack(
  { window, voiFunction, rescaleSlope, rescaleIntercept }: FrameDisplay,
  seen: { readonly isInverted: boolean; readonly isDarkLow: boolean },
): number | null {
  if (window === null) return null;
  const { center, width } = window;
  const [middle, reach] = {
    LINEAR: [center - 0.5, Math.max(0, width - 1) / 2],
    LINEAR_EXACT: [center, width / 2],
    SIGMOID: [center, width * sigmoidReach],
  }[voiFunction] as [number, number];
  // A threshold shows its own value as the lower side.
  const value = seen.isInverted
    ? middle + Math.max(reach, 0.5)
    : middle - reach;
  const stored = (value - rescaleIntercept) / rescaleSlope;
  return seen.isDarkLow ? Math.floor(stored) : Math.ceil(stored);
}

/** A value that does not mean padding, if one beside it is black too: some viewers show padding as see-through. */
function besidePadding(
  value: number,
  display: FrameDisplay,
  seen: {
    readonly range: ValueRange;
    readonly isInverted: boolean;
    readonly isDarkLow: boolean;
  },
): number {
  const { padding } = display;
  if (padding === null || value < padding[0] || value > padding[1])
    return value;
  const [below, above] = [padding[0] - 1, padding[1] + 1];
  const beside = seen.isDarkLow ? [below, above] : [above, below];
  return (
    beside.find(
      (other) =>
        other === clamped(other, seen.range) &&
        isBlack(other, display, seen.isInverted),
    ) ?? value
  );
}

function isBlack(
  stored: number,
  display: FrameDisplay,
  isInverted: boolean,
): boolean {
  const { window, voiFunction, rescaleSlope, rescaleIntercept } = display;
  if (window === null) return false;
  const value = stored * rescaleSlope + rescaleIntercept;
  const grey = Math.round(greyOf(value, window, voiFunction));
  return grey === (isInverted ? 255 : 0);
}

function clamped(value: number, [least, most]: ValueRange): number {
  return Math.min(Math.max(value, least), most);
}
