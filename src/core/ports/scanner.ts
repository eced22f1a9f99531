// Port: finds and reads the files below dropped paths, off the main thread.
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";

/** Counts while a scan runs: found = dicom + skipped + not read yet. */
export interface ScanProgress {
  readonly found: number;
  readonly dicom: number;
  readonly skipped: number;
}

/** Every file found is in exactly one of the two lists: found = instances + skipped. */
export interface ScanOutcome {
  readonly found: number;
  readonly instances: readonly ScannedInstance[];
  readonly skipped: readonly SkippedFile[];
  readonly wasCancelled: boolean;
}

/** Scanning of files and folders, recursively. Unreadable roots are skipped files, never an error. */
export interface Scanner {
  scan(
    roots: readonly string[],
    options: { readonly onProgress: (progress: ScanProgress) => void },
    signal: AbortSignal,
  ): Promise<ScanOutcome>;
}
