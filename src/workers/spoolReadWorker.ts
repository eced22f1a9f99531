// Worker thread that reads spooled files and hashes them, so that the thread with the sockets does neither.
//
// It reads synchronously: nothing else waits for this thread, and each detour over the pool of file system threads costs
// more than reading a slice that is in the cache.
import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { spooledName } from "../adapters/fileSpool/spoolNames.ts";
import type { HashedBlock } from "../core/ports/spool.ts";
import { errnoOf, readFailure } from "../shared/diskErrors.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { serveJobs } from "./serveJobs.ts";
import type { SpoolReadAnswer, SpoolReadJob } from "./spoolReadJobs.ts";

type BlockJob = Extract<SpoolReadJob, { readonly kind: "block" }>;

/** A file that is being read. */
interface OpenRead {
  readonly descriptor: number;
  readonly sha256: Hash;
  readonly md5: Hash | null;
}

const openReads = new Map<number, OpenRead>();
const damaged = failed({ kind: "spoolDamaged" } as const);

serveJobs<SpoolReadJob, SpoolReadAnswer>((job) => {
  if (job.kind === "block") return Promise.resolve(readBlock(job));
  end(job.readId);
  return Promise.resolve(null);
});

/** One block; the reading has ended with the last one, and with a failure. */
function readBlock(job: BlockJob): Result<HashedBlock, DiskFailure> {
  const block = attempt(job);
  if (!block.ok || block.value.digests !== null) end(job.readId);
  return block;
}

function attempt(job: BlockJob): Result<HashedBlock, DiskFailure> {
  try {
    const read = openReads.get(job.readId) ?? begin(job);
    return read === null ? damaged : fill(job, read);
  } catch (error) {
    return errnoOf(error) === "ENOENT" ? damaged : failed(readFailure(error));
  }
}

/** Null if it has another size than when it was verified, or was begun by a thread that is gone. */
function begin({ folder, file, readId, withMd5, offset }: BlockJob) {
  const descriptor = openSync(join(folder, spooledName(file.sha256Hex)), "r");
  const read: OpenRead = {
    descriptor,
    sha256: createHash("sha256"),
    md5: withMd5 ? createHash("md5") : null,
  };
  openReads.set(readId, read);
  return offset === 0 && fstatSync(descriptor).size === file.sizeBytes
    ? read
    : null;
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
