// Which passwords are tried on a locked archive.
import type { SourcePath } from "../model/fileSource.ts";
import type { ArchivePassword } from "../ports/scanner.ts";

/** Its own first, newest first, then those meant for any; then those of other archives, since one export often has one password. */
export function passwordsFor(
  archive: SourcePath,
  given: readonly ArchivePassword[],
): readonly string[] {
  const newestFirst = [...given].reverse();
  const own = newestFirst.filter((each) => each.archive === archive);
  const general = newestFirst.filter((each) => each.archive === null);
  const ordered = [...own, ...general, ...newestFirst];
  return [...new Set(ordered.map(({ password }) => password))];
}
