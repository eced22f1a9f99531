// Joins letter-sized pieces that stand side by side into lines, and measures how much each line is like writing.
import type { PixelBox } from "../../shared/mask.ts";
import type { Glyph } from "./glyph.ts";
import type { Polarity } from "./strokeMap.ts";

/** Pieces side by side, of about the same height and brightness. */
export interface GlyphLine {
  readonly polarity: Polarity;
  readonly box: PixelBox;
  /** Mean value of the plane on its strokes. */
  readonly level: number;
  /** Mean contrast of its strokes. */
  readonly contrast: number;
  readonly glyphs: readonly Glyph[];
}

/** Pixels of a cell of the table in which neighbours are looked up. */
const bandHeight = 16;

/** Lines of at least two pieces, or of one that is as wide as a word. */
export function glyphLines(glyphs: readonly Glyph[]): readonly GlyphLine[] {
  const bands = new Map<number, Glyph[]>();
  const sorted = [...glyphs].sort((a, b) => a.left - b.left);
  for (const glyph of sorted) {
    const band = Math.floor(middleOf(glyph) / bandHeight);
    const others = bands.get(band);
    if (others === undefined) bands.set(band, [glyph]);
    else others.push(glyph);
  }
  const lineOf = new Map<Glyph, Glyph[]>();
  for (const glyph of sorted) lineOf.set(glyph, [glyph]);
  for (const [band, members] of bands)
    for (const glyph of members)
      for (const other of [band - 1, band, band + 1]) {
        const next = nextTo(glyph, bands.get(other) ?? []);
        if (next !== null) join(lineOf, glyph, next);
      }
  return [...new Set(lineOf.values())]
    .filter((line) => line.length > 1 || line.some(isWord))
    .map(lineFrom);
}

function isWord(glyph: Glyph): boolean {
  return widthOf(glyph) >= 1.6 * heightOf(glyph);
}

export function widthOf({ left, right }: Glyph): number {
  return right - left + 1;
}

export function heightOf({ top, bottom }: Glyph): number {
  return bottom - top + 1;
}

function middleOf({ top, bottom }: Glyph): number {
  return (top + bottom) / 2;
}

/** The nearest piece to the right that can belong to the same line. */
function nextTo(glyph: Glyph, candidates: readonly Glyph[]): Glyph | null {
  const reach = 2 * Math.max(heightOf(glyph), 6);
  let [low, high] = [0, candidates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((candidates[middle]?.left ?? 0) <= glyph.left) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < candidates.length; index += 1) {
    const other = candidates[index];
    if (other === undefined || other.left > glyph.right + reach) return null;
    if (isAlike(glyph, other)) return other;
  }
  return null;
}

function isAlike(a: Glyph, b: Glyph): boolean {
  const [heightA, heightB] = [heightOf(a), heightOf(b)];
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + 1;
  return (
    shared >= 0.6 * Math.min(heightA, heightB) &&
    Math.max(heightA, heightB) <= 2.1 * Math.min(heightA, heightB) &&
    Math.abs(a.level - b.level) <= 48
  );
}

function join(lineOf: Map<Glyph, Glyph[]>, a: Glyph, b: Glyph): void {
  const [lineA, lineB] = [lineOf.get(a) ?? [a], lineOf.get(b) ?? [b]];
  if (lineA === lineB) return;
  const [longer, shorter] =
    lineA.length >= lineB.length ? [lineA, lineB] : [lineB, lineA];
  for (const glyph of shorter) {
    longer.push(glyph);
    lineOf.set(glyph, longer);
  }
}

function lineFrom(glyphs: readonly Glyph[]): GlyphLine {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let [area, levels, contrasts] = [0, 0, 0];
  for (const glyph of glyphs) {
    left = Math.min(left, glyph.left);
    top = Math.min(top, glyph.top);
    right = Math.max(right, glyph.right);
    bottom = Math.max(bottom, glyph.bottom);
    area += glyph.area;
    levels += glyph.level * glyph.area;
    contrasts += glyph.contrast * glyph.area;
  }
  return {
    polarity: glyphs[0]?.polarity ?? "bright",
    box: { left, top, width: right - left + 1, height: bottom - top + 1 },
    level: levels / area,
    contrast: contrasts / area,
    glyphs: [...glyphs].sort((a, b) => a.left - b.left),
  };
}
