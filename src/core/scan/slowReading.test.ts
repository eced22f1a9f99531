// Slow media are listed first and read by one worker at a time; fast ones are read as ever, whatever lies beside them.
import { beforeEach, describe, expect, it } from "vitest";
import { failed, success } from "../../shared/result.ts";
import type { LocalPath } from "../model/brands.ts";
import type { PlainFile, UnreadFile } from "../model/fileSource.ts";
import type { MediaSpeed } from "../ports/mediaProbe.ts";
import type { TreeEntry } from "./fileTree.ts";
import { skippedVerdict } from "./readFoundFile.ts";
import type { ScanWorkers } from "./scanWorkers.ts";
import { SlowReading } from "./slowReading.ts";
import { StagedCopies } from "./stagedCopies.ts";
import { Turns } from "./turns.ts";
import type { FileToStage, StagedFile } from "./stageFile.ts";

const { signal } = new AbortController();

/** Workers that answer a few turns later, and note when they began and ended. */
class NotingWorkers implements ScanWorkers {
  readonly log: string[] = [];
  entries: readonly TreeEntry[] = [];
  listed: Promise<void> = Promise.resolve();

  async list(...[, onEntries]: Parameters<ScanWorkers["list"]>): Promise<void> {
    onEntries(this.entries);
    await this.listed;
    this.log.push("listed");
  }

  listReferenced(): Promise<void> {
    this.log.push("looked for what a DICOMDIR names");
    return Promise.resolve();
  }

  openArchive(...[{ file }]: Parameters<ScanWorkers["openArchive"]>) {
    const copy = file.kind === "file" ? file.known?.copy : undefined;
    this.log.push(`opened ${copy ?? file.path}`);
    return Promise.resolve(failed({ kind: "archiveDamaged" } as const));
  }

  async read(files: readonly UnreadFile[]) {
    await this.#job("read", files);
    return success(files.map(({ path }) => verdictOf(path)));
  }

  async hash(files: Parameters<ScanWorkers["hash"]>[0]) {
    await this.#job("hash", files);
    return files.map(() => null);
  }

  nextTurn(): Promise<void> {
    return Promise.resolve();
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }

  async #job(
    name: string,
    files: readonly { readonly path: string }[],
  ): Promise<void> {
    const paths = files.map(({ path }) => path).join(" ");
    this.log.push(`${name} ${paths}`);
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    this.log.push(`end ${paths}`);
  }
}

const verdictOf = (path: UnreadFile["path"]) =>
  skippedVerdict(path, { kind: "notDicom" });

function file(path: string): UnreadFile & { readonly kind: "file" } {
  return { kind: "file", path: path as LocalPath };
}

function copied(path: string): PlainFile {
  const copy = `/scratch${path}` as LocalPath;
  return { ...file(path), sizeBytes: 10, modifiedAtMs: 1, copy };
}

let workers: NotingWorkers;
let copies: StagedCopies;
/** By first folder; what is not here is fast. */
let speeds: Record<string, MediaSpeed>;
let slow: SlowReading;
let turns: Turns;

beforeEach(() => {
  turns = new Turns();
  workers = new NotingWorkers();
  copies = new StagedCopies();
  speeds = { disc: "slow" };
  slow = new SlowReading(workers, {
    probe: {
      speedOf: (path) =>
        Promise.resolve(speeds[path.split("/")[1] ?? ""] ?? "fast"),
    },
    copies,
    turns,
    isCopying: true,
    look: {
      fileAt: () => Promise.resolve(null),
      beginsAsCopied: () => Promise.resolve(true),
      hasEntries: () => Promise.resolve(false),
      pathBelow: (folder, below) => `${folder}/${below}` as LocalPath,
    },
    case: { held: null, added: null },
    async stage(files: readonly FileToStage[], reservedBytes) {
      const paths = files.map(({ path }) => path).join(" ");
      workers.log.push(`stage ${paths} (${reservedBytes})`);
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
      workers.log.push(`end ${paths}`);
      if (paths.includes("broken"))
        return failed({ kind: "brokenWorker", errorName: "Error" });
      return success(
        files.map(({ path }): StagedFile => ({
          verdict: verdictOf(path),
          copied: copied(path),
          isLeftOnMedium: path.endsWith("large"),
        })),
      );
    },
  });
});

async function listedEntries(
  roots: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  await slow.list(
    roots,
    (entries) => {
      for (const entry of entries)
        found.push(
          entry.kind === "file"
            ? `${entry.file.path}${entry.isRoot === true ? " (root)" : ""}`
            : `${entry.kind} ${entry.path}`,
        );
    },
    signal,
  );
  return found;
}

describe("slow media", () => {
  it("are read one job after the other, in the order asked, also when one fails", async () => {
    const jobs = ["/disc/1", "/disc/broken", "/disc/3"].map((path) =>
      slow.read([file(path)], signal),
    );
    const answers = await Promise.all(jobs);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(workers.log).toEqual([
      "stage /disc/1 (0)",
      "end /disc/1",
      "stage /disc/broken (10)",
      "end /disc/broken",
      "stage /disc/3 (10)",
      "end /disc/3",
    ]);
  });

  it("are listed to the end before the first file is read", async () => {
    let listed = (): void => undefined;
    workers.listed = new Promise((resolve) => {
      listed = resolve;
    });
    const listing = listedEntries(["/disc"]);
    const reading = slow.read([file("/disc/1")], signal);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(workers.log).toEqual([]);
    listed();
    await Promise.all([listing, reading]);
    expect(workers.log[0]).toBe("listed");
  });

  it("do not hold up what lies on a disk, and verdicts keep their order", async () => {
    const files = ["/disk/1", "/disc/2", "/disk/3"].map(file);
    const read = await slow.read(files, signal);
    expect(workers.log).toContain("read /disk/1 /disk/3");
    expect(workers.log).toContain("stage /disc/2 (0)");
    expect(read).toEqual(success(files.map(({ path }) => verdictOf(path))));
  });

  it("are copied to the last file, however quickly the first ones were read", async () => {
    expect(slow.filesPerRead).toBe(4);
    const names = Array.from({ length: 9 }, (_, index) => `/disc/${index}`);
    for (const name of names) await slow.read([file(name)], signal);
    expect(workers.log.filter((line) => /^read /.test(line))).toEqual([]);
    expect(slow.copies).toEqual(names.map((name) => `/scratch${name}`));
    expect(slow.isAllCopied).toBe(true);
  });

  it("count what could not be copied", async () => {
    await slow.read([file("/disc/1"), file("/disc/large")], signal);
    expect(slow.leftOnMedium).toBe(1);
  });

  it("are not touched again for archives and hashes of what was copied", async () => {
    await slow.read([file("/disc/a.zip")], signal);
    workers.log.length = 0;
    await slow.openArchive(
      {
        file: file("/disc/a.zip"),
        format: "zip",
        depth: 0,
        passwords: [],
      },
      signal,
    );
    await Promise.all([
      slow.hash([copied("/disc/1")], signal),
      slow.hash([copied("/disc/2")], signal),
    ]);
    expect(workers.log).toEqual([
      "opened /scratch/disc/a.zip",
      "hash /disc/1",
      "hash /disc/2",
      "end /disc/1",
      "end /disc/2",
    ]);
  });
});

describe("a medium that is away", () => {
  beforeEach(() => {
    for (const path of ["/disc/b", "/disc/a", "/disc/DICOMDIR", "/other/c"])
      copies.add(copied(path));
  });

  it("still has what was copied of it", async () => {
    workers.entries = [{ kind: "missingRoot", path: "/disc" as LocalPath }];
    expect(await listedEntries(["/disc"])).toEqual([
      "/disc/DICOMDIR",
      "/disc/a",
      "/disc/b",
    ]);
  });

  it("is told as missing where nothing was copied", async () => {
    workers.entries = [{ kind: "missingRoot", path: "/never" as LocalPath }];
    expect(await listedEntries(["/never"])).toEqual(["missingRoot /never"]);
  });

  it("still has it where a folder of it can no longer be listed", async () => {
    workers.entries = [
      {
        kind: "skipped",
        path: "/disc" as LocalPath,
        reason: { kind: "unreadable", code: "EIO" },
      },
    ];
    expect(await listedEntries(["/disc", "/disc/b"])).toEqual([
      "skipped /disc",
      "/disc/DICOMDIR",
      "/disc/a",
      "/disc/b",
    ]);
  });

  it("still has it where its folder is empty, but not what was deleted beside other files", async () => {
    workers.entries = [{ kind: "file", file: file("/other/new") }];
    expect(await listedEntries(["/disc", "/other"])).toEqual([
      "/other/new",
      "/disc/DICOMDIR",
      "/disc/a",
      "/disc/b",
    ]);
  });

  it("still has the files of a DICOMDIR that was named alone", async () => {
    workers.entries = [
      { kind: "missingRoot", path: "/disc/DICOMDIR" as LocalPath },
    ];
    expect(await listedEntries(["/disc/DICOMDIR"])).toEqual([
      "/disc/DICOMDIR (root)",
    ]);
    const found: string[] = [];
    await slow.listReferenced(
      { directory: "/disc/DICOMDIR" as LocalPath, fileIDs: [["a"], ["b"]] },
      (entries) => {
        for (const entry of entries)
          if (entry.kind === "file") found.push(entry.file.path);
      },
      signal,
    );
    expect(found).toEqual(["/disc/a", "/disc/b"]);
    expect(workers.log).not.toContain("looked for what a DICOMDIR names");
  });
});

describe("copies", () => {
  it("are kept of files at or below a root, whatever begins like it", () => {
    for (const path of ["/disc/a", "/disc2/a", "/disc", "/other"])
      copies.add(copied(path));
    expect(copies.bytes).toBe(40);
    const gone = copies.keepBelow(["/disc"]);
    expect(gone.map(({ path }) => path)).toEqual(["/disc2/a", "/other"]);
    expect(copies.bytes).toBe(20);
    expect(copies.of("/other" as LocalPath)).toBeNull();
  });

  it("of a file that has changed go together", () => {
    copies.add(copied("/disc/a"));
    copies.add({ ...copied("/disc/a"), copy: "/scratch/new" as LocalPath });
    expect(copies.of("/disc/a" as LocalPath)?.copy).toBe("/scratch/new");
    expect(copies.keepBelow([]).map(({ copy }) => copy)).toEqual([
      "/scratch/new",
      "/scratch/disc/a",
    ]);
  });

  it("of what a DICOMDIR names stay with it", () => {
    for (const path of ["/disc/DICOMDIR", "/disc/IM/a", "/other/b"])
      copies.add(copied(path));
    const gone = copies.keepBelow(["/disc/DICOMDIR"]);
    expect(gone.map(({ path }) => path)).toEqual(["/other/b"]);
  });

  it("below the root of a drive are found", () => {
    copies.add(copied("D:\\DICOM\\IM1"));
    expect(copies.below("D:\\")).toHaveLength(1);
    expect(copies.below("D:\\DICOM")).toHaveLength(1);
    expect(copies.below("D:\\DI")).toHaveLength(0);
  });
});
