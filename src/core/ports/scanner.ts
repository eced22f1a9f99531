// Port: finds and reads the files below dropped paths, off the main thread.
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import type { SourcePath } from "../model/fileSource.ts";
import type { WordToFind } from "./textDetector.ts";
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
  /** Files that a DICOMDIR names and that are not there: not among the found ones. */
  readonly missingReferences: readonly {
    readonly directory: SourcePath;
    readonly file: string;
  }[];
  /** Words of all these files that tell who their patient is, each once; absent: none is known. */
  readonly patientWords?: readonly WordToFind[];
  /** Files that could not be copied from a slow or removable medium: it has to stay until they are prepared. Absent: none. */
  readonly leftOnMedium?: number;
  /** Series of public archives among the files, by the records beside them. Absent: none. */
  readonly publicSeries?: readonly PublicSeries[];
  readonly wasCancelled: boolean;
}

/** A password the user gave for an archive; null: for any. Never written anywhere. */
export interface ArchivePassword {
  readonly archive: SourcePath | null;
  readonly password: string;
}

/** Scanning of files and folders, recursively. Unreadable roots are skipped files, never an error. */
export interface Scanner {
  scan(
    roots: readonly string[],
    options: {
      readonly onProgress: (progress: ScanProgress) => void;
      /** Called with the images read so far, a few times near the beginning. */
      readonly onLook?: (instances: readonly ScannedInstance[]) => void;
      readonly passwords?: readonly ArchivePassword[];
    },
    signal: AbortSignal,
  ): Promise<ScanOutcome>;
}
