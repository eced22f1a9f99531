// Window and level: presets, and what dragging does.
import type { DisplayWindow } from "./imageSource.ts";

interface WindowPreset extends DisplayWindow {
  readonly name: string;
}

/** Usual CT windows in Hounsfield units. */
const ctPresets: readonly WindowPreset[] = [
  { name: "Soft tissue", center: 40, width: 400 },
  { name: "Lung", center: -600, width: 1500 },
  { name: "Bone", center: 480, width: 2500 },
  { name: "Brain", center: 40, width: 80 },
];

/** Presets that make sense for a DICOM modality: only CT numbers have a meaning of their own. */
export function presetsFor(modality: string): readonly WindowPreset[] {
  return modality === "CT" ? ctPresets : [];
}

/**
 * The window after a drag of `dx`, `dy` pixels since it began: right widens, down brightens, as in reading stations.
 * A drag across `sidePixels` doubles or halves the width at least, so that wide and narrow windows feel alike.
 */
export function dragWindow(
  start: DisplayWindow,
  drag: {
    readonly dx: number;
    readonly dy: number;
    readonly sidePixels: number;
  },
): DisplayWindow {
  const side = Math.max(100, drag.sidePixels);
  const width = start.width * 2 ** ((2 * drag.dx) / side);
  const center = start.center - (start.width * drag.dy) / side;
  return {
    center: roundTo(center, start.width),
    width: Math.max(start.width < 10 ? 0.01 : 1, roundTo(width, start.width)),
  };
}

/** True for windows that show the same. */
export function isSameWindow(
  one: DisplayWindow | null,
  other: DisplayWindow | null,
): boolean {
  return one?.center === other?.center && one?.width === other?.width;
}

/** Whole numbers, except for images whose values are fractions. */
function roundTo(value: number, scale: number): number {
  const factor = scale < 10 ? 100 : 1;
  return Math.round(value * factor) / factor;
}
