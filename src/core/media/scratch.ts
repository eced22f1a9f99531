// Port: private files for what an archive holds packed and is too large for memory. Only this run can read them, and they go when the app ends.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { PlainFile } from "../model/fileSource.ts";

/** A private file that is being written. */
export interface ScratchFile {
  write(bytes: Uint8Array): Promise<Result<null, DiskFailure>>;
  /** Closes it; it stays until it is removed or the app ends. */
  finish(): Promise<Result<PlainFile, DiskFailure>>;
  /** Closes and removes it. */
  discard(): Promise<void>;
}

/** What was written where `bytes` lie, at `offset` of the file. */
export type Decrypt = (bytes: Uint8Array, offset: number) => Uint8Array;

/** A folder for such files. */
export interface Scratch {
  create(): Promise<Result<ScratchFile, DiskFailure>>;
  remove(file: Pick<PlainFile, "path">): Promise<void>;
  /** How to read the file at `path`: those of the folder are encrypted. Null for every other file. */
  decryptionOf(path: PlainFile["path"]): Decrypt | null;
}
