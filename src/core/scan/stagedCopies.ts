// Which files of slow media lie in the scratch folder by now, for all scans of a run.
import type { LocalPath } from "../model/brands.ts";
import type { PlainFile } from "../model/fileSource.ts";
import { compareCodePoints } from "./codePointOrder.ts";

/** Copies by the files they were made of. */
export class StagedCopies {
  readonly #files = new Map<LocalPath, PlainFile>();
  /** Of media that others have taken the place of; their paths lead nowhere. */
  readonly #earlier = new Set<string>();
  /** Copies of files that have changed since. */
  #outdated: PlainFile[] = [];
  #bytes = 0;

  /** All that was copied is written once more when it is prepared. */
  get bytes(): number {
    return this.#bytes;
  }

  of(path: LocalPath): PlainFile | null {
    return this.#files.get(path) ?? null;
  }

  add(file: PlainFile): void {
    const before = this.#files.get(file.path);
    if (before?.copy === file.copy) return;
    if (before !== undefined) this.#outdated.push(before);
    this.#files.set(file.path, file);
    this.#bytes += file.sizeBytes;
  }

  /** The file of this path, and those below it, in code point order. */
  below(root: string): readonly PlainFile[] {
    return [...this.#files.values()]
      .filter(({ path }) => isAtOrBelow(path, root))
      .sort((a, b) => compareCodePoints(a.path, b.path));
  }

  /** True for the file of a medium that another one has taken the place of. */
  isEarlier(path: string): boolean {
    return this.#earlier.has(path);
  }

  /** As `below`, of the medium that was read there last. */
  current(root: string): readonly PlainFile[] {
    return this.below(root).filter(({ path }) => !this.#earlier.has(path));
  }

  /** As `below`, of the media before that one. */
  earlier(root: string): readonly PlainFile[] {
    return this.below(root).filter(({ path }) => this.#earlier.has(path));
  }

  /** Another medium has taken the place of the one at this root: its files get paths of their own, still below the root. */
  setAside(
    root: string,
    pathBelow: (folder: string, below: string) => LocalPath,
  ): void {
    const files = this.current(root);
    const placeOf = (number: number) =>
      pathBelow(root, `(earlier medium ${number})`);
    let number = 1;
    while (this.below(placeOf(number)).length > 0) number += 1;
    for (const file of files) {
      const below =
        file.path === root
          ? file.path.slice(folderOf(root).length)
          : file.path.slice(root.length);
      const path = pathBelow(placeOf(number), below);
      this.#files.delete(file.path);
      this.#files.set(path, { ...file, path });
      this.#earlier.add(path);
    }
  }

  /** Forgets all copies but those of files at or below the roots; answers what is to be removed. */
  keepBelow(roots: readonly string[]): readonly PlainFile[] {
    const kept = roots.map((root) => folderStoodFor(root));
    const isKept = ({ path }: PlainFile) =>
      kept.some((root) => isAtOrBelow(path, root));
    const current = [...this.#files.values()].filter((file) => !isKept(file));
    const outdated = this.#outdated.filter((file) => !isKept(file));
    for (const { path } of current) {
      this.#files.delete(path);
      this.#earlier.delete(path);
    }
    this.#outdated = this.#outdated.filter(isKept);
    const removed = [...current, ...outdated];
    for (const { sizeBytes } of removed) this.#bytes -= sizeBytes;
    return removed;
  }
}

/** True for the path of a DICOMDIR. */
export function isDirectory(path: string): boolean {
  return /[/\\]dicomdir[^/\\]*$/i.test(path);
}

/** Of a DICOMDIR that was named alone, what it names is meant too. */
export function folderStoodFor(root: string): string {
  return isDirectory(root) ? folderOf(root) : root;
}

/** With the separator at its end. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return path.slice(0, end + 1);
}

/** True for the path of the root itself, and of what lies in it. */
export function isAtOrBelow(path: string, root: string): boolean {
  if (!path.startsWith(root)) return false;
  const isWhole = path.length === root.length || /[/\\]$/.test(root);
  return isWhole || /[/\\]/.test(path.charAt(root.length));
}
