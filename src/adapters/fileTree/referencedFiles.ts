// Finds the files that a DICOMDIR names, in its folder and below. Names are only compared with what folders list, so none leads out of them.
import { dirname, join } from "node:path";
import { comparableName } from "../../core/media/comparablePath.ts";
import type { LocalPath } from "../../core/model/brands.ts";
import { compareCodePoints } from "../../core/scan/codePointOrder.ts";
import type { FileTree, TreeEntry } from "../../core/scan/fileTree.ts";
import type { SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { errnoOf, isAbsent } from "./diskFailure.ts";
import { reasonNotRead, typeOf } from "./entryTypes.ts";
import { listNames, type ListedName } from "./systemPaths.ts";

const batchSize = 256;

/** See FileTree. */
export const referencedFiles: FileTree["referenced"] = async function* (
  directory,
  fileIDs,
  signal,
) {
  const search = new Search(dirname(directory) as LocalPath);
  let batch: TreeEntry[] = [];
  for (const fileID of fileIDs) {
    if (signal.aborted) return;
    const entry = await search.find(fileID);
    if (entry !== null) batch.push(entry);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
};

/** Entries of a folder by comparable name, in code point order. */
type Listing = ReadonlyMap<string, readonly ListedName[]>;
type Listed = Result<Listing, Extract<SkipReason, { kind: "unreadable" }>>;

class Search {
  readonly #root: LocalPath;
  readonly #listings = new Map<string, Promise<Listed>>();
  readonly #found = new Set<string>();

  constructor(root: LocalPath) {
    this.#root = root;
  }

  /** The file, or what kept it from being found, if neither was told before. */
  async find(fileID: readonly string[]): Promise<TreeEntry | null> {
    // Some writers put the whole path into one name.
    const names = fileID.flatMap((name) => name.split(/[/\\]/));
    let folder = this.#root;
    for (const [index, name] of names.entries()) {
      const listed = await this.#list(folder);
      if (!listed.ok) return this.#skipped(folder, listed.failure);
      const child = bestMatch(listed.value, name);
      if (child === null) return null;
      const path = join(folder, child.name) as LocalPath;
      const type = await typeOf(child, path).catch(() => null);
      if (type === null) return null;
      if (type.isDirectory()) {
        folder = path;
        continue;
      }
      const reason = reasonNotRead(type);
      if (reason !== null) return this.#skipped(path, reason);
      return index === names.length - 1
        ? this.#once({ kind: "file", file: { kind: "file", path } })
        : null;
    }
    return null;
  }

  #skipped(path: LocalPath, reason: SkipReason): TreeEntry | null {
    return this.#once({ kind: "skipped", path, reason });
  }

  #once(entry: TreeEntry): TreeEntry | null {
    const path = entry.kind === "file" ? entry.file.path : entry.path;
    if (this.#found.has(path)) return null;
    this.#found.add(path);
    return entry;
  }

  #list(folder: LocalPath): Promise<Listed> {
    const known = this.#listings.get(folder);
    if (known !== undefined) return known;
    const listing = listFolder(folder);
    this.#listings.set(folder, listing);
    return listing;
  }
}

async function listFolder(folder: LocalPath): Promise<Listed> {
  const listing = new Map<string, ListedName[]>();
  try {
    const entries = [...(await listNames(folder))].sort((a, b) =>
      compareCodePoints(a.name, b.name),
    );
    for (const entry of entries) {
      const name = comparableName(entry.name);
      const same = listing.get(name);
      if (same === undefined) listing.set(name, [entry]);
      else same.push(entry);
    }
    return success(listing);
  } catch (error) {
    const code = errnoOf(error);
    return isAbsent(code)
      ? success(listing)
      : failed({ kind: "unreadable", code });
  }
}

/** The entry with this very name, or the first that a disc may have made of it. */
function bestMatch(listing: Listing, name: string): ListedName | null {
  const matches = listing.get(comparableName(name)) ?? [];
  return matches.find((entry) => entry.name === name) ?? matches[0] ?? null;
}
