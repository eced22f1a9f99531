// The scan: roots to instances and skipped files, with the reading done by workers.
//
// Invariants:
// 1. Every listed file gets exactly one verdict, whatever happens to the worker that had it.
// 2. In every progress report and in the outcome, found = dicom + skipped. An archive that is opened is not a file of its
//    own, the files in it are; one that is not opened, or not to its end, is one skipped file.
// 3. The outcome does not depend on the order in which workers answer.
import type { SkipReason } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { success, type Result } from "../../shared/result.ts";
import {
  archiveTooLarge,
  type ArchiveListing,
} from "../media/archiveContents.ts";
import { archiveLimits } from "../media/archiveLimits.ts";
import type { ArchiveRequest } from "../media/listArchive.ts";
import {
  missingReferences,
  type FoundDirectory,
  type MissingReference,
} from "../media/missingReferences.ts";
import type { LocalPath } from "../model/brands.ts";
import type {
  FileSource,
  SourcePath,
  UnreadFile,
} from "../model/fileSource.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import type { ArchivePassword } from "../ports/scanner.ts";
import { copiesAmong, duplicateCandidates } from "./duplicateFiles.ts";
import type { TreeEntry } from "./fileTree.ts";
import { HeaderInterner } from "./internHeaders.ts";
import { passwordsFor } from "./archivePasswords.ts";
import { skippedVerdict, type FileVerdict } from "./readFoundFile.ts";
import { WalkOrder } from "./walkOrder.ts";

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
  /** Lists the files of an archive. A failure is the reason why it is left out whole. */
  openArchive(
    request: ArchiveRequest,
    signal: AbortSignal,
  ): Promise<Result<ArchiveListing, SkipReason>>;
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
}

/** How far a scan is. */
export interface ScanProgress {
  /** Files listed so far; grows until `isListed`, and after it where there are archives. */
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
  /** Files that a DICOMDIR names and that are not there; they are not among the found ones. */
  readonly missingReferences: readonly MissingReference[];
  /** Files not read by then are among `skipped`, as cancelled; files not listed by then are not. */
  readonly wasCancelled: boolean;
}

export interface ScanOptions {
  /** Called after each batch of files. */
  readonly onProgress?: (progress: ScanProgress) => void;
  /** For archives that are locked. */
  readonly passwords?: readonly ArchivePassword[];
}

/** Files in one job of a worker: large enough to hide the cost of a message, small enough to answer every few milliseconds. */
const filesPerJob = 64;

/** A file with its place in the walk. */
interface PlacedFile {
  readonly file: UnreadFile;
  readonly order: WalkOrder<FileVerdict>;
  readonly place: number;
  /** Archives around it. */
  readonly depth: number;
}

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
  readonly #order = new WalkOrder<FileVerdict>();
  readonly #missingRoots: LocalPath[] = [];
  readonly #directories: FoundDirectory[] = [];
  /** Jobs under way; grows while archives are opened. */
  readonly #running: Promise<void>[] = [];
  /** Files listed and not yet given to a worker. */
  #waiting: PlacedFile[] = [];
  #listed = 0;
  #listedInArchives = 0;
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
        this.#takeEntries(entries, this.#order, 0);
      },
      this.#signal,
    );
    this.#isListed = true;
    this.#readWaiting(1);
    for (let done = 0; done < this.#running.length; done++) {
      await this.#running[done];
      this.#readWaiting(1);
    }
    const instances: ScannedInstance[] = [];
    const skipped: SkippedFile[] = [];
    for (const verdict of this.#order.verdicts())
      if (verdict.kind === "dicom") instances.push(verdict.instance);
      else if (verdict.kind !== "archive") skipped.push(verdict.skipped);
    await this.#workers.nextTurn();
    const copies = await this.#findCopies(instances);
    this.#dicom -= copies.size;
    this.#skipped += copies.size;
    this.#report();
    await this.#workers.nextTurn();
    return {
      found: this.#listed,
      instances: instances.filter((instance) => !copies.has(instance)),
      skipped: [...skipped, ...[...copies].map(asDuplicate)],
      missingRoots: this.#missingRoots,
      missingReferences: this.#missingReferences(instances, skipped),
      wasCancelled: this.#signal.aborted,
    };
  }

  #takeEntries(
    entries: readonly TreeEntry[],
    order: WalkOrder<FileVerdict>,
    depth: number,
  ): void {
    for (const entry of entries) {
      if (entry.kind === "missingRoot") {
        this.#missingRoots.push(entry.path);
        continue;
      }
      this.#listed += 1;
      const place = order.reserve();
      if (entry.kind === "file")
        this.#waiting.push({ file: entry.file, order, place, depth });
      else this.#skip({ order, place }, entry.path, entry.reason);
    }
    this.#readWaiting(filesPerJob);
    this.#report();
  }

  /** Hands waiting files to the workers while there are at least `atLeast`. */
  #readWaiting(atLeast: number): void {
    let taken = 0;
    while (this.#waiting.length - taken >= atLeast) {
      const files = this.#waiting.slice(taken, taken + filesPerJob);
      taken += files.length;
      this.#run(this.#read(files));
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }

  #run(job: Promise<void>): void {
    // It is awaited once listing is done; if listing fails first, that failure is the one to tell.
    job.catch(() => undefined);
    this.#running.push(job);
  }

  async #read(files: readonly PlacedFile[]): Promise<void> {
    const read = await this.#workers.read(
      files.map(({ file }) => file),
      this.#signal,
    );
    if (!read.ok && files.length > 1) {
      // One file may have broken the worker: each gets a worker's full attention, and the others their verdict.
      for (const file of files) await this.#read([file]);
      return;
    }
    for (const [index, placed] of files.entries()) {
      const verdict = read.ok
        ? read.value[index]
        : skippedVerdict(placed.file.path, {
            kind: "unreadable",
            code: read.failure.errorName,
          });
      if (verdict === undefined) throw new Error("A file without a verdict");
      if (verdict.kind === "archive")
        this.#run(this.#openArchive(placed, verdict.format));
      else this.#settle(placed, verdict);
    }
    this.#report();
  }

  /** Lets the files of an archive take its place, or skips it. */
  async #openArchive(
    placed: PlacedFile,
    format: ArchiveRequest["format"],
  ): Promise<void> {
    const { file, order, place, depth } = placed;
    const passwords = passwordsFor(file.path, this.#options.passwords ?? []);
    const request = { file, format, depth, passwords };
    const listed = this.#withinLimit(
      await this.#workers.openArchive(request, this.#signal),
    );
    if (!listed.ok) {
      this.#skip(placed, file.path, listed.failure);
    } else {
      const { entries, damage } = listed.value;
      const branch = order.branch(place);
      this.#listed -= 1;
      this.#takeEntries(entries, branch, depth + 1);
      if (damage !== null || entries.length === 0) {
        this.#listed += 1;
        const own = { order: branch, place: branch.reserve() };
        this.#skip(own, file.path, damage ?? { kind: "empty" });
      }
    }
    this.#report();
  }

  /** Counts what archives hold together: many small ones are as much work as a large one. */
  #withinLimit(
    listed: Result<ArchiveListing, SkipReason>,
  ): Result<ArchiveListing, SkipReason> {
    if (!listed.ok) return listed;
    const count = this.#listedInArchives + listed.value.entries.length;
    if (count > archiveLimits.entries)
      return { ok: false, failure: archiveTooLarge("entries") };
    this.#listedInArchives = count;
    return success(listed.value);
  }

  #skip(
    at: Pick<PlacedFile, "order" | "place">,
    path: SourcePath,
    reason: SkipReason,
  ): void {
    this.#settle(at, skippedVerdict(path, reason));
  }

  #settle(
    { order, place }: Pick<PlacedFile, "order" | "place">,
    verdict: Exclude<FileVerdict, { kind: "archive" }>,
  ): void {
    if (verdict.kind === "dicom") {
      this.#dicom += 1;
      const instance = this.#interner.intern(verdict.instance);
      order.settle(place, { kind: "dicom", instance });
      return;
    }
    this.#skipped += 1;
    const { skipped } = verdict;
    order.settle(place, { kind: "skipped", skipped });
    if (verdict.kind === "directory")
      this.#directories.push({
        path: skipped.source.path,
        references: verdict.references,
      });
  }

  async #findCopies(
    instances: readonly ScannedInstance[],
  ): Promise<ReadonlySet<ScannedInstance>> {
    const candidates = duplicateCandidates(instances);
    if (candidates.length === 0) return new Set();
    const hashes = new Map<SourcePath, Sha256Hex>();
    await Promise.all(
      candidates.map(async (group) => {
        const files = group.map((instance) => instance.source);
        const found = await this.#workers.hash(files, this.#signal);
        for (const [index, { path }] of files.entries()) {
          const hash = found[index] ?? null;
          if (hash !== null) hashes.set(path, hash);
        }
      }),
    );
    return copiesAmong(candidates, hashes);
  }

  /** In the order of paths, since workers answer in any. */
  #missingReferences(
    instances: readonly ScannedInstance[],
    skipped: readonly SkippedFile[],
  ): readonly MissingReference[] {
    if (this.#directories.length === 0) return [];
    const directories = this.#directories.sort((a, b) =>
      a.path < b.path ? -1 : 1,
    );
    return missingReferences(directories, {
      paths: [...instances, ...skipped].map(({ source }) => source.path),
      sopInstanceUIDs: instances.map(({ header }) => header.sopInstanceUID),
    });
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

function asDuplicate({ source: { path } }: ScannedInstance): SkippedFile {
  return { source: { path }, reason: { kind: "duplicate" } };
}
