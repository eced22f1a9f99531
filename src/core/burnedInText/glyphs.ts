// Gathers the pixels of strokes into pieces the size of letters or short words.
import type { Polarity, StrokeMap, Stretch } from "./strokeMap.ts";
import { StrokeRuns } from "./strokeRuns.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Strokes that touch each other. Boxes include their last row and column. */
export interface Glyph {
  readonly polarity: Polarity;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Pixels. */
  readonly area: number;
  /** Stretches of pixels, over all rows: the more, the more a row alternates between stroke and ground. */
  readonly runs: number;
  /** Mean value of the plane on the stroke. */
  readonly level: number;
  /** Mean of the stroke map. */
  readonly contrast: number;
}

/** Heights of letters, in pixels, that are looked for in one plane; larger ones are found in a smaller copy of it. */
const letterHeight = { least: 4, most: 28 };
/** Small letters run into one another: a piece may be a word. */
const mostWidthInHeights = 14;
/** A plane with more stretches of stroke than one in so many pixels is noise at that threshold. */
const pixelsPerRun = 20;

/** Pieces at one threshold, and the stretches they are made of. */
interface GlyphLayer {
  readonly glyphs: readonly Glyph[];
  /** Where a higher threshold still has to look. */
  readonly stretches: readonly Stretch[];
}

/** Pieces of strokes of letter or word size, for each threshold in rising order. */
export function glyphLayers(
  map: StrokeMap,
  plane: TextPlane,
  options: {
    readonly polarity: Polarity;
    readonly thresholds: readonly number[];
  },
): readonly (readonly Glyph[])[] {
  const most = Math.max(1000, plane.values.length / pixelsPerRun);
  let { stretches } = map;
  return options.thresholds.map((threshold) => {
    const layer = layerAt(threshold);
    if (layer === null) return [];
    ({ stretches } = layer);
    return layer.glyphs;
  });

  function layerAt(threshold: number): GlyphLayer | null {
    const runs = new StrokeRuns(most);
    const strokes = { plane, map: map[options.polarity], threshold };
    let [row, above, start] = [-2, 0, 0];
    for (const stretch of stretches) {
      if (stretch.y !== row) {
        runs.link(above, start);
        above = stretch.y === row + 1 ? start : runs.count;
        start = runs.count;
        row = stretch.y;
      }
      if (!runs.addFrom(stretch, strokes)) return null;
    }
    runs.link(above, start);
    return {
      glyphs: runs.gathered(options.polarity).filter(isLetterSized),
      stretches: runs.stretches(),
    };
  }
}

function isLetterSized(glyph: Glyph): boolean {
  const height = glyph.bottom - glyph.top + 1;
  const width = glyph.right - glyph.left + 1;
  return (
    height >= letterHeight.least &&
    height <= letterHeight.most &&
    width <= mostWidthInHeights * height &&
    glyph.area >= 4
  );
}
