// Gathers the pixels of strokes into pieces the size of letters or short words.
import type { Stretches } from "./stretches.ts";
import type { Glyph } from "./glyph.ts";
import type { Polarity, StrokeMap } from "./strokeMap.ts";
import { StrokeRuns } from "./strokeRuns.ts";
import type { TextPlane } from "./textPlanes.ts";

/** Heights of letters, in pixels, that are looked for in one plane; larger ones are found in a smaller copy of it. */
const letterHeight = { least: 4, most: 28 };
/** Small letters run into one another: a piece may be a word. */
const mostWidthInHeights = 14;
/** A plane with more stretches of stroke than one in so many pixels is noise at that threshold. */
const pixelsPerRun = 20;

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
  // Where a higher threshold still has to look.
  let stretches: Stretches = map.stretches;
  return options.thresholds.map((threshold) => {
    const source = { plane, map: map[options.polarity], threshold };
    const runs = StrokeRuns.within(stretches, source, most);
    if (runs === null) return [];
    stretches = runs.stretches();
    return runs.gathered(options.polarity, isLetterSized);
  });
}

function isLetterSized(height: number, width: number, area: number): boolean {
  return (
    height >= letterHeight.least &&
    height <= letterHeight.most &&
    width <= mostWidthInHeights * height &&
    area >= 4
  );
}
