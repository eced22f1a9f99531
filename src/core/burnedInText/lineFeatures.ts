// Measures of a line that tell writing from noise, rulers, grids and curves.
import { median } from "./median.ts";
import type { Glyph } from "./glyph.ts";
import { heightOf, widthOf, type GlyphLine } from "./textLines.ts";

/** All without unit; names say what grows. */
export interface LineFeatures {
  /** Letters it would hold at its height. */
  readonly letters: number;
  readonly pieces: number;
  /** Stretches of stroke per row and height: writing alternates about once a letter. */
  readonly alternation: number;
  /** Part of the box that is stroke. */
  readonly fill: number;
  /** Part of the pieces that stand on a common base line. */
  readonly aligned: number;
  /** Part of the pieces that are but upright bars. */
  readonly bars: number;
  /** Deviation of the pieces' brightness, in levels. */
  readonly unevenness: number;
  /** Mean contrast, in levels. */
  readonly contrast: number;
  /** Deviation of the pieces' widths relative to their mean. */
  readonly variety: number;
  readonly heightPx: number;
  /** True for bars at equal distances, as on a ruler: print has no such letters. */
  readonly isRuler: boolean;
}

export function lineFeatures({
  glyphs,
  box,
  contrast,
}: GlyphLine): LineFeatures {
  const height = median(glyphs.map(heightOf));
  const bottom = median(glyphs.map((glyph) => glyph.bottom));
  const top = median(glyphs.map((glyph) => glyph.top));
  const tolerance = Math.max(1, 0.15 * height);
  const widths = glyphs.map(widthOf);
  const width = widths.reduce((sum, value) => sum + value, 0);
  const runs = glyphs.reduce((sum, glyph) => sum + glyph.runs, 0);
  const area = glyphs.reduce((sum, glyph) => sum + glyph.area, 0);
  const count = glyphs.length;
  const part = (isOne: (glyph: Glyph) => boolean) =>
    glyphs.filter(isOne).length / count;
  const bars = part(isBar);
  return {
    letters: glyphs.reduce(
      (sum, glyph) =>
        sum + Math.max(1, Math.round(widthOf(glyph) / (0.65 * height))),
      0,
    ),
    pieces: count,
    alternation: runs / Math.max(1, width),
    fill: area / (box.width * box.height),
    aligned: part(
      (glyph) =>
        Math.abs(glyph.bottom - bottom) <= tolerance ||
        Math.abs(glyph.top - top) <= tolerance,
    ),
    bars,
    unevenness: deviation(glyphs.map((glyph) => glyph.level)),
    contrast,
    variety: deviation(widths) / Math.max(1, width / count),
    heightPx: height,
    isRuler: count >= 5 && bars >= 0.9 && isRegular(glyphs),
  };
}

function isBar(glyph: Glyph): boolean {
  return widthOf(glyph) <= Math.max(2, 0.3 * heightOf(glyph));
}

function isRegular(glyphs: readonly Glyph[]): boolean {
  const steps = glyphs
    .slice(1)
    .map((glyph, index) => glyph.left - (glyphs[index]?.left ?? 0));
  const middle = median(steps);
  return steps.every((step) => Math.abs(step - middle) <= 1);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}
