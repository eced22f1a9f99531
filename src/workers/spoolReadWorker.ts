// Worker thread that reads spooled files and hashes them, so that the thread with the sockets does neither.
//
// It reads synchronously: nothing else waits for this thread, and each detour over the pool of file system threads costs
// more than reading a slice that is in the cache.
import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { spooledName } from "../adapters/fileSpool/spoolNames.ts";
import type { HashedBlock } from "../core/ports/spool.ts";
import {
  errnoOf,
  readFailure,
  readingThreadLost,
} from "../shared/diskErrors.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { serveJobs } from "./serveJobs.ts";
import type {
  SpoolReadAnswer,
  SpoolReadAnswers,
  SpoolReadJob,
  SpoolReadJobs,
} from "./spoolReadJobs.ts";

type BlockJob = Extract<SpoolReadJob, { readonly kind: "block" }>;

/** A file that is being read. */
interface OpenRead {
  readonly descriptor: number;
  readonly sha256: Hash;
  readonly md5: Hash | null;
}

const openReads = new Map<number, OpenRead>();
const threadLost = failed({
  kind: "unreadable",
  code: readingThreadLost,
} as const);
const damaged = failed({ kind: "spoolDamaged" } as const);
const missing = failed({ kind: "spoolDamaged", isMissing: true } as const);

serveJobs<SpoolReadJobs, SpoolReadAnswers>((jobs) =>
  Promise.resolve(jobs.map(answerTo)),
);

function answerTo(job: SpoolReadJob): SpoolReadAnswer {
  if (job.kind === "block") return readBlock(job);
  end(job.readId);
  return null;
}

/** One block; the reading has ended with the last one, and with a failure. */
function readBlock(job: BlockJob): Result<HashedBlock, DiskFailure> {
  const block = attempt(job);
  if (!block.ok || block.value.digests !== null) end(job.readId);
  return block;
}

function attempt(job: BlockJob): Result<HashedBlock, DiskFailure> {
  try {
    const open = openReads.get(job.readId);
    // Begun by a thread that is gone, with what it had hashed: only from the start can it be proved.
    if (open === undefined && job.offset > 0) return threadLost;
    const read = open ?? begin(job);
    return read === null ? damaged : fill(job, read);
  } catch (error) {
    return errnoOf(error) === "ENOENT" ? missing : failed(readFailure(error));
  }
}

/** Null if it has another size than when it was verified. */
function begin({ folder, file, readId, withMd5 }: BlockJob) {
  const descriptor = openSync(join(folder, spooledName(file.sha256Hex)), "r");
  const read: OpenRead = {
    descriptor,
    sha256: createHash("sha256"),
    md5: withMd5 ? createHash("md5") : null,
  };
  openReads.set(readId, read);
  return fstatSync(descriptor).size === file.sizeBytes ? read : null;
}

function fill(
  { file, target, offset }: BlockJob,
  { descriptor, sha256, md5 }: OpenRead,
): Result<HashedBlock, DiskFailure> {
  const wanted = Math.min(target.byteLength, file.sizeBytes - offset);
  let filled = 0;
  while (filled < wanted) {
    const bytes = readSync(
      descriptor,
      target,
      filled,
      wanted - filled,
      offset + filled,
    );
    // It was longer when it was opened, and spooled files never change.
    if (bytes === 0) return damaged;
    filled += bytes;
  }
  const part = target.subarray(0, filled);
  sha256.update(part);
  md5?.update(part);
  return success({
    bytes: filled,
    digests:
      offset + filled < file.sizeBytes
        ? null
        : {
            sha256Hex: sha256.digest("hex"),
            md5Hex: md5?.digest("hex") ?? null,
          },
  });
}

function end(readId: number): void {
  const read = openReads.get(readId);
  openReads.delete(readId);
  if (read !== undefined) closeSync(read.descriptor);
}
