// One writer per journal, across processes: files beside it whose names are those of the processes.
import { randomInt } from "node:crypto";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { doesOwnerLive, ownerName, thisMachine } from "./lockOwner.ts";

/** Locks held by this very process, since its own name proves nothing. */
const heldHere = new Set<string>();

/** Gives the lock back. */
export type Unlock = () => Promise<void>;

const inUse: Result<never, DiskFailure> = failed({ kind: "inUseElsewhere" });

/** Longest rests between tries: who holds the lock is still there after the last, who only tried is not. */
const restsMs = [10, 20, 40, 80, 1];

/**
 * Takes the lock; `inUseElsewhere` while another living process, or another part of this one, holds it.
 *
 * Each process announces itself by a file of its own, and then looks whether there is another's; if there is, it takes its
 * own back. Of two that have both looked and stayed, the one that announced itself later would have seen the other: so there
 * are never two. An empty file under a name that tells who it is appears whole or not at all, on every file system and at a
 * power cut. And the name of a process that has ended is nobody's again: its file is removed without any lock.
 */
export async function lockJournal(
  path: string,
): Promise<Result<Unlock, DiskFailure>> {
  if (heldHere.has(path)) return inUse;
  heldHere.add(path);
  const taken = await takeLock(path);
  if (!taken.ok) {
    heldHere.delete(path);
    return taken;
  }
  return success(async () => {
    await rm(taken.value, { force: true }).catch(() => undefined);
    heldHere.delete(path);
  });
}

/** The file that was left to announce this process. */
async function takeLock(path: string): Promise<Result<string, DiskFailure>> {
  const own = `${path}.${ownerName(thisMachine)}.lock`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    for (const restMs of restsMs) {
      await (await open(own, "w", 0o600)).close();
      if (!(await isAnothers(path, own))) return success(own);
      await rm(own, { force: true });
      // Of different lengths, so that two who met do not meet again.
      await sleep(randomInt(restMs));
    }
    return inUse;
  } catch (error) {
    await rm(own, { force: true }).catch(() => undefined);
    return failed(writeFailure(error));
  }
}

async function isAnothers(path: string, own: string): Promise<boolean> {
  const [folder, start] = [dirname(path), `${basename(path)}.`];
  for (const name of await readdir(folder)) {
    const isLock = name.startsWith(start) && name.endsWith(".lock");
    if (!isLock || name === basename(own)) continue;
    const owner = name.slice(start.length, -".lock".length);
    if (doesOwnerLive(owner, thisMachine)) return true;
    await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
  return false;
}
