// One writer per journal, across processes: a file beside it that names the process.
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { errnoOf, writeFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** Locks held by this very process, since its own id in a file proves nothing. */
const heldHere = new Set<string>();

/** Gives the lock back. */
export type Unlock = () => Promise<void>;

/** Takes the lock; `unwritable` EBUSY while another living process, or another part of this one, holds it. */
export async function lockJournal(
  path: string,
): Promise<Result<Unlock, DiskFailure>> {
  const lockPath = `${path}.lock`;
  if (heldHere.has(lockPath)) return busy;
  heldHere.add(lockPath);
  const taken = await takeLock(lockPath);
  if (!taken.ok) {
    heldHere.delete(lockPath);
    return taken;
  }
  return success(async () => {
    await rm(lockPath, { force: true }).catch(() => undefined);
    heldHere.delete(lockPath);
  });
}

const busy: Result<never, DiskFailure> = failed({
  kind: "unwritable",
  code: "EBUSY",
});

async function takeLock(lockPath: string): Promise<Result<null, DiskFailure>> {
  try {
    if (await createLock(lockPath)) return success(null);
    if (await isOwnerAlive(lockPath)) return busy;
    // Left by a process that was killed.
    await rm(lockPath, { force: true });
    return (await createLock(lockPath)) ? success(null) : busy;
  } catch (error) {
    return failed(writeFailure(error));
  }
}

async function createLock(lockPath: string): Promise<boolean> {
  try {
    await mkdir(dirname(lockPath), { recursive: true, mode: 0o700 });
    const file = await open(lockPath, "wx", 0o600);
    try {
      await file.write(`${process.pid}\n`);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function isOwnerAlive(lockPath: string): Promise<boolean> {
  const text = await readFile(lockPath, "utf8").catch(() => "");
  // Without its end it is half a number, written by a process that was killed over it.
  const pid = text.endsWith("\n") ? Number(text) : 0;
  // Our own id without the lock in memory: an earlier process had the same one.
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid)
    return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return errnoOf(error) !== "ESRCH";
  }
}
