// A piece of strokes that may be a letter or a word.
import type { Polarity } from "./strokeMap.ts";

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
