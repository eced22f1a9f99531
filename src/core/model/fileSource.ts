// Where a found file lies, and what it looked like when it was found.
import type { LocalPath } from "./brands.ts";

/** A file that was found. Size and time tell later whether it is still the same file. */
export interface FileSource {
  readonly kind: "file";
  readonly path: LocalPath;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}
