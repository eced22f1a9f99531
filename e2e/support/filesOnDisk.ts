// Looks through every byte that lies below a folder.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Files below a folder; none if it is not there. One that goes while it is being listed is not named. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A name as UTF-8, Latin-1 and UTF-16 of either byte order. */
export function spellings(name: string): readonly Buffer[] {
  return [
    Buffer.from(name, "utf8"),
    Buffer.from(name, "latin1"),
    Buffer.from(name, "utf16le"),
    Buffer.from(name, "utf16le").swap16(),
  ];
}

/** Files whose name holds one of the names, or whose bytes hold a spelling of one or one of the patterns; below the folder. */
export async function filesHolding(
  folder: string,
  planted: {
    readonly names: readonly string[];
    readonly patterns?: readonly Buffer[];
  },
): Promise<readonly string[]> {
  const needles = [
    ...planted.names.flatMap(spellings),
    ...(planted.patterns ?? []),
  ];
  const found: string[] = [];
  for (const path of await filesBelow(folder)) {
    const name = relative(folder, path);
    // Gone since it was listed.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (
      planted.names.some((planted) => name.includes(planted)) ||
      needles.some((needle) => bytes.includes(needle))
    )
      found.push(name);
  }
  return found;
}
