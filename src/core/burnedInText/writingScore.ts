// Weighs the measures of a line: is it writing?
import type { LineFeatures } from "./lineFeatures.ts";

/**
 * The logarithm of the odds that a line is writing. The weights were fitted (logistic regression) to generated images of
 * another seed than the benchmark's.
 */
export function writingScore(features: LineFeatures): number {
  const letters = Math.min(3, Math.log(features.letters));
  const pieces = Math.min(2.5, Math.log(features.pieces));
  return (
    -10.6 -
    0.07 * letters +
    2.1 * pieces -
    5.46 * Math.abs(features.fill - 0.35) +
    2.6 * features.aligned +
    2.12 * features.bars +
    0.35 * Math.min(40, features.unevenness) +
    0.0192 * features.contrast +
    1.67 * Math.min(1.5, features.variety) +
    1.12 * Math.log(features.heightPx) -
    28.3 * (features.unevenness / features.contrast) +
    1.68 * features.aligned * letters -
    3.63 * features.bars ** 2
  );
}
