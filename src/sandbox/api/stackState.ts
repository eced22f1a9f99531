// Where a stack's conversion stands: a function of time, so that nothing needs to run in the background.
import type { StackRecord } from "../state/records.ts";

/** `failed` is answered without a word of it (contract section 6.4). */
export type StackState =
  | "queued"
  | "pending-dicom-processing"
  | "completed-dicom-processing"
  | "failed";

/** State of a stack at a time. */
export function stackStateAt(stack: StackRecord, nowMs: number): StackState {
  const ageMs = nowMs - stack.attachedAtMs;
  if (ageMs < stack.queuedMs) return "queued";
  if (stack.failsSilently) return "failed";
  return ageMs < stack.queuedMs + stack.dicomProcessingMs
    ? "pending-dicom-processing"
    : "completed-dicom-processing";
}
