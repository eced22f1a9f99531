// The VOI transformation: values after rescale to grey levels, and a window for images that bring none.
import type { FrameDisplay, GrayscaleWindow } from "./frameDisplay.ts";

const maxGrey = 255;

/** Share of the values at either end that the window of an image without one leaves out: noise, metal, markers. */
const ignoredShare = 0.005;
/** Values looked at to find that window. */
const maxSampledValues = 65_536;

/** Grey level from 0 to 255, not rounded, of a value (PS3.3 C.11.2.1.2 and C.11.2.1.3). */
export function greyOf(
  value: number,
  window: GrayscaleWindow,
  voiFunction: FrameDisplay["voiFunction"],
): number {
  const { center, width } = window;
  switch (voiFunction) {
    case "LINEAR":
      // A width of 1 is a threshold: the general formula would divide by zero.
      if (width <= 1) return value <= center - 0.5 ? 0 : maxGrey;
      return (
        clamped((value - (center - 0.5)) / (width - 1) + 0.5, 0, 1) * maxGrey
      );
    case "LINEAR_EXACT":
      return clamped((value - center) / width + 0.5, 0, 1) * maxGrey;
    case "SIGMOID":
      return maxGrey / (1 + Math.exp((-4 * (value - center)) / width));
  }
}

function clamped(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** A window over nearly all of the values. Values that are not finite do not count. */
export function windowOver(values: Float32Array): GrayscaleWindow {
  const stride = Math.max(1, Math.ceil(values.length / maxSampledValues));
  const sampled = values
    .filter((value, index) => index % stride === 0 && Number.isFinite(value))
    .sort();
  if (sampled.length === 0) return { center: 0.5, width: 1 };
  const last = sampled.length - 1;
  const low = sampled[Math.floor(last * ignoredShare)] ?? 0;
  const high = sampled[Math.ceil(last * (1 - ignoredShare))] ?? 0;
  // One more than the difference, so that LINEAR spreads low to 0 and high to 255.
  return { center: (low + high + 1) / 2, width: Math.max(1, high - low + 1) };
}
