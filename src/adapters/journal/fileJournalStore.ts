// Journals in folders: one file per case, created, opened, repaired at the end, or kept aside.
import { constants } from "node:fs";
import { mkdir, open, rename, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { DiskFailure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  JournalStore,
  Journal,
  OpenedJournal,
} from "../../core/upload/journal.ts";
import { errnoOf, readFailure, writeFailure } from "../../shared/diskErrors.ts";
import { FileJournal } from "./fileJournal.ts";
import {
  compactJournal,
  removeUnfinishedRewrite,
  rewriteJournal,
  syncFolder,
} from "./journalCompaction.ts";
import {
  headerLine,
  readJournalContent,
  type JournalContent,
} from "./journalFile.ts";
import { lockJournal, type Unlock } from "./journalLock.ts";

const damaged: DiskFailure = { kind: "recordDamaged", record: "journal" };

/** Journals at the paths that `pathOf` gives. Folders are made as needed; files are the owner's alone (0600). */
export function createFileJournalStore(
  pathOf: (caseId: CaseId) => string,
): JournalStore {
  return {
    create: (caseId) => withLock(pathOf(caseId), createJournal),
    async open(caseId) {
      const path = pathOf(caseId);
      const isThere = await exists(path);
      if (!isThere.ok) return isThere;
      if (isThere.value) return withLock(path, openJournal);
      return hasDamagedRemains(path);
    },
  };
}

type Locked<T> = (
  path: string,
  unlock: Unlock,
) => Promise<Result<T, DiskFailure>>;

/** Runs with the lock, which stays taken only on success. */
async function withLock<T>(
  path: string,
  action: Locked<T>,
): Promise<Result<T, DiskFailure>> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    return failed(writeFailure(error));
  }
  const locked = await lockJournal(path);
  if (!locked.ok) return locked;
  const result = await action(path, locked.value);
  if (!result.ok) await locked.value();
  return result;
}

/** A file without entries counts as none: a crash came between its first line and the plan. */
async function createJournal(
  path: string,
  unlock: Unlock,
): Promise<Result<Journal, DiskFailure>> {
  const isThere = await exists(path);
  if (!isThere.ok) return isThere;
  if (isThere.value) {
    const opened = await openJournal(path, unlock);
    if (!opened.ok) return opened;
    if (opened.value.entries.length === 0) return success(opened.value.journal);
    await opened.value.journal.close();
    return failed({ kind: "unwritable", code: "EEXIST" });
  }
  const remains = await hasDamagedRemains(path);
  if (!remains.ok) return remains;
  try {
    const file = await open(
      path,
      constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
      0o600,
    );
    return await withHeader(file, path, unlock);
  } catch (error) {
    return failed(writeFailure(error));
  }
}

async function withHeader(
  file: FileHandle,
  path: string,
  unlock: Unlock,
): Promise<Result<Journal, DiskFailure>> {
  try {
    await file.truncate(0);
    await file.write(headerLine, 0, "utf8");
    await file.datasync();
    await syncFolder(dirname(path));
    return success(
      journalAt(path, file, Buffer.byteLength(headerLine), unlock),
    );
  } catch (error) {
    await file.close();
    return failed(writeFailure(error));
  }
}

function journalAt(
  path: string,
  file: FileHandle,
  sizeBytes: number,
  unlock: Unlock,
): FileJournal {
  return new FileJournal({ file, sizeBytes }, unlock, (old) =>
    compactJournal(path, old),
  );
}

async function openJournal(
  path: string,
  unlock: Unlock,
): Promise<Result<OpenedJournal, DiskFailure>> {
  let file: FileHandle;
  let bytes: Buffer;
  try {
    file = await open(path, constants.O_RDWR);
  } catch (error) {
    return failed(readFailure(error));
  }
  try {
    bytes = await file.readFile();
  } catch (error) {
    await file.close();
    return failed(readFailure(error));
  }
  const content = readJournalContent(bytes);
  if (content.kind !== "whole") {
    await file.close();
    // A newer one is not damaged for the version that wrote it: it stays in its place.
    if (content.kind === "damaged") await keepAside(path);
    return failed(damaged);
  }
  if (content.wholeBytes === 0) {
    const fresh = await withHeader(file, path, unlock);
    return fresh.ok ? success({ journal: fresh.value, entries: [] }) : fresh;
  }
  await removeUnfinishedRewrite(path);
  if (content.isOlder) return migrated(path, file, content.entries, unlock);
  const repaired = await dropTornLine(file, bytes, content.wholeBytes);
  if (!repaired.ok) return repaired;
  return success({
    journal: journalAt(path, file, content.wholeBytes, unlock),
    entries: content.entries,
  });
}

/** Written anew in the present form before anything is added to it. */
async function migrated(
  path: string,
  file: FileHandle,
  entries: (JournalContent & { kind: "whole" })["entries"],
  unlock: Unlock,
): Promise<Result<OpenedJournal, DiskFailure>> {
  try {
    const rewritten = await rewriteJournal(path, file, entries);
    return success({
      journal: journalAt(path, rewritten.file, rewritten.sizeBytes, unlock),
      entries,
    });
  } catch (error) {
    await file.close().catch(() => undefined);
    return failed(writeFailure(error));
  }
}

async function dropTornLine(
  file: FileHandle,
  bytes: Buffer,
  wholeBytes: number,
): Promise<Result<null, DiskFailure>> {
  if (bytes.byteLength === wholeBytes) return success(null);
  try {
    await file.truncate(wholeBytes);
    await file.datasync();
    return success(null);
  } catch (error) {
    await file.close();
    return failed(writeFailure(error));
  }
}

/** Renames to the first free `.damaged-<n>`. If even that fails the file stays where it is, and stays damaged. */
async function keepAside(path: string): Promise<void> {
  for (let number = 1; number < 1000; number += 1) {
    const aside = `${path}.damaged-${number}`;
    const isTaken = await exists(aside);
    if (isTaken.ok && isTaken.value) continue;
    await rename(path, aside).catch(() => undefined);
    return;
  }
}

/** A journal that was kept aside is still not absent: what it told of the site is unknown, so nothing may begin in its place. */
async function hasDamagedRemains(
  path: string,
): Promise<Result<null, DiskFailure>> {
  const aside = await exists(`${path}.damaged-1`);
  if (!aside.ok) return aside;
  return aside.value ? failed(damaged) : success(null);
}

async function exists(path: string): Promise<Result<boolean, DiskFailure>> {
  try {
    await stat(path);
    return success(true);
  } catch (error) {
    return errnoOf(error) === "ENOENT"
      ? success(false)
      : failed(readFailure(error));
  }
}
