// The quick pass: finds lines in a frame that look like writing, without reading them.
import type { PixelBox } from "../../shared/mask.ts";
import { glyphLayers } from "./glyphs.ts";
import { lineFeatures } from "./lineFeatures.ts";
import { writingScore } from "./writingScore.ts";
import { strokeMapOf, type Polarity } from "./strokeMap.ts";
import { glyphLines, type GlyphLine } from "./textLines.ts";
import type { TextPlane } from "./textPlanes.ts";

/** A line that looks like writing. */
export interface TextLine {
  /** In pixels of the stored image. */
  readonly box: PixelBox;
  /** How much it looks like writing: the logarithm of the odds. */
  readonly score: number;
  readonly polarity: Polarity;
  /** Which plane of `textPlanesOf` shows it best. */
  readonly plane: number;
  /** Value of its strokes in that plane, and how far they stand out. */
  readonly level: number;
  readonly contrast: number;
  /** Letters that fit into it at its height. */
  readonly letters: number;
  /** Height of its letters, in pixels of the stored image. */
  readonly letterHeight: number;
}

/** Contrasts, in levels, at which letters are told from their ground: faint ones on calm ground first. */
const thresholds = [24, 48, 96];
/** Thick letters are found in a copy of half the size. */
const scales = [1, 2] as const;
/** Lines of an image's planes that look like writing by at least `leastScore`, the likeliest first; none lies mostly inside another. */
export function findTextLines(
  planes: readonly TextPlane[],
  leastScore: number,
): readonly TextLine[] {
  const lines = planes
    .flatMap((plane, index) => linesOfPlane(plane, index))
    .filter(({ score }) => score >= leastScore);
  return withoutDoubles(lines.sort((a, b) => b.score - a.score));
}

function linesOfPlane(whole: TextPlane, plane: number): TextLine[] {
  return scales.flatMap((scale) => {
    const scaled = scale === 1 ? whole : halved(whole);
    const map = strokeMapOf(scaled, thresholds[0] ?? 1);
    return (["bright", "dark"] as const).flatMap((polarity) =>
      glyphLayers(map, scaled, { polarity, thresholds })
        .flatMap((glyphs) => glyphLines(glyphs))
        .flatMap((line) => {
          return scoredLine(line, { scale, plane });
        }),
    );
  });
}

function scoredLine(
  line: GlyphLine,
  { scale, plane }: { readonly scale: number; readonly plane: number },
): TextLine[] {
  const features = lineFeatures(line);
  if (features.letters < 2 || features.isRuler) return [];
  const { left, top, width, height } = line.box;
  return [
    {
      box: {
        left: left * scale,
        top: top * scale,
        width: width * scale,
        height: height * scale,
      },
      score: writingScore(features),
      polarity: line.polarity,
      plane,
      level: line.level,
      contrast: line.contrast,
      letters: features.letters,
      letterHeight: features.heightPx * scale,
    },
  ];
}

/** Every two by two pixels as one. */
export function halved({ columns, rows, values }: TextPlane): TextPlane {
  const half = { columns: columns >> 1, rows: rows >> 1 };
  const result = new Uint8Array(half.columns * half.rows);
  for (let y = 0; y < half.rows; y += 1) {
    let from = 2 * y * columns;
    const end = (y + 1) * half.columns;
    for (let at = y * half.columns; at < end; at += 1, from += 2)
      result[at] =
        ((values[from] ?? 0) +
          (values[from + 1] ?? 0) +
          (values[from + columns] ?? 0) +
          (values[from + columns + 1] ?? 0) +
          2) >>
        2;
  }
  return { ...half, values: result };
}

/** Each line, unless most of it lies in one with a higher score. */
function withoutDoubles(lines: readonly TextLine[]): TextLine[] {
  const kept: TextLine[] = [];
  for (const line of lines)
    if (!kept.some((other) => sharedPart(line.box, other.box) > 0.6))
      kept.push(line);
  return kept;
}

/** The part of `box` that lies in `other`. */
function sharedPart(box: PixelBox, other: PixelBox): number {
  const width =
    Math.min(box.left + box.width, other.left + other.width) -
    Math.max(box.left, other.left);
  const height =
    Math.min(box.top + box.height, other.top + other.height) -
    Math.max(box.top, other.top);
  return (Math.max(0, width) * Math.max(0, height)) / (box.width * box.height);
}
