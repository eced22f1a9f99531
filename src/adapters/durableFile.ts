// Durable small files on the file system: written beside, synced, renamed over, readable by their owner only.
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DurableFile } from "../core/ports/durableFile.ts";
import { errnoOf, readFailure, writeFailure } from "../shared/diskErrors.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** A durable file at an absolute path. Folders on the way are made as needed. Nothing is touched before the first call. */
export function createDurableFile(path: string): DurableFile {
  let lastCall: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(call: () => Promise<T>): Promise<T> => {
    const done = lastCall.then(call);
    lastCall = done.catch(() => undefined);
    return done;
  };
  return {
    read: () => inOrder(() => readWhole(path)),
    write: (content) => inOrder(() => replaceWhole(path, content)),
    remove: () =>
      inOrder(() =>
        attempt(async () => {
          await rm(path, { force: true });
          await syncFolder(dirname(path));
        }),
      ),
    keepAside: () => inOrder(() => attempt(() => renameAside(path))),
    isPrivate: () => inOrder(() => isOwnersOnly(path)),
  };
}

async function readWhole(
  path: string,
): Promise<Result<Uint8Array | null, DiskFailure>> {
  try {
    return success(await readFile(path));
  } catch (error) {
    return errnoOf(error) === "ENOENT"
      ? success(null)
      : failed(readFailure(error));
  }
}

function replaceWhole(
  path: string,
  content: Uint8Array,
): Promise<Result<null, DiskFailure>> {
  // In the same folder, since a rename is atomic only within a file system; by process, since two may share the file.
  const temporary = `${path}.${String(process.pid)}.tmp`;
  return attempt(async () => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await writeSynced(temporary, content);
      await withLockRetries(() => rename(temporary, path));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(path));
  });
}

async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  // Removed first: a leftover keeps its own mode, whatever `open` asks for.
  await rm(path, { force: true });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

const lockRetryDelaysMs = [10, 20, 50, 100, 200, 400, 800];

/** Virus scanners and indexers on Windows hold files open for moments; renaming over one fails until they let go. */
async function withLockRetries(action: () => Promise<void>): Promise<void> {
  for (const delayMs of lockRetryDelaysMs) {
    try {
      await action();
      return;
    } catch (error) {
      const isLock = ["EPERM", "EACCES", "EBUSY"].includes(errnoOf(error));
      if (process.platform !== "win32" || !isLock) throw error;
      await sleep(delayMs);
    }
  }
  await action();
}

/** Makes a rename or removal survive a power cut. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    // Network shares and some FUSE file systems refuse to sync a folder; the file itself is synced.
    if (!["EINVAL", "ENOTSUP", "EPERM", "ENOENT"].includes(errnoOf(error)))
      throw error;
  }
}

/** Gives the file the first free name `path.damaged-N`; an older one that was kept is never replaced. */
async function renameAside(path: string): Promise<void> {
  if (!(await exists(path))) return;
  let number = 1;
  while (await exists(`${path}.damaged-${String(number)}`)) number += 1;
  await withLockRetries(() =>
    rename(path, `${path}.damaged-${String(number)}`),
  );
  await syncFolder(dirname(path));
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function isOwnersOnly(
  path: string,
): Promise<Result<boolean, DiskFailure>> {
  if (process.platform === "win32") return success(true);
  try {
    const { mode } = await stat(path);
    return success((mode & 0o077) === 0);
  } catch (error) {
    return errnoOf(error) === "ENOENT"
      ? success(true)
      : failed(readFailure(error));
  }
}

async function attempt(
  action: () => Promise<void>,
): Promise<Result<null, DiskFailure>> {
  try {
    await action();
    return success(null);
  } catch (error) {
    return failed(writeFailure(error));
  }
}
