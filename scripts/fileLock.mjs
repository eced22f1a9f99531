// A lock between processes of one machine: an exclusively created file that names its owner.
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A lock older than this belonged to a process that died with its machine, or lives on another one. */
const staleAfterMs = 30 * 60_000;
const pollMs = 250;

/** True if the process that wrote the lock is gone, so that nobody will ever remove it. */
async function isAbandoned(lockPath) {
  try {
    const [text, { mtimeMs }] = await Promise.all([
      readFile(lockPath, "utf8"),
      stat(lockPath),
    ]);
    if (Date.now() - mtimeMs > staleAfterMs) return true;
    // An empty file was created a moment ago and is about to be written.
    return text !== "" && !isAlive(Number(text));
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

/** A process of another user answers EPERM, which also means alive. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Creates the lock file; false if another process holds it. */
async function tryAcquire(lockPath) {
  try {
    const file = await open(lockPath, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Runs `work` while no other process holds the lock; waits for its turn without a limit, because the owner is at
 * work or dead, and a dead owner's lock is taken over.
 * @template T
 * @param {string} lockPath
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withFileLock(lockPath, work) {
  await mkdir(dirname(lockPath), { recursive: true });
  while (!(await tryAcquire(lockPath))) {
    if (await isAbandoned(lockPath)) await rm(lockPath, { force: true });
    else await delay(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(lockPath, { force: true });
  }
}
