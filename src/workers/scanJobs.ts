// What the scanner and its worker threads say to one another.
import type { LocalPath } from "../core/model/brands.ts";
import type { TreeEntry } from "../core/scan/fileTree.ts";
import type { FileVerdict } from "../core/scan/readFoundFile.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";

export type ScanJob =
  | { readonly kind: "list"; readonly roots: readonly string[] }
  | { readonly kind: "read"; readonly paths: readonly LocalPath[] }
  | { readonly kind: "hash"; readonly paths: readonly LocalPath[] };

/** Answers have the kind of their job. A list job sends its entries as progress. */
export type ScanAnswer =
  | { readonly kind: "list" }
  | { readonly kind: "read"; readonly verdicts: readonly FileVerdict[] }
  | { readonly kind: "hash"; readonly hashes: readonly (Sha256Hex | null)[] };

export type ScanJobProgress = readonly TreeEntry[];
