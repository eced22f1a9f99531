// Port: finds and reads the files below dropped paths, off the main thread.
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import type { LocalPath } from "../model/brands.ts";
import type { SourcePath } from "../model/fileSource.ts";
import type { WordToFind } from "./textDetector.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";

/** Counts while a scan runs: found = dicom + skipped + not read yet. */
export interface ScanProgress {
  readonly found: number;
  readonly dicom: number;
  readonly skipped: number;
  /** Of slow or removable media, while they are read; absent: nothing yet. */
  readonly copiedBytes?: number;
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
  /** Scratch files with what was read of slow media: absent where there are none. */
  readonly copies?: readonly LocalPath[];
  /** How many files were copied, where nothing is needed of slow or removable media any more; absent: something is, or there are none. */
  readonly copiedFromMedium?: number;
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
      /** Copies of files on slow media that the case has by now; absent: all that were made. Other media at the paths of those do not replace them. */
      readonly held?: readonly LocalPath[];
      /** Roots that were added now; absent: all. Only there is another medium read that took the place of one the case has. */
      readonly added?: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<ScanOutcome>;
}
