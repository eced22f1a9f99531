// Port: private files for what an archive holds packed and is too large for memory. Nobody else can read them, and they go when the app ends.
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

/** A folder for such files. */
export interface Scratch {
  create(): Promise<Result<ScratchFile, DiskFailure>>;
  remove(file: PlainFile): Promise<void>;
}
