// Turns what fs throws into a DiskFailure, without its message, which holds a path.
import type { DiskFailure } from "../../shared/failure.ts";

/** The errno name of a thrown value, or its type. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error
    ? String(error.code)
    : typeof error;
}

/** A failed write. Quotas count as a full disk: the remedy is the same. */
export function writeFailure(error: unknown): DiskFailure {
  const code = errorCode(error);
  return code === "ENOSPC" || code === "EDQUOT"
    ? { kind: "diskFull" }
    : { kind: "unwritable", code };
}
