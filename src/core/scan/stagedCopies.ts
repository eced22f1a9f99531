// Which files of slow media lie in the scratch folder by now, for all scans of a run.
import type { LocalPath } from "../model/brands.ts";
import type { PlainFile } from "../model/fileSource.ts";
import { compareCodePoints } from "./codePointOrder.ts";

/** Copies by the files they were made of. */
export class StagedCopies {
  readonly #files = new Map<LocalPath, PlainFile>();
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

  /** Forgets all copies but those of files at or below the roots; answers what is to be removed. */
  keepBelow(roots: readonly string[]): readonly PlainFile[] {
    // Of a DICOMDIR that was named alone, what it names is meant too.
    const kept = roots.map((root) =>
      /[/\\]dicomdir[^/\\]*$/i.test(root) ? folderOf(root) : root,
    );
    const isKept = ({ path }: PlainFile) =>
      kept.some((root) => isAtOrBelow(path, root));
    const current = [...this.#files.values()].filter((file) => !isKept(file));
    const outdated = this.#outdated.filter((file) => !isKept(file));
    for (const { path } of current) this.#files.delete(path);
    this.#outdated = this.#outdated.filter(isKept);
    const removed = [...current, ...outdated];
    for (const { sizeBytes } of removed) this.#bytes -= sizeBytes;
    return removed;
  }
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
