// Parts of a text of which none overlaps another, so that each can be marked.
import type { TypedPart } from "./patternRule.ts";

/** All of `first`, and of the others those that touch none before them, longer ones first: an address says more than the number in it. In the order of the text. */
export function withoutOverlaps(
  others: readonly TypedPart[],
  first: readonly TypedPart[] = [],
): readonly TypedPart[] {
  const kept = [...first];
  const longestFirst = [...others].sort(
    (a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start,
  );
  for (const part of longestFirst)
    if (!kept.some(({ start, end }) => part.start < end && start < part.end))
      kept.push(part);
  return kept.sort((a, b) => a.start - b.start);
}
