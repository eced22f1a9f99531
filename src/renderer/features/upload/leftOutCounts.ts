// Counts of left-out files, gathered as they are read.
import { leftOutWords } from "../../../shared/messages/leftOutWords.ts";
import type { LeftOutCount, LeftOutReason } from "../../../shared/snapshot.ts";

/** Reasons with the same title become one row, with the first one's details; most frequent first. */
export function gatherByTitle(counts: readonly LeftOutCount[]): readonly {
  readonly title: string;
  readonly count: number;
  readonly reason: LeftOutReason;
}[] {
  const rows = new Map<
    string,
    { readonly reason: LeftOutReason; count: number }
  >();
  for (const { reason, count } of counts) {
    const { title } = leftOutWords(reason);
    const row = rows.get(title);
    if (row === undefined) rows.set(title, { reason, count });
    else row.count += count;
  }
  return [...rows]
    .map(([title, row]) => ({ title, ...row }))
    .sort((one, other) => other.count - one.count);
}
