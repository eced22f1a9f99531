// Names of files in archives: what the user reads, and which names are refused because they lead out of the archive.
import type { EntryPath } from "../model/brands.ts";
import type { SourcePath } from "../model/fileSource.ts";

/**
 * A name as an archive gives it, as a path of forward slashes; null if it leads out of the archive: absolute, with a drive
 * letter, with `..`, or with a NUL. Backslashes are separators, since Windows tools write them.
 */
export function innerPathOf(name: string): string | null {
  const path = name.replaceAll("\\", "/");
  if (path.includes("\0") || path.startsWith("/") || /^[a-z]:/i.test(path))
    return null;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? null : parts.join("/");
}

/** The path of an entry: what people and the command line's output call it. */
export function entryPathOf(archive: SourcePath, innerPath: string): EntryPath {
  return `${archive}!${innerPath}` as EntryPath;
}

/** A refused name made harmless, for showing which file was refused. */
export function shownName(name: string): string {
  return name.replaceAll("\0", "\uFFFD").replaceAll("\\", "/");
}
