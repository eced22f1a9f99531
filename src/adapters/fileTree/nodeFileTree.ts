// The file tree port on Node's fs: an explicit stack instead of recursion, so that depth and width cost memory only.
import { lstat, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Stats } from "node:fs";
import type { LocalPath } from "../../core/model/brands.ts";
import { compareCodePoints } from "../../core/scan/codePointOrder.ts";
import type { FileTree, TreeEntry } from "../../core/scan/fileTree.ts";
import {
  isSystemFileName,
  isSystemFolderName,
} from "../../core/scan/systemFiles.ts";
import type { SkipReason } from "../../shared/failure.ts";
import { errnoOf, isAbsent } from "./diskFailure.ts";
import { reasonNotRead, typeOf } from "./entryTypes.ts";
import { referencedFiles } from "./referencedFiles.ts";
import {
  listNames,
  realPathOf,
  systemPath,
  type FileType,
  type ListedName,
} from "./systemPaths.ts";

const batchSize = 256;

/** Where the walk stands and what must not be met again. */
interface Walk {
  /** Next on top. */
  readonly pending: PendingEntry[];
  /** Folders that were listed, by real path. */
  readonly listedFolders: Set<string>;
  /** Files that were roots themselves, by real path. */
  readonly namedFiles: Set<string>;
}

interface PendingEntry {
  readonly kind: "file" | "folder" | "skipped";
  readonly path: LocalPath;
  /** The same place with links in the root resolved: how overlapping roots are noticed. */
  readonly realPath: string;
  readonly reason: SkipReason | null;
  /** Below a folder such as __MACOSX. */
  readonly isInSystemFolder: boolean;
}

/** The only maker of LocalPath: absolute and normalised, otherwise as the user named it. */
export function toLocalPath(path: string): LocalPath {
  return resolve(path) as LocalPath;
}

/** Walks with Node's fs. Links are not followed, save a root that is a link to a folder. */
export function nodeFileTree(): FileTree {
  return { walk, referenced: referencedFiles };
}

async function* walk(
  roots: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly TreeEntry[]> {
  const state: Walk = {
    pending: [],
    listedFolders: new Set(),
    namedFiles: new Set(),
  };
  let batch: TreeEntry[] = [];
  for (const root of roots) {
    batch.push(...(await enterRoot(state, toLocalPath(root))));
    for (;;) {
      const entry = state.pending.pop();
      if (signal.aborted) return;
      if (entry === undefined) break;
      batch.push(...(await visit(state, entry)));
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield batch;
}

/** Puts a root on the stack unless an earlier root has covered it. */
async function enterRoot(state: Walk, path: LocalPath): Promise<TreeEntry[]> {
  let stats: Stats;
  let realPath: string;
  try {
    stats = await lstat(systemPath(path));
    const target = stats.isSymbolicLink()
      ? await stat(systemPath(path))
      : stats;
    if (target.isDirectory()) stats = target;
    realPath = await realPathOf(path);
  } catch (error) {
    const code = errnoOf(error);
    return [
      isAbsent(code)
        ? { kind: "missingRoot", path }
        : { kind: "skipped", path, reason: { kind: "unreadable", code } },
    ];
  }
  const entry = pendingEntry(path, realPath, stats, isInSystemFolder(path));
  if (entry.kind === "folder") {
    state.pending.push(entry);
    return [];
  }
  const isKnown =
    state.namedFiles.has(realPath) ||
    state.listedFolders.has(resolve(realPath, ".."));
  if (!isKnown) {
    state.namedFiles.add(realPath);
    const found = treeEntry(entry);
    return [found.kind === "file" ? { ...found, isRoot: true } : found];
  }
  return [];
}

async function visit(state: Walk, entry: PendingEntry): Promise<TreeEntry[]> {
  if (entry.kind !== "folder")
    return state.namedFiles.has(entry.realPath) ? [] : [treeEntry(entry)];
  if (state.listedFolders.has(entry.realPath)) return [];
  let names: readonly ListedName[];
  try {
    names = await listNames(entry.path);
  } catch (error) {
    const reason: SkipReason = { kind: "unreadable", code: errnoOf(error) };
    return [{ kind: "skipped", path: entry.path, reason }];
  }
  state.listedFolders.add(entry.realPath);
  const lastFirst = [...names].sort((a, b) =>
    compareCodePoints(b.name, a.name),
  );
  for (const name of lastFirst) state.pending.push(await childOf(entry, name));
  return [];
}

async function childOf(
  folder: PendingEntry,
  child: ListedName,
): Promise<PendingEntry> {
  const path = join(folder.path, child.name) as LocalPath;
  const realPath = join(folder.realPath, child.name);
  const inSystemFolder =
    folder.isInSystemFolder || isSystemFolderName(basename(folder.path));
  try {
    const type = await typeOf(child, path);
    return pendingEntry(path, realPath, type, inSystemFolder);
  } catch (error) {
    return {
      kind: "skipped",
      path,
      realPath,
      reason: { kind: "unreadable", code: errnoOf(error) },
      isInSystemFolder: inSystemFolder,
    };
  }
}

function pendingEntry(
  path: LocalPath,
  realPath: string,
  type: FileType,
  isInSystemFolder: boolean,
): PendingEntry {
  const reason = reasonToSkip(path, type, isInSystemFolder);
  const kind = type.isDirectory()
    ? "folder"
    : reason === null
      ? "file"
      : "skipped";
  return { kind, path, realPath, reason, isInSystemFolder };
}

function reasonToSkip(
  path: LocalPath,
  type: FileType,
  inSystemFolder: boolean,
): SkipReason | null {
  const reason = reasonNotRead(type);
  if (reason !== null) return reason;
  return inSystemFolder || isSystemFileName(basename(path))
    ? { kind: "systemFile" }
    : null;
}

/** For a root that lies below __MACOSX itself. */
function isInSystemFolder(path: LocalPath): boolean {
  return path.split(/[/\\]/).slice(0, -1).some(isSystemFolderName);
}

function treeEntry(entry: PendingEntry): TreeEntry {
  return entry.reason === null
    ? { kind: "file", file: { kind: "file", path: entry.path } }
    : { kind: "skipped", path: entry.path, reason: entry.reason };
}
