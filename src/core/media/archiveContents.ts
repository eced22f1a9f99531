// Gathers what an archive holds, by one set of rules for all kinds: names, limits, files of the system.
import type { ArchiveLimit, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { EntryPath } from "../model/brands.ts";
import type { ArchiveEntry, SourcePath } from "../model/fileSource.ts";
import { compareCodePoints } from "../scan/codePointOrder.ts";
import { isSystemFileName, isSystemFolderName } from "../scan/systemFiles.ts";
import { archiveLimits } from "./archiveLimits.ts";
import { entryPathOf, innerPathOf, shownName } from "./entryPath.ts";

/** A file in an archive: to be read, or left out. */
export type ListedEntry =
  | { readonly kind: "file"; readonly file: ArchiveEntry }
  | {
      readonly kind: "skipped";
      readonly path: EntryPath;
      readonly reason: SkipReason;
    };

/** What an archive holds. `damage` if there may be more. */
export interface ArchiveListing {
  /** In code point order of their paths, no two of which are equal. */
  readonly entries: readonly ListedEntry[];
  readonly damage: SkipReason | null;
}

/** The reason for an archive that holds too much. */
export function archiveTooLarge(limit: ArchiveLimit): SkipReason {
  const allowed = archiveLimits[limit];
  return { kind: "archiveTooLarge", limit, allowed };
}

/** True if so much from so little is no real export. */
export function isBeyondRatio(sizeBytes: number, packedBytes: number): boolean {
  return (
    sizeBytes > archiveLimits.bytesBeforeRatio &&
    sizeBytes > archiveLimits.ratio * packedBytes
  );
}

/** The files of one archive, as they are met. */
export class ArchiveContents {
  readonly #archive: SourcePath;
  readonly #archiveBytes: number;
  readonly #entries = new Map<EntryPath, ListedEntry>();
  #sizeBytes = 0;

  constructor(archive: SourcePath, archiveBytes: number) {
    this.#archive = archive;
    this.#archiveBytes = archiveBytes;
  }

  /** Adds a file with what makes the entry; refuses its name if it has to. */
  addFile(name: string, entry: Omit<ArchiveEntry, "kind" | "path">): void {
    const inner = innerPathOf(name);
    if (inner === null) {
      this.addSkipped(name, { kind: "unsafeName" });
      return;
    }
    if (isSystemPath(inner)) {
      this.addSkipped(name, { kind: "systemFile" });
      return;
    }
    this.#sizeBytes += entry.sizeBytes;
    const path = this.#freePath(inner);
    const file: ArchiveEntry = { kind: "archiveEntry", path, ...entry };
    this.#entries.set(path, { kind: "file", file });
  }

  addSkipped(name: string, reason: SkipReason): void {
    const path = this.#freePath(innerPathOf(name) ?? shownName(name));
    this.#entries.set(path, { kind: "skipped", path, reason });
  }

  /** The listing, or why the archive is not read at all. */
  listing(
    damage: SkipReason | null = null,
  ): Result<ArchiveListing, SkipReason> {
    if (this.#entries.size > archiveLimits.entries)
      return failed(archiveTooLarge("entries"));
    if (this.#sizeBytes > archiveLimits.unpackedBytes)
      return failed(archiveTooLarge("unpackedBytes"));
    if (isBeyondRatio(this.#sizeBytes, this.#archiveBytes))
      return failed(archiveTooLarge("ratio"));
    const entries = [...this.#entries]
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([, entry]) => entry);
    return success({ entries, damage });
  }

  /** An archive may hold two files of one name; both are read. */
  #freePath(inner: string): EntryPath {
    let path = entryPathOf(this.#archive, inner);
    for (let copy = 2; this.#entries.has(path); copy++)
      path = entryPathOf(this.#archive, `${inner} (${copy})`);
    return path;
  }
}

function isSystemPath(inner: string): boolean {
  const parts = inner.split("/");
  return (
    isSystemFileName(parts.at(-1) ?? "") ||
    parts.slice(0, -1).some(isSystemFolderName)
  );
}
