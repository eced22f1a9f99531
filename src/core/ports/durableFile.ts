// Port: one small file that survives a crash: read whole, replaced whole, never half-written.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";

/** A file of at most a few megabytes. Absent and unreadable are different answers. Calls run one after the other, in the order they were made. */
export interface DurableFile {
  /** The whole content; null if there is no such file. */
  read(): Promise<Result<Uint8Array | null, DiskFailure>>;
  /** Resolves once the new content is on the disk. After a crash the file holds the old content or the new, whole. */
  write(content: Uint8Array): Promise<Result<null, DiskFailure>>;
  /** Success also if there was no file. */
  remove(): Promise<Result<null, DiskFailure>>;
  /** Renames a file that could not be understood, so that a new one does not destroy it. Success also if there was no file. */
  keepAside(): Promise<Result<null, DiskFailure>>;
  /** True if only the owner can open it, or it is absent. Always true where files have no POSIX modes. */
  isPrivate(): Promise<Result<boolean, DiskFailure>>;
}
