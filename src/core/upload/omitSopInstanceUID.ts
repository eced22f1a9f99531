// Remedy for a site whose policy refuses SOP Instance UID: the same files once more, without that one element.
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  sopInstanceUIDRange,
  uidHeadBytes,
} from "../deid/withoutSopInstanceUID.ts";
import { verifyCopy } from "../deid/verifyCopy.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { CaseSpool, SpooledFile } from "../ports/spool.ts";
import type { StepContext } from "./stepContext.ts";

/**
 * Replaces the files of every stack that is not attached yet. The policy acts on attributes that are present only, so a
 * file without one more of them should be a fixed point as well; each copy is verified all the same, and one that is not
 * ends it with `spoolDamaged`. Safe to be cut off anywhere: a stack is replaced in the journal once all its copies are on
 * the disk and verified.
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
  try {
    const head = await opened.value.read(0, uidHeadBytes);
    if (!head.ok) return head;
    const range = sopInstanceUIDRange(head.value);
    if (range === "damaged") return damaged;
    if (range === null) return success(file);
    const copy = await spool.copyWithout(file, range);
    if (!copy.ok) return copy;
    return (await isVerified(spool, opened.value, copy.value)) ? copy : damaged;
  } finally {
    await opened.value.close();
  }
}

async function isVerified(
  spool: CaseSpool,
  original: ByteSource,
  file: SpooledFile,
): Promise<boolean> {
  const copy = await spool.open(file);
  if (!copy.ok) return false;
  try {
    return (await verifyCopy(original, copy.value)).ok;
  } finally {
    await copy.value.close();
  }
}

const damaged = failed({ kind: "spoolDamaged" } as const);
