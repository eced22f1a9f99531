// The scanner as the window and the command line use it: scanFiles on a pool of worker threads.
import { access } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  scanFiles,
  type ScanOptions,
  type ScanOutcome,
} from "../core/scan/scanFiles.ts";
import {
  fetchedSeriesAmong,
  type RecordPlaces,
} from "../adapters/archiveStore/fetchedRecords.ts";
import {
  scratchFolder as openScratch,
  type ScratchPlace,
} from "../adapters/archives/scratchFolder.ts";
import type { ArchiveEntry } from "../core/model/fileSource.ts";
import { foundFiles } from "./foundFiles.ts";
import { toLocalPath } from "../adapters/fileTree/nodeFileTree.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import { systemPath } from "../adapters/fileTree/systemPaths.ts";
import type { MediaProbe } from "../core/ports/mediaProbe.ts";
import { compareCodePoints } from "../core/scan/codePointOrder.ts";
import { CopyProgress } from "../core/scan/copyProgress.ts";
import type { ReadingCase } from "../core/scan/earlierMedia.ts";
import { SlowReading, type SlowReadingDeps } from "../core/scan/slowReading.ts";
import { folderStoodFor, StagedCopies } from "../core/scan/stagedCopies.ts";
import type { OnEntries, ScanWorkers } from "../core/scan/scanWorkers.ts";
import { skippedVerdict } from "../core/scan/readFoundFile.ts";
import { failed, success } from "../shared/result.ts";
import { Turns } from "../core/scan/turns.ts";
import { notStaged } from "../core/scan/stageFile.ts";
import { mediumLookWith } from "./mediumLook.ts";
import { unpackListing } from "./packedListing.ts";
import type { ScanAnswer, ScanJob, ScanJobProgress } from "./scanJobs.ts";
import { scratchPlaceOf } from "./threadData.ts";
import { dataForThreads } from "./scratchKey.ts";
import {
  createThreadPool,
  ThreadPoolError,
  type ThreadPool,
} from "./threadPool.ts";
import { WaningPatience } from "./waningPatience.ts";

/** Reads what is dropped. Several scans may run at a time; they share the threads. */
export interface Scanner {
  /** Scans files and folders; relative paths count from the working directory. Rejects only for bugs. */
  scan(
    roots: readonly string[],
    options: ScanOptions,
    signal: AbortSignal,
  ): Promise<ScanOutcome>;
  /** Removes what was copied from slow media, save of files at or below these roots. */
  keepCopiesBelow(roots: readonly string[]): Promise<void>;
  /** Ends the threads; scans that still run reject. */
  close(): Promise<void>;
}

export interface ScannerOptions {
  /** Folder of the bundled worker files, with a slash at its end. */
  readonly workersUrl: URL;
  /** For what has to be unpacked to be read. Shared with the preparer and the renderer; its owner removes it. */
  readonly scratchFolder: string;
  /** Default: what the system says of its drives. */
  readonly probe?: MediaProbe;
  /** Folders that series of public archives are fetched into: by their records such series are known wherever they lie. Default: none. */
  readonly seriesStores?: readonly string[];
  /** Default: one per processor, at most 8. */
  readonly threads?: number;
  /** False where nothing is read later than the scan, so that copies of what lies on slow media would be for nobody. Default: true. */
  readonly isCopying?: boolean;
}

type ScanPool = ThreadPool<ScanJob, ScanAnswer, ScanJobProgress>;

/** Makes a scanner; threads start with the first scan. */
export function createScanner(options: ScannerOptions): Scanner {
  const { scratchFolder, seriesStores = [] } = options;
  const threadData = dataForThreads(scratchFolder);
  const pool: ScanPool = createThreadPool({
    script: new URL("scanWorker.js", options.workersUrl),
    threads: options.threads ?? Math.min(8, availableParallelism()),
    youngGenerationMB: 12,
    workerData: threadData,
  });
  const workers = scanWorkers(pool);
  const probe = options.probe ?? systemMediaProbe;
  const copies = new StagedCopies();
  const turns = new Turns();
  const scratch = openScratch(scratchPlaceOf(threadData));
  const places: RecordPlaces = {
    stores: seriesStores,
    readPacked: (entry) => packedText(entry, scratchPlaceOf(threadData)),
  };
  return {
    async scan(roots, scanOptions, signal) {
      const isSlow = async (root: string) =>
        // The folder that a disc was mounted at lies on a disk once the disc is gone.
        copies.below(folderStoodFor(toLocalPath(root))).length > 0 ||
        ((await probe.speedOf(root)) !== "fast" && (await exists(root)));
      const slowRoots = await Promise.all(roots.map(isSlow));
      if (!slowRoots.includes(true))
        return withRecords(
          roots,
          await scanFiles(workers, roots, scanOptions, signal),
          places,
        );
      const progress = new CopyProgress(
        scanOptions.onProgress ?? (() => undefined),
      );
      const stage = stageWith(pool, progress.copied);
      const isCopying =
        options.isCopying !== false &&
        (await probe.speedOf(dirname(scratchFolder))) !== "slow";
      const slow = new SlowReading(workers, {
        probe,
        copies,
        turns,
        isCopying,
        look: mediumLookWith({
          scratch,
          clock: new WaningPatience(systemClock),
        }),
        case: readingCase(scanOptions),
        stage,
      });
      // Files that were selected one by one come in any order; a drive has one.
      const inOrder = roots
        .map((root) => toLocalPath(root))
        .sort(compareCodePoints);
      const outcome = await scanFiles(
        slow,
        inOrder,
        { ...scanOptions, onProgress: progress.scanned },
        signal,
      );
      return withRecords(
        roots,
        { ...outcome, ...whatIsCopied(slow, outcome) },
        places,
      );
    },
    async keepCopiesBelow(roots) {
      const paths = roots.map((root) => toLocalPath(root));
      for (const { copy } of copies.keepBelow(paths))
        // What refuses goes with the whole folder, when the app ends.
        if (copy !== undefined)
          await scratch.remove({ path: copy }).catch(() => undefined);
    },
    close: () => pool.close(),
  };
}

/** Text of a file in an archive file; null where it cannot be read. */
async function packedText(
  entry: ArchiveEntry,
  scratch: ScratchPlace,
): Promise<string | null> {
  const opened = await foundFiles(scratch).openAgain(entry);
  if (!opened.ok) return null;
  try {
    const read = await opened.value.read(0, entry.sizeBytes);
    return read.ok ? Buffer.from(read.value).toString("utf8") : null;
  } finally {
    await opened.value.close();
  }
}

async function withRecords(
  roots: readonly string[],
  outcome: ScanOutcome,
  places: RecordPlaces,
): Promise<ScanOutcome> {
  const publicSeries = await fetchedSeriesAmong(roots, outcome, places);
  return publicSeries.length === 0 ? outcome : { ...outcome, publicSeries };
}

function readingCase({ held, added }: ScanOptions): ReadingCase {
  return {
    held: held === undefined ? null : new Set(held),
    added: added === undefined ? null : new Set(added.map(toLocalPath)),
  };
}

/** A medium that failed while it was read, or was not read to its end, is needed again. */
function whatIsCopied(
  { copies, leftOnMedium, isAllCopied }: SlowReading,
  { wasCancelled, skipped }: ScanOutcome,
): Pick<ScanOutcome, "leftOnMedium" | "copies" | "copiedFromMedium"> {
  const isNeeded =
    !isAllCopied ||
    wasCancelled ||
    skipped.some(({ reason }) => reason.kind === "unreadable");
  return {
    leftOnMedium,
    copies,
    ...(!isNeeded && { copiedFromMedium: copies.length }),
  };
}

async function exists(path: string): Promise<boolean> {
  return await access(systemPath(path)).then(
    () => true,
    () => false,
  );
}

function stageWith(
  pool: ScanPool,
  onCopied: (bytes: number) => void,
): SlowReadingDeps["stage"] {
  return async (files, reservedBytes, signal) => {
    try {
      const answer = await pool.run(
        { kind: "stage", files, reservedBytes },
        {
          signal,
          onProgress: (progress) => {
            if (progress.kind === "copied") onCopied(progress.bytes);
          },
        },
      );
      return success(answer.kind === "stage" ? answer.files : []);
    } catch (error) {
      if (isCancelled(error))
        return success(files.map(({ path }) => notStaged(path)));
      if (isBroken(error))
        return failed({ kind: "brokenWorker", errorName: error.errorName });
      throw error;
    }
  };
}

function scanWorkers(pool: ScanPool): ScanWorkers {
  return {
    nextTurn: async () => {
      await nextTurn();
    },
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    list: (roots, onEntries, signal) =>
      listWith(pool, { kind: "list", roots }, onEntries, signal),
    listReferenced: (named, onEntries, signal) =>
      listWith(pool, { kind: "listReferenced", ...named }, onEntries, signal),
    async openArchive(request, signal) {
      try {
        const answer = await pool.run(
          { kind: "openArchive", request },
          { signal, endsThread: isLongListing },
        );
        if (answer.kind !== "openArchive")
          return failed({ kind: "archiveDamaged" });
        const { listed } = answer;
        return listed.ok ? success(unpackListing(listed.value)) : listed;
      } catch (error) {
        if (isCancelled(error)) return failed({ kind: "cancelled" });
        // What breaks a thread may be the archive's doing, and is left out alone.
        if (isBroken(error))
          return failed({ kind: "unreadable", code: error.errorName });
        throw error;
      }
    },
    async read(files, signal) {
      try {
        const answer = await pool.run({ kind: "read", files }, { signal });
        return success(answer.kind === "read" ? answer.verdicts : []);
      } catch (error) {
        if (isCancelled(error))
          return success(
            files.map(({ path }) =>
              skippedVerdict(path, { kind: "cancelled" }),
            ),
          );
        if (isBroken(error))
          return failed({ kind: "brokenWorker", errorName: error.errorName });
        throw error;
      }
    },
    async hash(files, signal) {
      try {
        const answer = await pool.run({ kind: "hash", files }, { signal });
        return answer.kind === "hash" ? answer.hashes : [];
      } catch (error) {
        // Without hashes nothing counts as a copy, and nothing is left out.
        if (isCancelled(error) || isBroken(error)) return [];
        throw error;
      }
    },
  };
}

async function listWith(
  pool: ScanPool,
  job: ScanJob,
  onEntries: OnEntries,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pool.run(job, {
      signal,
      onProgress: (progress) => {
        if (progress.kind === "listed") onEntries(progress.entries);
      },
    });
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
}

/** Beyond so many entries a listing leaves megabytes behind, and a new thread takes less time than it took. */
const longListing = 2000;

function isLongListing(answer: ScanAnswer): boolean {
  return (
    answer.kind === "openArchive" &&
    answer.listed.ok &&
    answer.listed.value.count > longListing
  );
}

function isCancelled(error: unknown): boolean {
  return error instanceof ThreadPoolError && error.kind === "cancelled";
}

function isBroken(error: unknown): error is ThreadPoolError {
  return (
    error instanceof ThreadPoolError &&
    (error.kind === "crashed" || error.kind === "thrown")
  );
}
