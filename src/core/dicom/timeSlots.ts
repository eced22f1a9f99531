// Which part of the heartbeat each frame of a gated tomogram shows (PS3.3 C.8.4.8, C.8.4.12): one file holds a volume for each.
import type { Tag } from "./dataSet.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";

/** The outer ones first. */
const vectors: readonly (readonly [Tag, string])[] = [
  [tags.RRIntervalVector, "beat interval"],
  [tags.TimeSlotVector, "time slot"],
];

/**
 * Words for each frame, such as "time slot 2"; null for everything but reconstructed slices in several time slots. A gated
 * image of one place is a film of the beating heart, and stays one.
 */
export function timeSlotsOf(
  header: HeaderReader,
  numberOfFrames: number,
): readonly string[] | null {
  if (numberOfFrames < 2) return null;
  const ofFrames = (tag: Tag): readonly number[] | null => {
    const numbers = header.numbers(tag);
    return numbers.length === numberOfFrames && new Set(numbers).size > 1
      ? numbers
      : null;
  };
  if (ofFrames(tags.SliceVector) === null) return null;
  const separating = vectors.flatMap(([tag, name]) => {
    const numbers = ofFrames(tag);
    return numbers === null ? [] : [{ name, numbers }];
  });
  if (separating.length === 0) return null;
  return Array.from({ length: numberOfFrames }, (_, frame) =>
    separating
      .map(({ name, numbers }) => `${name} ${numbers[frame] ?? 0}`)
      .join(", "),
  );
}
