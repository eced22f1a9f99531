// What the scanner and its worker threads say to one another.
import type { ArchiveRequest } from "../core/media/listArchive.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { FileSource, UnreadFile } from "../core/model/fileSource.ts";
import type { TreeEntry } from "../core/scan/fileTree.ts";
import type { FileVerdict } from "../core/scan/readFoundFile.ts";
import type { FileToStage, StagedFile } from "../core/scan/stageFile.ts";
import type { SkipReason } from "../shared/failure.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import type { Result } from "../shared/result.ts";

export type ScanJob =
  | { readonly kind: "list"; readonly roots: readonly string[] }
  | {
      readonly kind: "listReferenced";
      readonly directory: LocalPath;
      readonly fileIDs: readonly (readonly string[])[];
    }
  | { readonly kind: "openArchive"; readonly request: ArchiveRequest }
  | { readonly kind: "read"; readonly files: readonly UnreadFile[] }
  | {
      readonly kind: "stage";
      readonly files: readonly FileToStage[];
      /** Of the disk, for work that is still to come; null: nothing is copied. */
      readonly reservedBytes: number | null;
    }
  | { readonly kind: "hash"; readonly files: readonly FileSource[] };

/** The files of an archive, serialized a few hundred at a time: read in pieces, they hold up nobody, and unread they take little memory. */
export interface PackedListing {
  readonly count: number;
  readonly damage: SkipReason | null;
  /** Each a ListedEntry[] as node:v8 serializes it. */
  readonly batches: readonly Uint8Array<ArrayBuffer>[];
}

/** Answers have the kind of their job. List jobs send their entries as progress, those that stage how much they copied. */
export type ScanAnswer =
  | { readonly kind: "list" | "listReferenced" }
  | {
      readonly kind: "openArchive";
      readonly listed: Result<PackedListing, SkipReason>;
    }
  | { readonly kind: "read"; readonly verdicts: readonly FileVerdict[] }
  | { readonly kind: "stage"; readonly files: readonly StagedFile[] }
  | { readonly kind: "hash"; readonly hashes: readonly (Sha256Hex | null)[] };

export type ScanJobProgress =
  | { readonly kind: "listed"; readonly entries: readonly TreeEntry[] }
  | { readonly kind: "copied"; readonly bytes: number };
