// The scan: roots to instances and skipped files, with the reading done by workers.
//
// Invariants:
// 1. Every listed file gets exactly one verdict, whatever happens to the worker that had it.
// 2. In every progress report and in the outcome, found = dicom + skipped.
// 3. The outcome does not depend on the order in which workers answer.
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { LocalPath } from "../model/brands.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import { copiesAmong, duplicateCandidates } from "./duplicateFiles.ts";
import type { TreeEntry } from "./fileTree.ts";
import { HeaderInterner } from "./internHeaders.ts";
import { skippedVerdict, type FileVerdict } from "./readFoundFile.ts";

/** A worker broke while it had a job: a bug or a lack of memory. `errorName` names it. */
export interface BrokenWorker {
  readonly kind: "brokenWorker";
  readonly errorName: string;
}

/** Port: the threads that do the work of a scan. */
export interface ScanWorkers {
  /** Walks the roots and hands on entries as they come; ends early when `signal` aborts. */
  list(
    roots: readonly string[],
    onEntries: (entries: readonly TreeEntry[]) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** One verdict per path, in their order; `cancelled` for those not read when `signal` aborted. */
  read(
    paths: readonly LocalPath[],
    signal: AbortSignal,
  ): Promise<Result<readonly FileVerdict[], BrokenWorker>>;
  /** SHA-256 of whole files; null for one that could not be read or was not reached before `signal` aborted. */
  hash(
    paths: readonly LocalPath[],
    signal: AbortSignal,
  ): Promise<readonly (Sha256Hex | null)[]>;
}

/** How far a scan is. */
export interface ScanProgress {
  /** Files listed so far; grows until `isListed`. */
  readonly listed: number;
  readonly isListed: boolean;
  /** Files with a verdict: found = dicom + skipped. */
  readonly found: number;
  readonly dicom: number;
  readonly skipped: number;
}

/** What a scan found. `found` = instances + skipped. */
export interface ScanOutcome {
  readonly found: number;
  /** In the order of the walk. */
  readonly instances: readonly ScannedInstance[];
  /** In the order of the walk, duplicates at the end. */
  readonly skipped: readonly SkippedFile[];
  /** Roots that do not exist. */
  readonly missingRoots: readonly LocalPath[];
  /** Files not read by then are among `skipped`, as cancelled; files not listed by then are not. */
  readonly wasCancelled: boolean;
}

export interface ScanOptions {
  /** Called after each batch of files. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** Files in one job of a worker: large enough to hide the cost of a message, small enough to answer every few milliseconds. */
const filesPerJob = 64;

/** Scans the roots. Rejects only for bugs. */
export async function scanFiles(
  workers: ScanWorkers,
  roots: readonly string[],
  options: ScanOptions,
  signal: AbortSignal,
): Promise<ScanOutcome> {
  return await new Scan(workers, options, signal).run(roots);
}

class Scan {
  readonly #workers: ScanWorkers;
  readonly #options: ScanOptions;
  readonly #signal: AbortSignal;
  readonly #interner = new HeaderInterner();
  /** Verdicts by place in the walk; filled as workers answer. */
  readonly #verdicts: FileVerdict[] = [];
  readonly #missingRoots: LocalPath[] = [];
  readonly #reading: Promise<void>[] = [];
  /** Files listed and not yet given to a worker. */
  #waiting: { readonly place: number; readonly path: LocalPath }[] = [];
  #listed = 0;
  #isListed = false;
  #dicom = 0;
  #skipped = 0;

  constructor(workers: ScanWorkers, options: ScanOptions, signal: AbortSignal) {
    this.#workers = workers;
    this.#options = options;
    this.#signal = signal;
  }

  async run(roots: readonly string[]): Promise<ScanOutcome> {
    await this.#workers.list(
      roots,
      (entries) => {
        this.#takeEntries(entries);
      },
      this.#signal,
    );
    this.#isListed = true;
    this.#readWaiting(1);
    await Promise.all(this.#reading);
    const instances: ScannedInstance[] = [];
    const skipped: SkippedFile[] = [];
    for (const verdict of this.#verdicts) {
      if (verdict.kind === "dicom") instances.push(verdict.instance);
      else skipped.push(verdict.skipped);
    }
    const copies = await this.#findCopies(instances);
    this.#dicom -= copies.size;
    this.#skipped += copies.size;
    this.#report();
    return {
      found: this.#listed,
      instances: instances.filter((instance) => !copies.has(instance)),
      skipped: [...skipped, ...[...copies].map(asDuplicate)],
      missingRoots: this.#missingRoots,
      wasCancelled: this.#signal.aborted,
    };
  }

  #takeEntries(entries: readonly TreeEntry[]): void {
    for (const entry of entries) {
      if (entry.kind === "missingRoot") {
        this.#missingRoots.push(entry.path);
        continue;
      }
      const place = this.#listed++;
      if (entry.kind === "file")
        this.#waiting.push({ place, path: entry.path });
      else this.#settle(place, skippedVerdict(entry.path, entry.reason));
    }
    this.#readWaiting(filesPerJob);
    this.#report();
  }

  /** Hands waiting files to the workers while there are at least `atLeast`. */
  #readWaiting(atLeast: number): void {
    while (this.#waiting.length >= atLeast) {
      const files = this.#waiting.slice(0, filesPerJob);
      this.#waiting = this.#waiting.slice(filesPerJob);
      const reading = this.#read(files);
      // It is awaited once listing is done; if listing fails first, that failure is the one to tell.
      reading.catch(() => undefined);
      this.#reading.push(reading);
    }
  }

  async #read(
    files: readonly { readonly place: number; readonly path: LocalPath }[],
  ): Promise<void> {
    const paths = files.map((file) => file.path);
    const read = await this.#workers.read(paths, this.#signal);
    if (!read.ok && files.length > 1) {
      // One file may have broken the worker: each gets a worker's full attention, and the others their verdict.
      for (const file of files) await this.#read([file]);
      return;
    }
    for (const [index, { place, path }] of files.entries()) {
      const verdict = read.ok
        ? read.value[index]
        : skippedVerdict(path, {
            kind: "unreadable",
            code: read.failure.errorName,
          });
      if (verdict === undefined) throw new Error("A file without a verdict");
      this.#settle(place, verdict);
    }
    this.#report();
  }

  #settle(place: number, verdict: FileVerdict): void {
    if (verdict.kind === "skipped") {
      this.#skipped += 1;
      this.#verdicts[place] = verdict;
      return;
    }
    this.#dicom += 1;
    this.#verdicts[place] = {
      kind: "dicom",
      instance: this.#interner.intern(verdict.instance),
    };
  }

  async #findCopies(
    instances: readonly ScannedInstance[],
  ): Promise<ReadonlySet<ScannedInstance>> {
    const candidates = duplicateCandidates(instances);
    const hashes = new Map<LocalPath, Sha256Hex>();
    await Promise.all(
      candidates.map(async (group) => {
        const paths = group.map((instance) => instance.source.path);
        const found = await this.#workers.hash(paths, this.#signal);
        for (const [index, path] of paths.entries()) {
          const hash = found[index] ?? null;
          if (hash !== null) hashes.set(path, hash);
        }
      }),
    );
    return copiesAmong(candidates, hashes);
  }

  #report(): void {
    this.#options.onProgress?.({
      listed: this.#listed,
      isListed: this.#isListed,
      found: this.#dicom + this.#skipped,
      dicom: this.#dicom,
      skipped: this.#skipped,
    });
  }
}

function asDuplicate(instance: ScannedInstance): SkippedFile {
  const { kind, path } = instance.source;
  return { source: { kind, path }, reason: { kind: "duplicate" } };
}
