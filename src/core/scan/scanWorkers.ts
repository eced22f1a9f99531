// Port: the threads that do the work of a scan.
import type { SkipReason } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { ListedEntry } from "../media/archiveContents.ts";
import type { ArchiveRequest } from "../media/listArchive.ts";
import type { LocalPath } from "../model/brands.ts";
import type { FileSource, UnreadFile } from "../model/fileSource.ts";
import type { Clock } from "../ports/clock.ts";
import type { TreeEntry } from "./fileTree.ts";
import type { FileVerdict } from "./readFoundFile.ts";

/** A worker broke while it had a job: a bug or a lack of memory. `errorName` names it. */
export interface BrokenWorker {
  readonly kind: "brokenWorker";
  readonly errorName: string;
}

/** An archive that was opened. */
export interface OpenedArchive {
  /** Files in all batches together. */
  readonly count: number;
  /** Why there may be more files than these; null if there are not. */
  readonly damage: SkipReason | null;
  /** In code point order of their paths. Each batch is small, and comes in a turn of its own where the caller's thread has other work. */
  readonly batches:
    AsyncIterable<readonly ListedEntry[]> | Iterable<readonly ListedEntry[]>;
}

/** Takes entries as they come. */
export type OnEntries = (entries: readonly TreeEntry[]) => void;

export interface ScanWorkers {
  /** Files in one call of `read`, as of now; absent: enough to hide the cost of a message. */
  readonly filesPerRead?: number | undefined;
  /** Walks the roots and hands on entries as they come; ends early when `signal` aborts. */
  list(
    roots: readonly string[],
    onEntries: OnEntries,
    signal: AbortSignal,
  ): Promise<void>;
  /** Finds the files a DICOMDIR names in its folder and below; ends early when `signal` aborts. */
  listReferenced(
    named: {
      readonly directory: LocalPath;
      readonly fileIDs: readonly (readonly string[])[];
    },
    onEntries: OnEntries,
    signal: AbortSignal,
  ): Promise<void>;
  /** Lists the files of an archive. A failure is the reason why it is left out whole. */
  openArchive(
    request: ArchiveRequest,
    signal: AbortSignal,
  ): Promise<Result<OpenedArchive, SkipReason>>;
  /** One verdict per file, in their order; `cancelled` for those not read when `signal` aborted. */
  read(
    files: readonly UnreadFile[],
    signal: AbortSignal,
  ): Promise<Result<readonly FileVerdict[], BrokenWorker>>;
  /** SHA-256 of whole files; null for one that could not be read or was not reached before `signal` aborted. */
  hash(
    files: readonly FileSource[],
    signal: AbortSignal,
  ): Promise<readonly (Sha256Hex | null)[]>;
  /** Lets the thread of the caller do what else waits: between steps that look at every file of a large scan. */
  nextTurn(): Promise<void>;
  /** As Clock.sleep. */
  sleep: Clock["sleep"];
}
