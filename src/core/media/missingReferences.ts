// Compares what DICOMDIRs name with what was found. Discs are copied by systems that change case, add or drop versions and dots, and move folders, so a file counts as missing only if nothing speaks for it.
import type { SourcePath } from "../model/fileSource.ts";
import type { DirectoryReference } from "./dicomDirectory.ts";

/** A DICOMDIR that was read. */
export interface FoundDirectory {
  readonly path: SourcePath;
  readonly references: readonly DirectoryReference[];
}

/** A file that a DICOMDIR names and that is not there. */
export interface MissingReference {
  /** Path of the DICOMDIR. */
  readonly directory: SourcePath;
  /** As the DICOMDIR has it, with forward slashes. */
  readonly file: string;
}

/** Everything the walk met, and every instance that was read. */
export interface FoundFiles {
  readonly paths: Iterable<SourcePath>;
  readonly sopInstanceUIDs: Iterable<string>;
}

/**
 * Files that are named and missing, in the order of the directories, each once. A file is there if it lies below the
 * folder of its DICOMDIR or a folder around that, or if its instance was read from anywhere.
 */
export function missingReferences(
  directories: readonly FoundDirectory[],
  found: FoundFiles,
): readonly MissingReference[] {
  if (directories.length === 0) return [];
  const paths = new Set<string>();
  for (const path of found.paths) paths.add(comparablePath(path));
  const uids = new Set(found.sopInstanceUIDs);
  const missing = new Map<string, MissingReference>();
  const missingUIDs = new Set<string>();
  for (const { path, references } of directories) {
    const folders = foldersAround(comparablePath(path));
    for (const { fileID, sopInstanceUID } of references) {
      const file = comparablePath(fileID.join("/"));
      const isThere =
        (sopInstanceUID !== "" && uids.has(sopInstanceUID)) ||
        folders.some((folder) => paths.has(folder + file));
      const key = (folders[0] ?? "") + file;
      // Discs have several directories of the same files; some copy the DICOMDIR into folders.
      if (isThere || missing.has(key) || missingUIDs.has(sopInstanceUID))
        continue;
      missing.set(key, { directory: path, file: fileID.join("/") });
      if (sopInstanceUID !== "") missingUIDs.add(sopInstanceUID);
    }
  }
  return [...missing.values()];
}

/** Without what file systems of discs change: case, ISO 9660 versions (`;1`) and the dot after a name without extension. */
function comparablePath(path: string): string {
  return path
    .replaceAll("\\", "/")
    .toLowerCase()
    .split("/")
    .map((part) => part.replace(/;\d+$/, "").replace(/\.$/, "") || part)
    .join("/");
}

/** The folder a file lies in, then those around it, each with its separator. An archive is a folder too. */
function foldersAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.length - 1; end >= 0; end--)
    if (path[end] === "/" || path[end] === "!")
      folders.push(path.slice(0, end + 1));
  return folders;
}
