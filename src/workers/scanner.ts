// The scanner as the window and the command line use it: scanFiles on a pool of worker threads.
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  scanFiles,
  type ScanOptions,
  type ScanOutcome,
} from "../core/scan/scanFiles.ts";
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import type { MediaProbe } from "../core/ports/mediaProbe.ts";
import { oneAtATime } from "../core/scan/oneAtATime.ts";
import type { OnEntries, ScanWorkers } from "../core/scan/scanWorkers.ts";
import { skippedVerdict } from "../core/scan/readFoundFile.ts";
import { failed, success } from "../shared/result.ts";
import { unpackListing } from "./packedListing.ts";
import type { ScanAnswer, ScanJob, ScanJobProgress } from "./scanJobs.ts";
import { dataForThreads } from "./scratchKey.ts";
import {
  createThreadPool,
  ThreadPoolError,
  type ThreadPool,
} from "./threadPool.ts";

/** Reads what is dropped. Several scans may run at a time; they share the threads. */
export interface Scanner {
  /** Scans files and folders; relative paths count from the working directory. Rejects only for bugs. */
  scan(
    roots: readonly string[],
    options: ScanOptions,
    signal: AbortSignal,
  ): Promise<ScanOutcome>;
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
  /** Default: one per processor, at most 8. */
  readonly threads?: number;
}

type ScanPool = ThreadPool<ScanJob, ScanAnswer, ScanJobProgress>;

/** Makes a scanner; threads start with the first scan. */
export function createScanner(options: ScannerOptions): Scanner {
  const pool: ScanPool = createThreadPool({
    script: new URL("scanWorker.js", options.workersUrl),
    threads: options.threads ?? Math.min(8, availableParallelism()),
    youngGenerationMB: 12,
    workerData: dataForThreads(options.scratchFolder),
  });
  const workers = scanWorkers(pool);
  return {
    async scan(roots, scanOptions, signal) {
      const isSlow = await isAnySlow(roots, options.probe ?? systemMediaProbe);
      return scanFiles(
        isSlow ? oneAtATime(workers) : workers,
        roots,
        scanOptions,
        signal,
      );
    },
    close: () => pool.close(),
  };
}

/** Several heads read at a time would make a disc seek all the time. */
async function isAnySlow(
  roots: readonly string[],
  probe: MediaProbe,
): Promise<boolean> {
  const speeds = await Promise.all(roots.map((root) => probe.speedOf(root)));
  return speeds.includes("slow");
}

function scanWorkers(pool: ScanPool): ScanWorkers {
  return {
    nextTurn: async () => {
      await nextTurn();
    },
    list: (roots, onEntries, signal) =>
      listWith(pool, { kind: "list", roots }, onEntries, signal),
    listReferenced: (named, onEntries, signal) =>
      listWith(pool, { kind: "listReferenced", ...named }, onEntries, signal),
    async openArchive(request, signal) {
      try {
        const answer = await pool.run(
          { kind: "openArchive", request },
          { signal },
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
  onProgress: OnEntries,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pool.run(job, { signal, onProgress });
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
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
