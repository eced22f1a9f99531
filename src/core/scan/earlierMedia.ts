// Another medium at the path of an earlier one, as the next disc in the same drive.
//
// Invariants:
// 1. What was copied of the earlier medium stays in every case that has it, beside the files of the other one.
// 2. A case reads the other medium only where the path was added to it again: nobody's images get into it by themselves.
import type { LocalPath } from "../model/brands.ts";
import type { PlainFile } from "../model/fileSource.ts";
import {
  folderStoodFor,
  isDirectory,
  type StagedCopies,
} from "./stagedCopies.ts";

/** What can be learned of a medium without reading it. */
export interface MediumLook {
  /** Null where there is no such file; "unknown" where the medium does not tell. */
  readonly fileAt: (
    path: LocalPath,
  ) => Promise<
    Pick<PlainFile, "sizeBytes" | "modifiedAtMs"> | null | "unknown"
  >;
  /** True if this file begins with the bytes of its copy; null if either cannot be read. Reads up to 1 MiB of each. */
  readonly beginsAsCopied: (file: PlainFile) => Promise<boolean | null>;
  /** True if something is in this folder. */
  readonly hasEntries: (folder: string) => Promise<boolean>;
  /** The path of a file below a folder. */
  readonly pathBelow: (folder: string, below: string) => LocalPath;
}

/** A case whose roots are to be read. */
export interface ReadingCase {
  /** Copies it has files of; null: all that were made are its own. */
  readonly held: ReadonlySet<LocalPath> | null;
  /** Roots that were added to it now; null: all. */
  readonly added: ReadonlySet<string> | null;
}

/** What is to be read for a case. */
export interface RootsToRead {
  /** Roots to list. */
  readonly roots: readonly string[];
  /** Files of earlier media at these roots. */
  readonly earlier: readonly PlainFile[];
}

/** Sets aside what was copied of media that others took the place of, and tells what is to be read for a case. */
export async function rootsToRead(
  roots: readonly string[],
  reading: ReadingCase,
  copies: StagedCopies,
  look: MediumLook,
): Promise<RootsToRead> {
  const { added } = reading;
  const isHeld = ({ copy }: PlainFile) =>
    copy !== undefined && isHeldBy(reading, copy);
  for (const root of roots) {
    const folder = folderStoodFor(root);
    if (await isOtherMedium(folder, copies.current(folder), look))
      copies.setAside(folder, look.pathBelow);
  }
  const earlier = new Map<LocalPath, PlainFile>();
  const toList = roots.filter((root) => {
    const folder = folderStoodFor(root);
    const own = copies.earlier(folder).filter(isHeld);
    for (const file of own) earlier.set(file.path, file);
    const isAdded = added === null || added.has(root);
    return isAdded || own.length === 0 || copies.current(folder).some(isHeld);
  });
  return { roots: toList, earlier: [...earlier.values()] };
}

/** True if the case has files of this copy. */
export function isHeldBy({ held }: ReadingCase, copy: LocalPath): boolean {
  return held === null || held.has(copy);
}

/** Files that are looked at, at most: an optical drive seeks for each. */
const mostLooks = 16;

/**
 * By its DICOMDIR, which no two discs have in common; without one by most of some files: a few may have been changed or deleted.
 * Size and time may be those of another disc, from a burner that gives all files one time: the first bytes are not. What
 * the medium does not tell of counts as the same. False for a medium that is away.
 */
async function isOtherMedium(
  folder: string,
  copies: readonly PlainFile[],
  look: MediumLook,
): Promise<boolean> {
  if (copies.length === 0) return false;
  const directories = copies.filter(({ path }) => isDirectory(path));
  const looked = spread(directories.length > 0 ? directories : copies);
  const same: PlainFile[] = [];
  let [missing, unknown] = [0, 0];
  for (const known of looked) {
    const found = await look.fileAt(known.path);
    if (found === null) missing += 1;
    else if (found === "unknown") unknown += 1;
    else if (
      found.sizeBytes === known.sizeBytes &&
      found.modifiedAtMs === known.modifiedAtMs
    )
      same.push(known);
  }
  const [witness] = same;
  if ((same.length + unknown) * 2 >= looked.length)
    return (
      witness !== undefined && (await look.beginsAsCopied(witness)) === false
    );
  return missing < looked.length || (await look.hasEntries(folder));
}

/** Some of the files, from all parts of the list. */
function spread(files: readonly PlainFile[]): readonly PlainFile[] {
  const step = Math.max(1, files.length / mostLooks);
  return Array.from(
    { length: Math.min(files.length, mostLooks) },
    (_, index) => files[Math.floor(index * step)],
  ).filter((file) => file !== undefined);
}
