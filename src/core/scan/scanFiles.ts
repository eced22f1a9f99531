// The scan: roots to instances and skipped files, with the reading done by workers.
//
// Invariants:
// 1. Every listed file gets exactly one verdict, whatever happens to the worker that had it.
// 2. In every progress report and in the outcome, found = dicom + skipped. An archive that is opened is not a file of its
//    own, the files in it are; one that is not opened, or not to its end, is one skipped file.
// 3. The outcome does not depend on the order in which workers answer.
import type { SkipReason } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import { archiveTooLarge } from "../media/archiveContents.ts";
import { archiveLimits } from "../media/archiveLimits.ts";
import type { ArchiveRequest } from "../media/listArchive.ts";
import type { MissingReference } from "../media/missingReferences.ts";
import type { LocalPath } from "../model/brands.ts";
import type { SourcePath } from "../model/fileSource.ts";
import type { ScannedInstance, SkippedFile } from "../model/stack.ts";
import type { ArchivePassword } from "../ports/scanner.ts";
import type { Clock } from "../ports/clock.ts";
import { DiscDirectories } from "./discDirectories.ts";
import { EarlyLooks } from "./earlyLooks.ts";
import {
  PatientWordList,
  type PatientWords,
} from "../patientWords/patientWords.ts";
import { copiesAmong, duplicateCandidates } from "./duplicateFiles.ts";
import type { TreeEntry } from "./fileTree.ts";
import { HeaderInterner } from "./internHeaders.ts";
import { passwordsFor } from "./archivePasswords.ts";
import { ReadQueue, type PlacedFile } from "./readQueue.ts";
import { skippedVerdict, type FileVerdict } from "./readFoundFile.ts";
import type { ScanWorkers } from "./scanWorkers.ts";
import { WalkOrder } from "./walkOrder.ts";

/** How far a scan is. */
export interface ScanProgress {
  /** Files listed so far; grows until `isListed`, and after it where there are archives. */
  readonly listed: number;
  readonly isListed: boolean;
  /** Files with a verdict: found = dicom + skipped. */
  readonly found: number;
  readonly dicom: number;
  readonly skipped: number;
  /** Of slow or removable media, while they are read; absent: nothing yet. */
  readonly copiedBytes?: number;
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
  /** Files of slow media that later steps will read from there: absent where there are no such media. */
  readonly leftOnMedium?: number;
  /** Series of public archives among the files, by the records beside them. Absent: none. */
  readonly publicSeries?: readonly PublicSeries[];
  /** Scratch files with what was read of slow media: absent where there are none. */
  readonly copies?: readonly LocalPath[];
  /** How many files were copied, where nothing is needed of slow or removable media any more; absent: something is, or there are none. */
  readonly copiedFromMedium?: number;
  /** Words that tell who the patient of these files is. */
  readonly patientWords: PatientWords;
  /** Files not read by then are among `skipped`, as cancelled; files not listed by then are not. */
  readonly wasCancelled: boolean;
}

export interface ScanOptions {
  /** Called after each batch of files. */
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Called with the images read so far, in the order of the walk, a few times near the beginning. */
  readonly onLook?: (instances: readonly ScannedInstance[]) => void;
  /** For archives that are locked. */
  readonly passwords?: readonly ArchivePassword[];
  /** Copies of files on slow media that the case has by now; absent: all that were made. Other media at the paths of those do not replace them. */
  readonly held?: readonly LocalPath[];
  /** Roots that were added now; absent: all. Only there is another medium read that took the place of one the case has. */
  readonly added?: readonly string[];
}

/** Scans the roots. Rejects only for bugs. */
export async function scanFiles(
  workers: ScanWorkers,
  roots: readonly string[],
  options: ScanOptions,
  signal: AbortSignal,
): Promise<ScanOutcome> {
  const scan = new Scan(workers, options, signal);
  const ended = new AbortController();
  const looking = scan.lookInTime(ended.signal);
  // It is awaited once the scan ends.
  looking.catch(() => undefined);
  try {
    return await scan.run(roots);
  } finally {
    ended.abort();
    await looking;
  }
}

class Scan {
  readonly #workers: ScanWorkers;
  readonly #options: ScanOptions;
  readonly #signal: AbortSignal;
  readonly #interner = new HeaderInterner();
  readonly #words = new PatientWordList();
  readonly #order = new WalkOrder<FileVerdict>();
  readonly #missingRoots: LocalPath[] = [];
  readonly #directories = new DiscDirectories();
  /** Jobs under way; grows while archives are opened. */
  readonly #running: Promise<void>[] = [];
  readonly #queue = new ReadQueue(
    (files) => {
      const reading = this.#read(files);
      this.#run(reading);
      return reading;
    },
    () => this.#workers.filesPerRead,
  );
  #listed = 0;
  #listedInArchives = 0;
  #isListed = false;
  #dicom = 0;
  #skipped = 0;
  readonly #looks = new EarlyLooks(() => {
    this.#options.onLook?.(
      [...this.#order.settled()].flatMap((verdict) =>
        verdict.kind === "dicom" ? [verdict.instance] : [],
      ),
    );
  });

  constructor(workers: ScanWorkers, options: ScanOptions, signal: AbortSignal) {
    this.#workers = workers;
    this.#options = options;
    this.#signal = signal;
  }

  /** Shows what there is by then, a few times, until `ended` aborts. */
  async lookInTime(ended: AbortSignal): Promise<void> {
    if (this.#options.onLook === undefined) return;
    const sleep: Clock["sleep"] = (ms, signal) =>
      this.#workers.sleep(ms, signal);
    await this.#looks.lookInTime(sleep, ended);
  }

  async run(roots: readonly string[]): Promise<ScanOutcome> {
    await this.#workers.list(
      roots,
      (entries) => {
        this.#takeListed(entries);
      },
      this.#signal,
    );
    this.#isListed = true;
    await this.#readAll();
    await this.#addReferenced();
    const { instances, skipped } = this.#settled();
    await this.#workers.nextTurn();
    const copies = await this.#findCopies(instances);
    this.#dicom -= copies.size;
    this.#skipped += copies.size;
    this.#report();
    await this.#workers.nextTurn();
    const found = {
      instances: instances.filter((instance) => !copies.has(instance)),
      skipped: [...skipped, ...[...copies].map(asDuplicate)],
    };
    const compared = await this.#directories.compare(found, () =>
      this.#workers.nextTurn(),
    );
    return {
      found: this.#listed,
      instances: compared.instances,
      skipped: found.skipped,
      missingRoots: this.#missingRoots,
      missingReferences: compared.missing,
      patientWords: this.#words.all(),
      wasCancelled: this.#signal.aborted,
    };
  }

  /** Reads all files that were listed, and those in archives among them. */
  async #readAll(): Promise<void> {
    this.#queue.startAll();
    for (const job of this.#running) {
      await job;
      this.#queue.startAll();
    }
  }

  /** A DICOMDIR that was dropped alone stands for the files it names. They are met once, also if they were dropped with it. */
  async #addReferenced(): Promise<void> {
    const { named } = this.#directories;
    if (named.length === 0) return;
    const { instances, skipped } = this.#settled();
    const met = new Set<SourcePath>(
      [...instances, ...skipped].map(({ source }) => source.path),
    );
    const isNew = (entry: TreeEntry): boolean => {
      const path = entry.kind === "file" ? entry.file.path : entry.path;
      if (met.has(path)) return false;
      met.add(path);
      return true;
    };
    for (const directory of named)
      await this.#workers.listReferenced(
        directory,
        (entries) => {
          this.#takeListed(entries.filter(isNew));
        },
        this.#signal,
      );
    await this.#readAll();
  }

  /** What became of the files, in the order of the walk. */
  #settled(): {
    readonly instances: readonly ScannedInstance[];
    readonly skipped: readonly SkippedFile[];
  } {
    const instances: ScannedInstance[] = [];
    const skipped: SkippedFile[] = [];
    for (const verdict of this.#order.verdicts())
      if (verdict.kind === "dicom") instances.push(verdict.instance);
      else if (verdict.kind !== "archive") skipped.push(verdict.skipped);
    return { instances, skipped };
  }

  #takeListed(entries: readonly TreeEntry[]): void {
    const missing = entries.filter(({ kind }) => kind === "missingRoot");
    this.#listed += entries.length - missing.length;
    this.#takeEntries(entries, this.#order, 0);
    this.#report();
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
      const place = order.reserve();
      if (entry.kind === "file") {
        const isRoot = entry.isRoot === true;
        this.#queue.add({ file: entry.file, order, place, depth, isRoot });
      } else this.#skip({ order, place }, entry.path, entry.reason);
    }
    this.#queue.startFull();
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
      if (verdict.kind === "directory")
        this.#directories.add(placed, verdict.references);
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
    const opened = await this.#workers.openArchive(request, this.#signal);
    if (!opened.ok) this.#skip(placed, file.path, opened.failure);
    else if (!this.#isWithinLimit(opened.value.count))
      this.#skip(placed, file.path, archiveTooLarge("entries"));
    else {
      const { count, damage, batches } = opened.value;
      const branch = order.branch(place);
      this.#listed += count - 1;
      for await (const entries of batches) {
        this.#takeEntries(entries, branch, depth + 1);
        await this.#queue.fewInHand();
      }
      if (damage !== null || count === 0) {
        this.#listed += 1;
        const own = { order: branch, place: branch.reserve() };
        this.#skip(own, file.path, damage ?? { kind: "empty" });
      }
    }
    this.#report();
  }

  /** Counts what archives hold together: many small ones are as much work as a large one. */
  #isWithinLimit(count: number): boolean {
    if (this.#listedInArchives + count > archiveLimits.entries) return false;
    this.#listedInArchives += count;
    return true;
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
      this.#words.add(verdict.patientWords ?? []);
      order.settle(place, { kind: "dicom", instance });
      return;
    }
    this.#skipped += 1;
    const { skipped } = verdict;
    order.settle(place, { kind: "skipped", skipped });
  }

  async #findCopies(
    instances: readonly ScannedInstance[],
  ): Promise<ReadonlySet<ScannedInstance>> {
    const candidates = await duplicateCandidates(instances, () =>
      this.#workers.nextTurn(),
    );
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

  #report(): void {
    this.#looks.found(this.#dicom);
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
