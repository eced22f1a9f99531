// Errors of the file system as failures.
import type { DiskFailure } from "../../shared/failure.ts";

/** The errno name of a file system error; errors without one are bugs and go on. */
export function errnoOf(error: unknown): string {
  if (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string"
  )
    return error.code;
  throw error;
}

/** True if the error says that there is nothing at the path. */
export function isAbsent(code: string): boolean {
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Why an original cannot be read. */
export function readFailure(error: unknown): DiskFailure {
  const code = errnoOf(error);
  return isAbsent(code)
    ? { kind: "sourceVanished" }
    : { kind: "unreadable", code };
}
