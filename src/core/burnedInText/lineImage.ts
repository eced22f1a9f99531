// Cuts a line out of a plane and makes of it what a reader of characters knows best: dark, large letters on white.
import type { LineImage } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
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
}

/** The line as an image to read. */
export function lineImage(
  line: TextLine,
  plane: TextPlane,
  { enlargement, isSmoothed }: LineRendering,
): LineImage {
  const area = surroundings(line, plane);
  const scale = Math.min(
    mostEnlargement,
    mostColumns / area.width,
    (enlargement * wantedLetterHeight) / line.letterHeight,
  );
  const columns = Math.max(1, Math.round(area.width * scale)) + 2 * margin;
  const rows = Math.max(1, Math.round(area.height * scale)) + 2 * margin;
  const values = new Uint8Array(columns * rows).fill(255);
  const ink = inkOf(line);
  for (let y = margin; y < rows - margin; y += 1)
    for (let x = margin; x < columns - margin; x += 1) {
      const value = between(
        plane,
        area.left + (x - margin + 0.5) / scale - 0.5,
        area.top + (y - margin + 0.5) / scale - 0.5,
      );
      values[y * columns + x] = 255 - ink(value);
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
): { left: number; top: number; width: number; height: number } {
  const [aside, above] = [letterHeight, Math.max(2, 0.35 * letterHeight)];
  const left = Math.max(0, Math.floor(box.left - aside));
  const top = Math.max(0, Math.floor(box.top - above));
  const right = Math.min(plane.columns, box.left + box.width + aside);
  const bottom = Math.min(plane.rows, box.top + box.height + above);
  return { left, top, width: right - left, height: bottom - top };
}

/** From the value of a pixel to how dark it is painted: strokes black, their ground white, nothing else in between kept. */
function inkOf({
  level,
  contrast,
  polarity,
}: TextLine): (value: number) => number {
  const sign = polarity === "bright" ? 1 : -1;
  const ground = level - sign * contrast;
  return (value) =>
    Math.min(255, Math.max(0, (255 * sign * (value - ground)) / contrast));
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
