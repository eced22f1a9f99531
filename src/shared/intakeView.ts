// Reading of dropped files as the window sees it: how far it is, and what became of every file.
import type { Failure, SkipReason } from "./failure.ts";

/** The account of files: found = kept + leftOut at every moment after the scan. */
export interface FileAccount {
  readonly found: number;
  /** Files that became images (selected or not). */
  readonly dicom: number;
  readonly skipped: number;
  readonly skippedByReason: readonly {
    readonly reason: SkipReason;
    readonly count: number;
  }[];
  /** Files that the directory of a disc names and that are not there; not among the found ones. */
  readonly missingFiles: number;
  /** Files that could not be copied from a slow or removable medium: it has to stay until they are prepared. Absent: none. */
  readonly leftOnMedium?: number;
  /** Files that were copied from slow or removable media, of which nothing is needed any more. Absent: something is, or there are none. */
  readonly copiedFromMedium?: number;
  readonly lockedArchives: readonly LockedArchive[];
}

/** An archive that can only be read with its password. */
export interface LockedArchive {
  /** Its path below what was dropped: on screen, and to say which one a password is for. */
  readonly name: string;
  /** True if a password was given that does not open it. */
  readonly wasWrong: boolean;
}

/** Reading of dropped files. */
export type IntakeView =
  | { readonly kind: "empty" }
  | {
      readonly kind: "scanning";
      readonly found: number;
      readonly dicom: number;
      readonly skipped: number;
      /** Of slow or removable media, while they are read; absent: nothing yet. */
      readonly copiedBytes?: number;
    }
  | { readonly kind: "ready"; readonly account: FileAccount }
  | {
      readonly kind: "stopped";
      readonly failure: Failure;
      readonly account: FileAccount;
    };
