// Journals that cannot be understood: kept aside, since what they tell of the site is unknown, and sealed, since a plan in them may hold what was typed.
import { open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errnoOf, readFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { syncFolder } from "./journalCompaction.ts";
import type { PlanSealer } from "./journalFile.ts";

/** What opening a journal fails with that was, or had been, kept aside. */
export const damagedJournal: DiskFailure = {
  kind: "recordDamaged",
  record: "journal",
};

/**
 * Gives the journal the first free name `.damaged-<n>`, and seals it where there is a key: those of early versions hold their
 * plan in the clear. If even that fails the file stays where it is, and stays damaged.
 */
export async function keepAside(
  path: string,
  bytes: Uint8Array,
  sealer: PlanSealer,
): Promise<void> {
  for (let number = 1; number < 1000; number += 1) {
    const aside = `${path}.damaged-${number}`;
    const isTaken = await exists(aside);
    if (isTaken.ok && isTaken.value) continue;
    try {
      if (sealer === null) await rename(path, aside);
      else {
        await writeWhole(aside, sealer.seal(bytes));
        await rm(path);
      }
    } catch {
      // Tried again when it is opened next.
    }
    return;
  }
}

/** Fails with `recordDamaged` if a journal was kept aside: it is still not absent, so nothing may begin in its place. Seals those that an earlier version left in the clear. */
export async function hasDamagedRemains(
  path: string,
  sealer: PlanSealer,
): Promise<Result<null, DiskFailure>> {
  const remains = `${basename(path)}.damaged-`;
  let names: readonly string[];
  try {
    names = await readdir(dirname(path));
  } catch (error) {
    return errnoOf(error) === "ENOENT"
      ? success(null)
      : failed(readFailure(error));
  }
  const aside = names.filter(
    (name) =>
      name.startsWith(remains) && /^\d+$/.test(name.slice(remains.length)),
  );
  for (const name of aside)
    await sealInPlace(join(dirname(path), name), sealer);
  return aside.length > 0 ? failed(damagedJournal) : success(null);
}

async function sealInPlace(path: string, sealer: PlanSealer): Promise<void> {
  if (sealer === null) return;
  try {
    const bytes = await readFile(path);
    const opened = sealer.open(bytes);
    // Sealed already, be it with a key that is gone.
    const isSealed = opened.ok || opened.failure.kind !== "recordDamaged";
    if (!isSealed) await writeWhole(path, sealer.seal(bytes));
  } catch {
    // Tried again when it is opened next.
  }
}

/** A crash leaves what was there under that name, or all of this. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.writing`;
  try {
    const file = await open(unfinished, "w", 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Whether there is anything at this path. */
export async function exists(
  path: string,
): Promise<Result<boolean, DiskFailure>> {
  try {
    await stat(path);
    return success(true);
  } catch (error) {
    return errnoOf(error) === "ENOENT"
      ? success(false)
      : failed(readFailure(error));
  }
}
