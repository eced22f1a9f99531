// Remedy for a site whose policy refuses SOP Instance UID: the same files once more, without that one element.
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  sopInstanceUIDRange,
  uidHeadBytes,
} from "../deid/withoutSopInstanceUID.ts";
import type { CaseSpool, SpooledFile } from "../ports/spool.ts";
import type { StepContext } from "./stepContext.ts";

/**
 * Replaces the files of every stack that is not attached yet. What was verified stays so: the policy acts on attributes
 * that are present only, so a file without one more of them is a fixed point as well. Safe to be cut off anywhere: a
 * stack is replaced in the journal once all its copies are on the disk.
 */
export async function omitSopInstanceUID({
  recorder,
  spool,
  clock,
}: StepContext): Promise<Result<null, DiskFailure>> {
  for (const { plan, attach } of recorder.state.stacks) {
    if (attach.kind !== "notAttached" || plan.picture !== undefined) continue;
    const images: SpooledFile[] = [];
    for (const file of plan.images) {
      const copy = await copyOf(spool, file);
      if (!copy.ok) return copy;
      images.push(copy.value);
    }
    const written = await recorder.intend({
      kind: "stackReplaced",
      atMs: clock.nowMs(),
      stackId: plan.stackId,
      images,
    });
    if (!written.ok) return written;
  }
  return success(null);
}

/** The file itself if it has no such element. */
async function copyOf(
  spool: CaseSpool,
  file: SpooledFile,
): Promise<Result<SpooledFile, DiskFailure>> {
  const opened = await spool.open(file);
  if (!opened.ok) return opened;
  const head = await opened.value.read(0, uidHeadBytes);
  await opened.value.close();
  if (!head.ok) return head;
  const range = sopInstanceUIDRange(head.value);
  if (range === "damaged") return failed({ kind: "spoolDamaged" });
  return range === null ? success(file) : spool.copyWithout(file, range);
}
