// Compares what DICOMDIRs name with what was found. Discs are copied by systems that change case, add or drop versions and dots, and move folders, so a file counts as missing only if nothing speaks for it.
import type { SourcePath } from "../model/fileSource.ts";
import { comparablePath, foldersAround } from "./comparablePath.ts";
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

/** Where a missing file should lie: beside its DICOMDIR, or below. */
export function missingFilePath({ directory, file }: MissingReference): string {
  const end = Math.max(
    directory.lastIndexOf("/"),
    directory.lastIndexOf("\\"),
    directory.lastIndexOf("!"),
  );
  return directory.slice(0, end + 1) + file;
}

/** Paths looked at between two turns. */
const stepsPerTurn = 2048;

/**
 * Files that are named and missing, each once, those of outer directories first. A file is there if it lies below the folder of
 * its DICOMDIR or a folder around that, or if its instance was read from anywhere.
 */
export async function missingReferences(
  directories: readonly FoundDirectory[],
  found: FoundFiles,
  nextTurn: () => Promise<void>,
): Promise<readonly MissingReference[]> {
  if (directories.length === 0) return [];
  let steps = 0;
  const paths = new Set<string>();
  for (const path of found.paths) {
    if (++steps % stepsPerTurn === 0) await nextTurn();
    paths.add(comparablePath(path));
  }
  const uids = new Set(found.sopInstanceUIDs);
  const told = new ToldReferences();
  const missing: MissingReference[] = [];
  for (const { path, folders, references } of outerFirst(directories))
    for (const { fileID, sopInstanceUID } of references) {
      if (++steps % stepsPerTurn === 0) await nextTurn();
      const file = comparablePath(fileID.join("/"));
      const isThere =
        (sopInstanceUID !== "" && uids.has(sopInstanceUID)) ||
        folders.some((folder) => paths.has(folder + file));
      if (isThere || !told.isNew(folders, file, sopInstanceUID)) continue;
      missing.push({ directory: path, file: fileID.join("/") });
    }
  return missing;
}

function outerFirst(directories: readonly FoundDirectory[]) {
  return directories
    .map((directory) => ({
      ...directory,
      folders: foldersAround(comparablePath(directory.path)),
    }))
    .sort((a, b) => a.folders.length - b.folders.length);
}

/** Longest file ID whose ends are looked at; the standard has eight parts (PS3.10 8.2). */
const maxParts = 16;

/**
 * References that were told. Discs have several directories of the same files: some copy the DICOMDIR into folders, some
 * have one in each folder that names the files from there.
 */
class ToldReferences {
  readonly #uids = new Set<string>();
  /** Folder of a directory with the file ID. */
  readonly #files = new Set<string>();
  /** SOP Instance UID by folder of a directory and the end of a file ID. */
  readonly #ends = new Map<string, string>();

  /** False if this directory, or one around it, named the same file before. `folders` are those around the directory. */
  isNew(
    [own = "", ...outer]: readonly string[],
    file: string,
    sopInstanceUID: string,
  ): boolean {
    const isKnown =
      this.#uids.has(sopInstanceUID) ||
      this.#files.has(own + file) ||
      outer.some((folder) => {
        const uid = this.#ends.get(endKey(folder, file));
        return uid !== undefined && (uid === "" || sopInstanceUID === "");
      });
    if (isKnown) return false;
    if (sopInstanceUID !== "") this.#uids.add(sopInstanceUID);
    this.#files.add(own + file);
    const parts = file.split("/");
    const count = Math.min(parts.length, maxParts);
    for (let start = 0; start < count; start++) {
      const key = endKey(own, parts.slice(start).join("/"));
      if (!this.#ends.has(key)) this.#ends.set(key, sopInstanceUID);
    }
    return true;
  }
}

function endKey(folder: string, file: string): string {
  return `${folder}\0${file}`;
}
