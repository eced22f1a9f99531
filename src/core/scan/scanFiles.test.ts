// The scan with workers that answer late, out of order, or not at all: every file keeps its one verdict.
import { describe, expect, it } from "vitest";
import type { SkipReason } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { directoryReference } from "../../testing/directoryFixtures.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import type { ArchiveListing, ListedEntry } from "../media/archiveContents.ts";
import type { DirectoryReference } from "../media/dicomDirectory.ts";
import type { ArchiveRequest } from "../media/listArchive.ts";
import type { EntryPath, LocalPath, OriginalUID } from "../model/brands.ts";
import type { FileSource, UnreadFile } from "../model/fileSource.ts";
import { passwordsFor } from "./archivePasswords.ts";
import type { TreeEntry } from "./fileTree.ts";
import { skippedVerdict, type FileVerdict } from "./readFoundFile.ts";
import { scanFiles, type ScanProgress } from "./scanFiles.ts";
import type {
  BrokenWorker,
  OnEntries,
  OpenedArchive,
  ScanWorkers,
} from "./scanWorkers.ts";

const path = (name: string) => name as LocalPath;

/** Workers over a tree that is given as entries; a name that ends in .txt is not DICOM. */
class FakeWorkers implements ScanWorkers {
  readonly clock = new ManualClock();

  nextTurn(): Promise<void> {
    return Promise.resolve();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.clock.sleep(ms, signal);
  }

  filesPerRead: number | undefined = undefined;
  /** SOP Instance UID by path; default: one of its own. */
  readonly sopInstanceUIDs = new Map<string, string>();
  /** SHA-256 by path; null: cannot be read again. */
  readonly hashes = new Map<string, string | null>();
  /** What opening an archive gives, by path; a planted path is an archive. */
  readonly archives = new Map<string, Result<ArchiveListing, SkipReason>>();
  readonly archiveRequests: ArchiveRequest[] = [];
  /** References by path of a DICOMDIR. */
  readonly directories = new Map<string, readonly DirectoryReference[]>();
  /** Files that are there of those a DICOMDIR names, by its path. */
  readonly referenced = new Map<string, readonly TreeEntry[]>();
  readonly askedDirectories: string[] = [];
  readonly readJobs: (readonly string[])[] = [];
  readonly hashJobs: (readonly string[])[] = [];
  /** Files that break whatever worker reads them. */
  readonly poison = new Set<string>();
  /** Called before a job is answered. */
  beforeAnswer: (paths: readonly string[]) => Promise<void> = () =>
    Promise.resolve();
  readonly #batches: readonly (readonly TreeEntry[])[];

  constructor(...batches: readonly (readonly TreeEntry[])[]) {
    this.#batches = batches;
  }

  list(
    _roots: readonly string[],
    onEntries: (entries: readonly TreeEntry[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (const batch of this.#batches) if (!signal.aborted) onEntries(batch);
    return Promise.resolve();
  }

  async read(
    files: readonly UnreadFile[],
    signal: AbortSignal,
  ): Promise<Result<readonly FileVerdict[], BrokenWorker>> {
    const paths = files.map((file) => file.path as LocalPath);
    this.readJobs.push(paths);
    await this.beforeAnswer(paths);
    if (paths.some((each) => this.poison.has(each)))
      return failed({ kind: "brokenWorker", errorName: "RangeError" });
    return success(
      paths.map((each) =>
        signal.aborted
          ? skippedVerdict(each, { kind: "cancelled" })
          : this.#verdict(each),
      ),
    );
  }

  openArchive(
    request: ArchiveRequest,
  ): Promise<Result<OpenedArchive, SkipReason>> {
    this.archiveRequests.push(request);
    const listed = this.archives.get(request.file.path);
    if (listed === undefined) throw new Error("An archive nobody planted");
    if (!listed.ok) return Promise.resolve(listed);
    const { entries, damage } = listed.value;
    const half = Math.ceil(entries.length / 2);
    const batches = [entries.slice(0, half), entries.slice(half)];
    return Promise.resolve(success({ count: entries.length, damage, batches }));
  }

  listReferenced(
    named: { readonly directory: LocalPath },
    onEntries: OnEntries,
  ): Promise<void> {
    this.askedDirectories.push(named.directory);
    onEntries(this.referenced.get(named.directory) ?? []);
    return Promise.resolve();
  }

  hash(files: readonly FileSource[]): Promise<readonly (Sha256Hex | null)[]> {
    const paths = files.map((file) => file.path);
    this.hashJobs.push(paths);
    return Promise.resolve(
      paths.map((each) => (this.hashes.get(each) ?? null) as Sha256Hex | null),
    );
  }

  #verdict(each: LocalPath): FileVerdict {
    if (this.archives.has(each)) return { kind: "archive", format: "zip" };
    const references = this.directories.get(each);
    if (references !== undefined)
      return {
        ...skippedVerdict(each, { kind: "dicomdir" }),
        kind: "directory",
        references,
      };
    if (each.endsWith(".txt"))
      return skippedVerdict(each, { kind: "notDicom" });
    return {
      kind: "dicom",
      instance: scannedInstance(each, {
        sopInstanceUID: (this.sopInstanceUIDs.get(each) ??
          `1.2.${each}`) as OriginalUID,
        seriesDescription: "Axial",
      }),
    };
  }
}

function files(...names: readonly string[]): TreeEntry[] {
  return names.map((name) => ({
    kind: "file",
    file: { kind: "file", path: path(name) },
  }));
}

function rootFile(name: string): TreeEntry[] {
  return [
    { kind: "file", file: { kind: "file", path: path(name) }, isRoot: true },
  ];
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `f${index}`);
}

/** Resolves when all that waits for nothing but its turn has had it. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function scan(
  workers: ScanWorkers,
  signal = new AbortController().signal,
) {
  const progress: ScanProgress[] = [];
  const outcome = await scanFiles(
    workers,
    ["/export"],
    {
      onProgress: (report) => {
        progress.push(report);
      },
    },
    signal,
  );
  return { outcome, progress };
}

describe("a scan", () => {
  it("lets the first images be seen while the others are still being read, a few times in all", async () => {
    const looks: number[] = [];
    const names = numbered(2000);
    const outcome = await scanFiles(
      new FakeWorkers(files(...names)),
      ["/export"],
      {
        onLook: (instances) => {
          looks.push(instances.length);
        },
      },
      new AbortController().signal,
    );

    expect(outcome.instances).toHaveLength(2000);
    expect(looks[0]).toBeGreaterThanOrEqual(50);
    expect(looks[0]).toBeLessThan(2000);
    expect(looks.length).toBeLessThan(5);
  });

  it("lets the few images of a slow disc be seen by the clock, before it has read them all", async () => {
    const workers = new FakeWorkers(files(...numbered(12)));
    workers.filesPerRead = 4;
    const answers: (() => void)[] = [];
    workers.beforeAnswer = () =>
      new Promise((answer) => {
        answers.push(answer);
      });
    const looks: string[][] = [];
    const scanning = scanFiles(
      workers,
      ["/disc"],
      {
        onLook: (instances) => {
          looks.push(instances.map(({ source }) => source.path));
        },
      },
      new AbortController().signal,
    );
    const pass = async (ms: number) => {
      workers.clock.advance(ms);
      await soon();
    };
    await pass(1000);
    answers.shift()?.();
    await pass(400);
    expect(looks).toEqual([]);
    await pass(100);
    expect(looks).toEqual([["f0", "f1", "f2", "f3"]]);
    for (const answer of answers) answer();
    expect((await scanning).instances).toHaveLength(12);
    await pass(60_000);
    expect(looks).toHaveLength(1);
  });

  it("sorts what it finds into instances and skipped files, in the order of the walk", async () => {
    const { outcome } = await scan(
      new FakeWorkers([
        ...files("b", "a.txt"),
        { kind: "skipped", path: path("c"), reason: { kind: "link" } },
        ...files("d"),
      ]),
    );

    expect(outcome.found).toBe(4);
    expect(outcome.instances.map(({ source }) => source.path)).toEqual([
      "b",
      "d",
    ]);
    expect(
      outcome.skipped.map(({ source, reason }) => [source.path, reason.kind]),
    ).toEqual([
      ["a.txt", "notDicom"],
      ["c", "link"],
    ]);
    expect(outcome.wasCancelled).toBe(false);
  });

  it("gives workers files in jobs of bounded size, each once", async () => {
    const workers = new FakeWorkers(
      files(...numbered(100)),
      files(...numbered(230).slice(100)),
    );
    await scan(workers);
    expect(workers.readJobs.map((job) => job.length)).toEqual([
      32, 32, 32, 32, 32, 32, 32, 6,
    ]);
    expect(new Set(workers.readJobs.flat()).size).toBe(230);
  });

  it("keeps the order of the walk when workers answer out of order", async () => {
    const workers = new FakeWorkers(files(...numbered(130)));
    const answers: (() => void)[] = [];
    workers.beforeAnswer = () =>
      new Promise((answer) => {
        answers.unshift(answer);
        if (answers.length === 5) for (const each of answers) each();
      });
    const { outcome } = await scan(workers);
    expect(outcome.instances.map(({ source }) => source.path)).toEqual(
      numbered(130),
    );
  });

  it("balances found, images and skipped in every report", async () => {
    const names = numbered(300).map((name, index) =>
      index % 3 === 0 ? `${name}.txt` : name,
    );
    const { outcome, progress } = await scan(new FakeWorkers(files(...names)));

    for (const report of progress)
      expect(report.found).toBe(report.dicom + report.skipped);
    expect(progress.at(-1)).toEqual({
      listed: 300,
      isListed: true,
      found: 300,
      dicom: 200,
      skipped: 100,
    });
    expect(outcome.found).toBe(
      outcome.instances.length + outcome.skipped.length,
    );
  });

  it("tells of roots that do not exist without counting them as files", async () => {
    const { outcome } = await scan(
      new FakeWorkers([
        { kind: "missingRoot", path: path("/gone") },
        ...files("a"),
      ]),
    );
    expect(outcome.missingRoots).toEqual(["/gone"]);
    expect(outcome.found).toBe(1);
  });

  it("is done at once with nothing", async () => {
    const { outcome } = await scan(new FakeWorkers());
    expect(outcome).toEqual({
      found: 0,
      instances: [],
      skipped: [],
      missingRoots: [],
      missingReferences: [],
      patientWords: [],
      wasCancelled: false,
    });
  });

  it("shares equal values between headers", async () => {
    const { outcome } = await scan(new FakeWorkers(files("a", "b")));
    const [a, b] = outcome.instances;
    expect(a?.header.patient).toBe(b?.header.patient);
    expect(a?.header.imageType).toBe(b?.header.imageType);
    expect(a?.header).toEqual({ ...b?.header, sopInstanceUID: "1.2.a" });
  });
});

describe("an archive", () => {
  const entry = (inner: string): ListedEntry => ({
    kind: "file",
    file: {
      kind: "archiveEntry",
      path: `b.zip!${inner}` as EntryPath,
      sizeBytes: 1000,
      container: {
        kind: "file",
        path: path("b.zip"),
        sizeBytes: 5000,
        modifiedAtMs: 0,
      },
      packed: { kind: "plain", offset: 0 },
    },
  });
  const listing = (
    entries: readonly ListedEntry[],
    damage: SkipReason | null = null,
  ) => success({ entries, damage });

  function workersWith(listed: Result<ArchiveListing, SkipReason>) {
    const workers = new FakeWorkers(files("a", "b.zip", "c"));
    workers.archives.set("b.zip", listed);
    return workers;
  }

  it("gives its place to the files in it and is none itself", async () => {
    const skipped = {
      kind: "skipped",
      path: "b.zip!../x" as EntryPath,
      reason: { kind: "unsafeName" },
    } as const;
    const { outcome, progress } = await scan(
      workersWith(listing([entry("1"), skipped, entry("2.txt"), entry("3")])),
    );
    expect(outcome.found).toBe(6);
    expect(outcome.instances.map(({ source }) => source.path)).toEqual([
      "a",
      "b.zip!1",
      "b.zip!3",
      "c",
    ]);
    expect(
      outcome.skipped.map(({ source, reason }) => [source.path, reason.kind]),
    ).toEqual([
      ["b.zip!../x", "unsafeName"],
      ["b.zip!2.txt", "notDicom"],
    ]);
    for (const report of progress)
      expect(report.found).toBe(report.dicom + report.skipped);
  });

  it.each<[string, Result<ArchiveListing, SkipReason>, SkipReason]>([
    [
      "that is locked",
      failed({ kind: "passwordNeeded", wasWrong: false }),
      { kind: "passwordNeeded", wasWrong: false },
    ],
    ["that is empty", listing([]), { kind: "empty" }],
  ])("%s is one skipped file", async (_, listed, reason) => {
    const { outcome } = await scan(workersWith(listed));
    expect(outcome.found).toBe(3);
    expect(outcome.skipped).toEqual([{ source: { path: "b.zip" }, reason }]);
  });

  it("that is damaged is one skipped file beside what could be listed", async () => {
    const { outcome } = await scan(
      workersWith(listing([entry("1")], { kind: "archiveDamaged" })),
    );
    expect(outcome.found).toBe(4);
    expect(outcome.instances).toHaveLength(3);
    expect(outcome.skipped).toEqual([
      { source: { path: "b.zip" }, reason: { kind: "archiveDamaged" } },
    ]);
  });

  it("in an archive is opened with the depth it has", async () => {
    const workers = workersWith(listing([entry("c.zip")]));
    workers.archives.set("b.zip!c.zip", listing([]));
    await scan(workers);
    expect(
      workers.archiveRequests.map(({ file, depth }) => [file.path, depth]),
    ).toEqual([
      ["b.zip", 0],
      ["b.zip!c.zip", 1],
    ]);
  });
});

describe("a disc with a DICOMDIR", () => {
  it("tells what is missing without counting it", async () => {
    const workers = new FakeWorkers(files("/cd/DICOMDIR", "/cd/IM1"));
    workers.directories.set("/cd/DICOMDIR", [
      directoryReference("IM1"),
      directoryReference("IM2"),
    ]);
    const { outcome } = await scan(workers);
    expect(outcome.found).toBe(2);
    expect(outcome.skipped).toEqual([
      { source: { path: "/cd/DICOMDIR" }, reason: { kind: "dicomdir" } },
    ]);
    expect(outcome.missingReferences).toEqual([
      { directory: "/cd/DICOMDIR", file: "IM2" },
    ]);
    expect(workers.askedDirectories).toEqual([]);
  });

  it("that was dropped alone stands for the files it names, each met once", async () => {
    const workers = new FakeWorkers([
      ...files("/cd/b/IM3", "/cd/b/IM4"),
      ...rootFile("/cd/DICOMDIR"),
    ]);
    workers.directories.set(
      "/cd/DICOMDIR",
      ["IM1", "b/IM3", "IM9"].map((name) => directoryReference(name)),
    );
    workers.referenced.set("/cd/DICOMDIR", [
      ...files("/cd/IM1", "/cd/b/IM3", "/cd/IM1"),
      { kind: "skipped", path: path("/cd/IM2"), reason: { kind: "link" } },
    ]);
    const { outcome, progress } = await scan(workers);
    expect(outcome.instances.map(({ source }) => source.path)).toEqual([
      "/cd/b/IM3",
      "/cd/b/IM4",
      "/cd/IM1",
    ]);
    expect(outcome.skipped.map(({ source }) => source.path)).toEqual([
      "/cd/DICOMDIR",
      "/cd/IM2",
    ]);
    expect(outcome.found).toBe(5);
    expect(outcome.missingReferences.map(({ file }) => file)).toEqual(["IM9"]);
    expect(progress.at(-1)).toMatchObject({ listed: 5, found: 5 });
  });

  it("says what headers do not, and in which order the files are", async () => {
    const workers = new FakeWorkers(files("/cd/DICOMDIR", "/cd/a", "/cd/b"));
    const said = {
      seriesInstanceUID: "",
      modality: "CT",
      description: "other",
    };
    workers.directories.set("/cd/DICOMDIR", [
      directoryReference("B", {
        instanceNumber: 7,
        series: { ...said, number: 4 },
      }),
      directoryReference("A"),
    ]);
    const { outcome } = await scan(workers);
    expect(
      outcome.instances.map(({ source, header, directoryPlace }) => [
        source.path,
        header.seriesDescription,
        header.seriesNumber,
        header.instanceNumber,
        directoryPlace,
      ]),
    ).toEqual([
      ["/cd/a", "Axial", null, null, 1],
      ["/cd/b", "Axial", 4, 7, 0],
    ]);
  });
});

describe("passwords", () => {
  it("are tried in this order: its own, those for any, those of others; newest first", () => {
    const given = [
      { archive: path("other.zip"), password: "other" },
      { archive: null, password: "any" },
      { archive: path("a.zip"), password: "old" },
      { archive: path("a.zip"), password: "new" },
    ];
    expect(passwordsFor(path("a.zip"), given)).toEqual([
      "new",
      "old",
      "any",
      "other",
    ]);
  });
});

describe("a scan whose worker breaks", () => {
  it("leaves out only the file that breaks it", async () => {
    const workers = new FakeWorkers(files(...numbered(70)));
    workers.poison.add("f40");
    const { outcome } = await scan(workers);

    expect(outcome.instances).toHaveLength(69);
    expect(outcome.skipped).toEqual([
      {
        source: { path: "f40" },
        reason: { kind: "unreadable", code: "RangeError" },
      },
    ]);
  });
});

describe("a cancelled scan", () => {
  it("accounts for every listed file", async () => {
    const cancelling = new AbortController();
    const workers = new FakeWorkers(files(...numbered(200)));
    workers.beforeAnswer = (paths) => {
      if (paths.includes("f64")) cancelling.abort();
      return Promise.resolve();
    };
    const { outcome, progress } = await scan(workers, cancelling.signal);

    expect(outcome.wasCancelled).toBe(true);
    expect(outcome.found).toBe(200);
    expect(outcome.instances.length + outcome.skipped.length).toBe(200);
    expect(new Set(outcome.skipped.map(({ reason }) => reason.kind))).toEqual(
      new Set(["cancelled"]),
    );
    expect(progress.at(-1)?.found).toBe(200);
  });

  it("lists nothing if it was cancelled before", async () => {
    const { outcome } = await scan(
      new FakeWorkers(files("a")),
      AbortSignal.abort(),
    );
    expect(outcome).toMatchObject({ found: 0, wasCancelled: true });
  });
});

describe("duplicates", () => {
  /** Files that all claim SOP Instance UID 1.9. */
  function claiming(...names: readonly string[]): FakeWorkers {
    const workers = new FakeWorkers(files(...names));
    for (const name of names) workers.sopInstanceUIDs.set(name, "1.9");
    return workers;
  }

  it("keeps the first copy in path order and leaves out the others", async () => {
    const workers = claiming("c", "a", "b");
    for (const name of ["a", "b", "c"]) workers.hashes.set(name, "same");
    const { outcome, progress } = await scan(workers);

    expect(outcome.instances.map(({ source }) => source.path)).toEqual(["a"]);
    expect(
      outcome.skipped.map(({ source, reason }) => [source.path, reason.kind]),
    ).toEqual([
      ["b", "duplicate"],
      ["c", "duplicate"],
    ]);
    expect(progress.at(-1)).toMatchObject({ found: 3, dicom: 1, skipped: 2 });
  });

  it("keeps all of those that differ", async () => {
    const workers = claiming("a", "b");
    workers.hashes.set("a", "one").set("b", "two");
    const { outcome } = await scan(workers);
    expect(outcome.instances).toHaveLength(2);
  });

  it("keeps a file that cannot be read again", async () => {
    const workers = claiming("a", "b");
    workers.hashes.set("a", "one").set("b", null);
    const { outcome } = await scan(workers);
    expect(outcome.instances).toHaveLength(2);
  });

  it("reads no file twice that shares its UID with none", async () => {
    const workers = new FakeWorkers(files("a", "b"));
    await scan(workers);
    expect(workers.hashJobs).toEqual([]);
  });

  it("takes no file without a UID for a copy", async () => {
    const workers = new FakeWorkers(files("a", "b"));
    workers.sopInstanceUIDs.set("a", "").set("b", "");
    await scan(workers);
    expect(workers.hashJobs).toEqual([]);
  });
});
