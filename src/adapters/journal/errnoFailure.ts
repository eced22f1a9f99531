// What Node's file system errors mean for a journal.
import type { DiskFailure } from "../../shared/failure.ts";

/** The errno name of a thrown error; its message, which holds a path, is not looked at. */
export function errnoOf(error: unknown): string {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "string"
    ? error.code
    : "UNKNOWN";
}

/** A write that failed. */
export function writeFailure(error: unknown): DiskFailure {
  const code = errnoOf(error);
  return code === "ENOSPC" || code === "EDQUOT"
    ? { kind: "diskFull" }
    : { kind: "unwritable", code };
}

/** A read that failed. */
export function readFailure(error: unknown): DiskFailure {
  return { kind: "unreadable", code: errnoOf(error) };
}
