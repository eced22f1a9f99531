// Says of a failure which memory it befell, so that its words need not speak of drafts.
import type { DiskFailure, MemoryName } from "./failure.ts";

/** The failure of a record, named as that memory's. */
export function ofMemory(
  failure: DiskFailure,
  memory: MemoryName,
): DiskFailure {
  if (failure.kind === "recordDamaged") return { ...failure, record: memory };
  return failure.kind === "unreadable" ? { ...failure, memory } : failure;
}
