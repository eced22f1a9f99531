// Failures of disks and archives as reasons to leave a file out.
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { archiveTooLarge } from "./archiveContents.ts";

/** Why a failure makes a file be left out; a reason stays as it is. */
export function skipReasonOf(failure: SkipReason | DiskFailure): SkipReason {
  if (failure.kind === "unpackFailed")
    return { kind: "damaged", problem: "unpackFailed" };
  // Reading writes nothing but what it unpacks.
  if (failure.kind === "diskFull") return archiveTooLarge("freeBytes");
  if (
    failure.kind === "unwritable" ||
    failure.kind === "sourceVanished" ||
    failure.kind === "sourceChanged" ||
    failure.kind === "spoolDamaged" ||
    failure.kind === "recordDamaged" ||
    failure.kind === "inUseElsewhere" ||
    failure.kind === "journalLocked"
  )
    return { kind: "unreadable", code: failure.kind };
  return failure;
}
