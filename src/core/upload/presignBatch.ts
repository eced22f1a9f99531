// How many files to ask presigned URLs for at a time; pure.
import type { SpooledFile } from "../ports/spool.ts";

export interface BatchLimits {
  readonly maxFiles: number;
  /** URLs should be used within this time. */
  readonly maxAgeMs: number;
  /** Null until measured. */
  readonly bytesPerSecond: number | null;
  /** At least this many, or the PUTs run dry. */
  readonly minFiles: number;
}

/** Before the rate is known: enough to measure it, little enough for a slow line. */
const firstBatchFiles = 32;

/**
 * Number of files from the front that can be sent, at the measured rate, in half the life of their URLs; the other half is
 * for rates that drop.
 */
export function presignBatchSize(
  waiting: readonly SpooledFile[],
  limits: BatchLimits,
): number {
  const { bytesPerSecond, minFiles } = limits;
  if (bytesPerSecond === null)
    return Math.min(
      waiting.length,
      limits.maxFiles,
      Math.max(firstBatchFiles, minFiles),
    );
  const budgetBytes = (bytesPerSecond * limits.maxAgeMs) / 2000;
  let bytes = 0;
  let fitting = 0;
  for (const file of waiting.slice(0, limits.maxFiles)) {
    bytes += file.sizeBytes;
    if (bytes > budgetBytes) break;
    fitting += 1;
  }
  return Math.min(waiting.length, limits.maxFiles, Math.max(fitting, minFiles));
}
