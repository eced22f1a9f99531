// Searching and counting files that were left out.
import { leftOutWords } from "../../../shared/messages/leftOutWords.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
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

/** How many of the files were left out and how many not found. */
export function countsText(files: readonly LeftOutFile[]): string {
  const notFound = files.filter(({ reason }) => reason.kind === "notFound");
  const leftOut = files.length - notFound.length;
  if (notFound.length === 0) return countOf(leftOut, "file");
  return leftOut === 0
    ? `${countOf(notFound.length, "file")} not found`
    : `${countOf(leftOut, "file")} left out, ${formatCount(notFound.length)} not found`;
}
