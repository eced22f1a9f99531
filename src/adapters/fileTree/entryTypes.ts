// What kind of thing lies at a path: a file to read, a folder, or something that is left out with its reason.
import { lstat } from "node:fs/promises";
import type { Dirent, Stats } from "node:fs";
import type { SkipReason } from "../../shared/failure.ts";

/** What Node tells of the type of an entry. */
export type FileType = Pick<
  Stats,
  | "isFile"
  | "isDirectory"
  | "isSymbolicLink"
  | "isFIFO"
  | "isSocket"
  | "isBlockDevice"
  | "isCharacterDevice"
>;

/** The type of a listed entry; asked for where the listing does not tell it, as on some network file systems. Throws as `lstat` does. */
export async function typeOf(entry: Dirent, path: string): Promise<FileType> {
  return isTypeKnown(entry) ? entry : await lstat(path);
}

/** Why something that is no folder is not read; null for a file. */
export function reasonNotRead(type: FileType): SkipReason | null {
  if (type.isSymbolicLink()) return { kind: "link" };
  return type.isFile() ? null : { kind: "device" };
}

function isTypeKnown(entry: Dirent): boolean {
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
