// Searching and counting files that were left out.
import { leftOutWords } from "../../../shared/messages/leftOutWords.ts";
import type { LeftOutFile } from "../../../shared/snapshot.ts";

/** Reasons by their title, most frequent first. */
export function reasonsOf(
  files: readonly LeftOutFile[],
): readonly { readonly title: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const { title } = leftOutWords(file.reason);
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts]
    .map(([title, count]) => ({ title, count }))
    .sort(
      (one, other) =>
        other.count - one.count || one.title.localeCompare(other.title),
    );
}

/** Files whose name contains the text, whatever its case, and whose reason has the title; empty means any. */
export function filterLeftOut(
  files: readonly LeftOutFile[],
  wanted: { readonly searched: string; readonly reason: string },
): readonly LeftOutFile[] {
  const text = wanted.searched.trim().toLowerCase();
  if (text === "" && wanted.reason === "") return files;
  return files.filter(
    (file) =>
      file.name.toLowerCase().includes(text) &&
      (wanted.reason === "" ||
        leftOutWords(file.reason).title === wanted.reason),
  );
}
