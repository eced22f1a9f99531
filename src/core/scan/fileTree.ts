// Ports: the tree of files under what was dropped or named, and the files in it.
import type { SkipReason } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { LocalPath } from "../model/brands.ts";
import type { SourcePath, UnreadFile } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";

/** Something met on the walk. Every file below the roots is met exactly once, also when roots overlap. */
export type TreeEntry =
  | {
      readonly kind: "file";
      readonly file: UnreadFile;
      /** Set for a file that is a root itself. */
      readonly isRoot?: true;
    }
  /** A file that is not looked into, or a folder that cannot be listed. */
  | {
      readonly kind: "skipped";
      readonly path: SourcePath;
      readonly reason: SkipReason;
    }
  /** A root that does not exist: there is no file to account for, but the user named it. */
  | { readonly kind: "missingRoot"; readonly path: LocalPath };

/** Walks folders. */
export interface FileTree {
  /**
   * Entries below the roots (files or folders) in batches of bounded size; roots in the given order, names within a folder in code point
   * order. Ends early, without an error, when `signal` aborts.
   */
  walk(
    roots: readonly string[],
    signal: AbortSignal,
  ): AsyncIterable<readonly TreeEntry[]>;
  /**
   * The files that a DICOMDIR names, each once, in batches of bounded size and in the order of the names; those that are not there are passed
   * over. Nothing outside the folder of the DICOMDIR is looked at, and links are not followed: they are skipped entries.
   */
  referenced(
    directory: LocalPath,
    fileIDs: readonly (readonly string[])[],
    signal: AbortSignal,
  ): AsyncIterable<readonly TreeEntry[]>;
}

/** A found file, open for reading. */
export interface SourceFile extends ByteSource {
  /** Milliseconds since 1970; of an entry, when its container was changed. */
  readonly modifiedAtMs: number;
}

/** Opens a file for reading, in a folder or in an archive; answers `link`, `device` or `unreadable` when that is what became of it. */
export type OpenSourceFile = (
  file: UnreadFile,
) => Promise<Result<SourceFile, SkipReason>>;
