// Cuts a line out of a plane and makes of it what a reader of characters knows best: dark, large letters on white.
import type { LineImage } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
import { aboveLocalGround } from "./localGround.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Height of letters, in pixels, that is read best. */
const wantedLetterHeight = 30;
const mostEnlargement = 6;
const mostColumns = 4000;
/** White around the line, in pixels of the result. */
const margin = 12;

/** How a line is shown to the reader. */
export interface LineRendering {
  /** Size relative to the one that is read best. */
  readonly enlargement: number;
  /** Blurs by about the width of a stroke. */
  readonly isSmoothed: boolean;
  /** Takes away what lies behind the letters: on anatomy, their ground is not the same everywhere. */
  readonly isLevelled: boolean;
  /** Room shown to each side, in heights of letters; default 1. */
  readonly reach?: number;
}

/** Whole pixels of a plane. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The letters of a line with their surroundings, and how dark each value is painted. */
interface Ink {
  readonly plane: TextPlane;
  readonly darknessOf: (value: number) => number;
}

/** Strokes are thinner than twice this part of their letters' height. */
const strokeReach = 0.3;

/** The line as an image to read. */
export function lineImage(
  line: TextLine,
  plane: TextPlane,
  { enlargement, isSmoothed, isLevelled, reach = 1 }: LineRendering,
): LineImage {
  const area = surroundings(line, plane, reach);
  const scale = Math.min(
    mostEnlargement,
    mostColumns / area.width,
    (enlargement * wantedLetterHeight) / line.letterHeight,
  );
  const columns = Math.max(1, Math.round(area.width * scale)) + 2 * margin;
  const rows = Math.max(1, Math.round(area.height * scale)) + 2 * margin;
  const values = new Uint8Array(columns * rows).fill(255);
  const cut = cutOut(plane, area);
  const ink = isLevelled ? levelledInk(line, cut) : plainInk(line, cut);
  for (let y = margin; y < rows - margin; y += 1)
    for (let x = margin; x < columns - margin; x += 1) {
      const value = between(
        ink.plane,
        (x - margin + 0.5) / scale - 0.5,
        (y - margin + 0.5) / scale - 0.5,
      );
      values[y * columns + x] = 255 - ink.darknessOf(value);
    }
  return isSmoothed
    ? smoothed({ columns, rows, values })
    : { columns, rows, values };
}

/** Averages over five by five pixels, rows first. */
function smoothed({ columns, rows, values }: LineImage): LineImage {
  const across = averagedAlong(values, 1);
  return { columns, rows, values: averagedAlong(across, columns) };
}

function averagedAlong(values: Uint8Array, step: number): Uint8Array {
  return values.map((value, at) => {
    let sum = value;
    for (const distance of [-2, -1, 1, 2])
      sum += values[at + distance * step] ?? 255;
    return sum / 5;
  });
}

/** The line's box with room for what the quick pass may have cut off: a first letter, a dot, a tail. */
function surroundings(
  { box, letterHeight }: TextLine,
  plane: TextPlane,
  reach: number,
): Area {
  const [aside, above] = [
    reach * letterHeight,
    Math.max(2, 0.35 * letterHeight),
  ];
  const left = Math.max(0, Math.floor(box.left - aside));
  const top = Math.max(0, Math.floor(box.top - above));
  const right = Math.min(
    plane.columns,
    Math.ceil(box.left + box.width + aside),
  );
  const bottom = Math.min(plane.rows, Math.ceil(box.top + box.height + above));
  return { left, top, width: right - left, height: bottom - top };
}

/** A place of a plane as a plane of its own. */
export function cutOut(
  { columns, values }: TextPlane,
  { left, top, width, height }: Area,
): TextPlane {
  const cut = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (top + y) * columns + left;
    cut.set(values.subarray(from, from + width), y * width);
  }
  return { columns: width, rows: height, values: cut };
}

/** Strokes black, their ground white, nothing else in between kept. */
function plainInk(
  { level, contrast, polarity }: TextLine,
  plane: TextPlane,
): Ink {
  const sign = polarity === "bright" ? 1 : -1;
  const ground = level - sign * contrast;
  return {
    plane,
    darknessOf: (value) =>
      Math.min(255, Math.max(0, (255 * sign * (value - ground)) / contrast)),
  };
}

/** The same where the ground is whatever lies around each stroke. */
function levelledInk(
  { contrast, polarity, letterHeight }: TextLine,
  plane: TextPlane,
): Ink {
  const radius = Math.max(2, Math.ceil(strokeReach * letterHeight));
  return {
    plane: aboveLocalGround(plane, { radius, isDark: polarity === "dark" }),
    darknessOf: (value) => Math.min(255, (255 * value) / contrast),
  };
}

/** The plane between its pixels, by its four neighbours. */
function between(plane: TextPlane, x: number, y: number): number {
  const { columns, rows, values } = plane;
  const left = Math.min(columns - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(rows - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(columns - 1, left + 1);
  const bottom = Math.min(rows - 1, top + 1);
  const [u, v] = [
    Math.min(1, Math.max(0, x - left)),
    Math.min(1, Math.max(0, y - top)),
  ];
  const upper =
    (values[top * columns + left] ?? 0) * (1 - u) +
    (values[top * columns + right] ?? 0) * u;
  const lower =
    (values[bottom * columns + left] ?? 0) * (1 - u) +
    (values[bottom * columns + right] ?? 0) * u;
  return upper * (1 - v) + lower * v;
}
