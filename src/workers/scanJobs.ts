// What the scanner and its worker threads say to one another.
import type { ArchiveListing } from "../core/media/archiveContents.ts";
import type { ArchiveRequest } from "../core/media/listArchive.ts";
import type { FileSource, UnreadFile } from "../core/model/fileSource.ts";
import type { TreeEntry } from "../core/scan/fileTree.ts";
import type { FileVerdict } from "../core/scan/readFoundFile.ts";
import type { SkipReason } from "../shared/failure.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import type { Result } from "../shared/result.ts";

export type ScanJob =
  | { readonly kind: "list"; readonly roots: readonly string[] }
  | { readonly kind: "openArchive"; readonly request: ArchiveRequest }
  | { readonly kind: "read"; readonly files: readonly UnreadFile[] }
  | { readonly kind: "hash"; readonly files: readonly FileSource[] };

/** Answers have the kind of their job. A list job sends its entries as progress. */
export type ScanAnswer =
  | { readonly kind: "list" }
  | {
      readonly kind: "openArchive";
      readonly listed: Result<ArchiveListing, SkipReason>;
    }
  | { readonly kind: "read"; readonly verdicts: readonly FileVerdict[] }
  | { readonly kind: "hash"; readonly hashes: readonly (Sha256Hex | null)[] };

export type ScanJobProgress = readonly TreeEntry[];
