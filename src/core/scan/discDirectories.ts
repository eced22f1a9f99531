// The DICOMDIRs of one scan: what was named with them, what is missing from their discs, and what they say of the files that are there.
import { withDirectoryHints } from "../media/directoryHints.ts";
import {
  missingReferences,
  type FoundDirectory,
  type MissingReference,
} from "../media/missingReferences.ts";
import type { LocalPath } from "../model/brands.ts";
import type { UnreadFile } from "../model/fileSource.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import { compareCodePoints } from "./codePointOrder.ts";

/** A DICOMDIR that was named itself: the files it names are meant. */
export interface NamedDirectory {
  readonly directory: LocalPath;
  readonly fileIDs: readonly (readonly string[])[];
}

/** A file that turned out to be a DICOMDIR. */
interface DirectoryFile {
  readonly file: UnreadFile;
  /** True if it was named itself, not found in a folder. */
  readonly isRoot: boolean;
  /** Among the roots, if it is one. */
  readonly place: number;
}

/** Directories as they are read, in any order; what is asked of them does not depend on it. */
export class DiscDirectories {
  readonly #found: FoundDirectory[] = [];
  readonly #named: (NamedDirectory & { readonly place: number })[] = [];

  add(
    { file, isRoot, place }: DirectoryFile,
    references: FoundDirectory["references"],
  ): void {
    this.#found.push({ path: file.path, references });
    if (!isRoot || file.kind !== "file") return;
    const fileIDs = references.map(({ fileID }) => fileID);
    this.#named.push({ directory: file.path, fileIDs, place });
  }

  /** Those that were named themselves, in the order of the walk. */
  get named(): readonly NamedDirectory[] {
    return this.#named.sort((a, b) => a.place - b.place);
  }

  /** The instances with what directories say of them, and the files that are named and missing. */
  async compare(
    found: {
      readonly instances: readonly ScannedInstance[];
      readonly skipped: readonly SkippedFile[];
    },
    nextTurn: () => Promise<void>,
  ): Promise<{
    readonly instances: readonly ScannedInstance[];
    readonly missing: readonly MissingReference[];
  }> {
    const { instances, skipped } = found;
    if (this.#found.length === 0) return { instances, missing: [] };
    const directories = this.#found.sort((a, b) =>
      compareCodePoints(a.path, b.path),
    );
    const files = {
      paths: [...instances, ...skipped].map(({ source }) => source.path),
      sopInstanceUIDs: instances.map(({ header }) => header.sopInstanceUID),
    };
    return {
      instances: await withDirectoryHints(instances, directories, nextTurn),
      missing: await missingReferences(directories, files, nextTurn),
    };
  }
}
