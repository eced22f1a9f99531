// The window of a whole stack, where its slices carry windows of their own (contract section 10, point 9).
//
// Scanners choose a window for each slice, and those of the end slices, which show little, mislead. A reader who scrolls
// also sees the brightness jump. So every slice gets the window of the middle one; if all agree, nothing is changed.
import type { StackImage } from "../model/stack.ts";
import { shortDecimal } from "./numberStrings.ts";

/** A window as decimal strings of at most 16 characters, in units after rescale. */
export interface StackWindow {
  readonly center: string;
  readonly width: string;
}

/**
 * The window for all images of a stack, given those that will be sent in display order. Null where each keeps its own:
 * they agree, the middle one has none, or some image is no slice, since views that stand alone need their own windows.
 */
export function stackWindow(images: readonly StackImage[]): StackWindow | null {
  const middle = images[Math.floor(images.length / 2)];
  if (middle === undefined || !images.every(isSlice)) return null;
  const shown = windowOf(middle);
  if (shown === null) return null;
  const areAlike = images.every((image) => {
    const own = windowOf(image);
    return own?.center === shown.center && own.width === shown.width;
  });
  if (areAlike) return null;
  const center = shortDecimal(shown.center);
  const width = shortDecimal(shown.width);
  return center === null || width === null ? null : { center, width };
}

interface Window {
  readonly center: number;
  readonly width: number;
}

function windowOf({ instance, frame }: StackImage): Window | null {
  const { windowCenter, windowWidth, frames } = instance.header;
  const index = (frame ?? 1) - 1;
  const center = frames?.windowCenter?.[index] ?? windowCenter;
  const width = frames?.windowWidth?.[index] ?? windowWidth;
  return center === null || width === null || width < 1
    ? null
    : { center, width };
}

function isSlice({ instance, frame }: StackImage): boolean {
  const { imagePositionPatient, frames } = instance.header;
  const ofFrames = frames?.imagePositionPatient ?? null;
  const position =
    ofFrames === null
      ? imagePositionPatient
      : (ofFrames[(frame ?? 1) - 1] ?? null);
  return position !== null;
}
