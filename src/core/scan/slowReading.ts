// Scans of media that seek badly or may leave: optical discs, USB sticks, network shares.
//
// Invariants:
// 1. What lies on a slow medium is listed first, and then read one file after the other, in the order of the walk, each once:
//    what later steps need is copied while it is read (stageFile.ts).
// 2. Whether a medium is fast is known before it is read, and on fast ones nothing is copied. How quickly a first read answers
//    tells nothing: a USB stick answers like a disk, and is pulled out all the same.
// 3. What was copied stays part of the roots when the medium is away, or another one is in its place (earlierMedia.ts).
import type { SkipReason } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { ArchiveRequest } from "../media/listArchive.ts";
import type { LocalPath } from "../model/brands.ts";
import type { FileSource, PlainFile, UnreadFile } from "../model/fileSource.ts";
import type { MediaProbe, MediaSpeed } from "../ports/mediaProbe.ts";
import {
  isHeldBy,
  rootsToRead,
  type MediumLook,
  type ReadingCase,
} from "./earlierMedia.ts";
import type { TreeEntry } from "./fileTree.ts";
import { FolderSpeeds } from "./folderSpeeds.ts";
import type { FileVerdict } from "./readFoundFile.ts";
import type {
  BrokenWorker,
  OnEntries,
  OpenedArchive,
  ScanWorkers,
} from "./scanWorkers.ts";
import { folderOf, isAtOrBelow, type StagedCopies } from "./stagedCopies.ts";
import type { Turns } from "./turns.ts";
import type { FileToStage, StagedFile } from "./stageFile.ts";

/** Files staged in one job: few, since each may take a second, and the user sees how far it is. */
const filesPerJob = 4;

/** What reading slow media needs. */
export interface SlowReadingDeps {
  readonly probe: MediaProbe;
  /** What was copied in this run so far. */
  readonly copies: StagedCopies;
  /** For all scans of the run: two at a time would make a drive seek all the time. */
  readonly turns: Turns;
  /** False where copies would lie on a slow medium themselves, or be for nobody: then files are only read one after the other. */
  readonly isCopying: boolean;
  readonly look: MediumLook;
  /** Whose files are read. */
  readonly case: ReadingCase;
  /** Stages files one after the other and answers in their order; `reservedBytes` of the disk are left for other work, null: copies nothing. */
  readonly stage: (
    files: readonly FileToStage[],
    reservedBytes: number | null,
    signal: AbortSignal,
  ) => Promise<Result<readonly StagedFile[], BrokenWorker>>;
}

type FoundFile = UnreadFile & { readonly kind: "file" };

/** Files of one call of `read`, by how they are read. */
interface SortedFiles {
  readonly toStage: readonly FoundFile[];
  readonly others: readonly UnreadFile[];
  /** For each file, true if it is among those to stage. */
  readonly isStaged: readonly boolean[];
}

/** The workers of one scan, for roots on slow media. */
export class SlowReading implements ScanWorkers {
  readonly #workers: ScanWorkers;
  readonly #deps: SlowReadingDeps;
  readonly #speeds: FolderSpeeds;
  #listing: Promise<void> = Promise.resolve();
  #sorting: Promise<unknown> = Promise.resolve();
  /** Roots that are away. */
  readonly #away = new Set<string>();
  readonly #entered = new Set<string>();
  readonly #copies: LocalPath[] = [];
  #leftOnMedium = 0;

  constructor(workers: ScanWorkers, deps: SlowReadingDeps) {
    this.#workers = workers;
    this.#deps = deps;
    this.#speeds = new FolderSpeeds(deps.probe);
  }

  /** Files that later steps need and that are not copied. */
  get leftOnMedium(): number {
    return this.#leftOnMedium;
  }

  /** Of which this scan had files, whenever they were made. */
  get copies(): readonly LocalPath[] {
    return this.#copies;
  }

  /** True if later steps read nothing from slow or removable media any more. */
  get isAllCopied(): boolean {
    return this.#copies.length > 0 && this.#leftOnMedium === 0;
  }

  get filesPerRead(): number {
    return filesPerJob;
  }

  nextTurn(): Promise<void> {
    return this.#workers.nextTurn();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#workers.sleep(ms, signal);
  }

  list(...given: Parameters<ScanWorkers["list"]>): Promise<void> {
    this.#listing = this.#list(...given);
    return this.#listing;
  }

  async #list(
    ...[allRoots, onEntries, signal]: Parameters<ScanWorkers["list"]>
  ): Promise<void> {
    const { case: own, copies, look } = this.#deps;
    const { roots, earlier } = await rootsToRead(allRoots, own, copies, look);
    onEntries(earlier.map(({ path }) => this.#entryOf(path, allRoots)));
    const found: OnEntries = (entries) => {
      onEntries(entries.flatMap((entry) => this.#withCopies(entry)));
    };
    await this.#workers.list(roots, found, signal);
    onEntries(roots.flatMap((root) => this.#ofEmptyRoot(root)));
  }

  async listReferenced(
    ...[named, onEntries, signal]: Parameters<ScanWorkers["listReferenced"]>
  ): Promise<void> {
    const { directory } = named;
    if (!this.#away.has(directory)) {
      await this.#workers.listReferenced(named, onEntries, signal);
      return;
    }
    onEntries(this.#copiesBelow(folderOf(directory)));
  }

  async openArchive(
    request: ArchiveRequest,
    signal: AbortSignal,
  ): Promise<Result<OpenedArchive, SkipReason>> {
    const { file } = request;
    const known = file.kind === "file" ? this.#deps.copies.of(file.path) : null;
    if (file.kind === "file" && known !== null)
      return await this.#workers.openArchive(
        { ...request, file: { ...file, known } },
        signal,
      );
    return await this.#inTurnIfSlow([file], () =>
      this.#workers.openArchive(request, signal),
    );
  }

  async read(
    files: readonly UnreadFile[],
    signal: AbortSignal,
  ): Promise<Result<readonly FileVerdict[], BrokenWorker>> {
    // Asking about media takes its time, and must not change the order.
    const sorting = this.#sorting.then(() => this.#sorted(files));
    this.#sorting = sorting;
    const { toStage, others, isStaged } = await sorting;
    const [staged, read] = await Promise.all([
      this.#stage(toStage, signal),
      others.length === 0
        ? success([])
        : this.#inTurnIfSlow(others, () => this.#workers.read(others, signal)),
    ]);
    if (!staged.ok) return staged;
    if (!read.ok) return read;
    const [ofStaged, ofOthers] = [staged.value.values(), read.value.values()];
    return success(
      isStaged.flatMap((isOne) => {
        const next = (isOne ? ofStaged : ofOthers).next();
        return next.done === true ? [] : [next.value];
      }),
    );
  }

  hash(files: readonly FileSource[], signal: AbortSignal) {
    return this.#inTurnIfSlow(files, () => this.#workers.hash(files, signal));
  }

  async #sorted(files: readonly UnreadFile[]): Promise<SortedFiles> {
    const toStage: FoundFile[] = [];
    const others: UnreadFile[] = [];
    const isStaged: boolean[] = [];
    for (const file of files) {
      const isToStage = file.kind === "file" && (await this.#isSlow(file));
      isStaged.push(isToStage);
      if (isToStage) toStage.push(file);
      else others.push(file);
    }
    return { toStage, others, isStaged };
  }

  #asKnown(file: FoundFile): FileToStage {
    const known = this.#deps.copies.of(file.path);
    return known === null ? file : { ...file, known };
  }

  /** In its turn, once all is listed. */
  async #stage(
    found: readonly FoundFile[],
    signal: AbortSignal,
  ): Promise<Result<readonly FileVerdict[], BrokenWorker>> {
    if (found.length === 0) return success([]);
    const staged = await this.#deps.turns.take(async () => {
      // As of now: a scan before this one may have copied them.
      const files = found.map((file) => this.#asKnown(file));
      await this.#listing;
      const { copies, isCopying, stage } = this.#deps;
      const done = await stage(files, isCopying ? copies.bytes : null, signal);
      if (done.ok) this.#take(done.value);
      return done;
    });
    return staged.ok
      ? success(staged.value.map(({ verdict }) => verdict))
      : staged;
  }

  #take(files: readonly StagedFile[]): void {
    for (const { copied, isLeftOnMedium } of files) {
      if (copied !== null) {
        this.#deps.copies.add(copied);
        if (copied.copy !== undefined) this.#copies.push(copied.copy);
      }
      if (isLeftOnMedium) this.#leftOnMedium += 1;
    }
  }

  /** A root or folder that is away or cannot be listed still has what was copied of it. */
  #withCopies(entry: TreeEntry): readonly TreeEntry[] {
    if (entry.kind === "file") {
      this.#entered.add(entry.file.path);
      return [entry];
    }
    if (entry.kind === "skipped" && entry.reason.kind !== "unreadable")
      return [entry];
    const copies = this.#copiesBelow(entry.path);
    if (entry.kind === "missingRoot" && copies.length > 0) {
      this.#away.add(entry.path);
      return copies;
    }
    return [entry, ...copies];
  }

  /** The folder that a disc is mounted at may stay when the disc is gone. */
  #ofEmptyRoot(root: string): readonly TreeEntry[] {
    const { copies } = this.#deps;
    for (const path of this.#entered)
      if (isAtOrBelow(path, root) && !copies.isEarlier(path)) return [];
    return this.#copiesBelow(root);
  }

  #copiesBelow(root: string): TreeEntry[] {
    const { case: own, copies } = this.#deps;
    return copies
      .current(root)
      .filter(({ copy }) => copy !== undefined && isHeldBy(own, copy))
      .filter(({ path }) => !this.#entered.has(path))
      .map(({ path }) => this.#entryOf(path, [root]));
  }

  #entryOf(path: LocalPath, roots: readonly string[]): TreeEntry {
    this.#entered.add(path);
    const file = { kind: "file", path } as const;
    return roots.includes(path)
      ? { kind: "file", file, isRoot: true }
      : { kind: "file", file };
  }

  async #inTurnIfSlow<T>(
    files: readonly (UnreadFile | FileSource)[],
    job: () => Promise<T>,
  ): Promise<T> {
    for (const file of files)
      if (await this.#isSlow(file)) return await this.#deps.turns.take(job);
    return await job();
  }

  async #isSlow(file: UnreadFile | FileSource): Promise<boolean> {
    const container = file.kind === "file" ? file : file.container;
    return (await this.#speedOf(container)) !== "fast";
  }

  async #speedOf(file: Pick<PlainFile, "path" | "copy">): Promise<MediaSpeed> {
    if (file.copy !== undefined) return "fast";
    // Its medium may be away, and what is at its path now may be anything.
    if (this.#deps.copies.of(file.path) !== null) return "slow";
    return await this.#speeds.of(file.path);
  }
}
