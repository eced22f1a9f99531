// What Node's file system errors mean. Only their code is looked at: the message holds a path.
import type { DiskFailure } from "./failure.ts";

/** Code of an `unreadable` that says nothing about the disk: the thread that read the file is gone, and another can begin anew. */
export const readingThreadLost = "THREAD_LOST";

/** The errno name of what was thrown; UNKNOWN for what has none. */
export function errnoOf(error: unknown): string {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "string"
    ? error.code
    : "UNKNOWN";
}

/** A write that failed. Quotas count as a full disk: the remedy is the same. */
export function writeFailure(error: unknown): DiskFailure {
  const code = errnoOf(error);
  return code === "ENOSPC" || code === "EDQUOT"
    ? { kind: "diskFull" }
    : { kind: "unwritable", code };
}

/** A read that failed. */
export function readFailure(
  error: unknown,
): DiskFailure & { readonly kind: "unreadable" } {
  return { kind: "unreadable", code: errnoOf(error) };
}
