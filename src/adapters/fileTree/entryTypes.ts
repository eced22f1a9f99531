// What kind of thing lies at a path: a file to read, a folder, or something that is left out with its reason.
import { lstat } from "node:fs/promises";
import type { SkipReason } from "../../shared/failure.ts";
import { systemPath, type FileType, type ListedName } from "./systemPaths.ts";

/** The type of a listed entry; asked for where the listing does not tell it, as on some network file systems. Throws as `lstat` does. */
export async function typeOf(
  { type }: ListedName,
  path: string,
): Promise<FileType> {
  return isTypeKnown(type) ? type : await lstat(systemPath(path));
}

/** Why something that is no folder is not read; null for a file. */
export function reasonNotRead(type: FileType): SkipReason | null {
  if (type.isSymbolicLink()) return { kind: "link" };
  return type.isFile() ? null : { kind: "device" };
}

function isTypeKnown(entry: FileType): boolean {
  return (
    entry.isFile() ||
    entry.isDirectory() ||
    entry.isSymbolicLink() ||
    entry.isFIFO() ||
    entry.isSocket() ||
    entry.isBlockDevice() ||
    entry.isCharacterDevice()
  );
}
