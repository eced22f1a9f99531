// Journals in folders: one file per case, created, opened, repaired at the end.
import { constants } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { DiskFailure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  JournalStore,
  Journal,
  OpenedJournal,
} from "../../core/upload/journal.ts";
import { readFailure, writeFailure } from "../../shared/diskErrors.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import { FileJournal, type JournalFile } from "./fileJournal.ts";
import {
  damagedJournal,
  exists,
  hasDamagedRemains,
  keepAside,
} from "./damagedJournal.ts";
import {
  compactJournal,
  reopenJournal,
  removeUnfinishedRewrite,
  rewriteJournal,
  syncFolder,
} from "./journalCompaction.ts";
import {
  entryLine,
  headerLine,
  readJournalContent,
  type JournalContent,
  type PlanSealer,
} from "./journalFile.ts";
import { lockJournal, type Unlock } from "./journalLock.ts";

/** A journal file, and what seals its plan. */
interface Place {
  readonly path: string;
  readonly sealer: PlanSealer;
}

/**
 * Journals at the paths that `pathOf` gives. Folders are made as needed; files are the owner's alone (0600). A plain journal
 * is sealed when it is opened with a sealer.
 */
export function createFileJournalStore(
  pathOf: (caseId: CaseId) => string,
  sealer: PlanSealer,
): JournalStore {
  return {
    create: (caseId) =>
      withLock({ path: pathOf(caseId), sealer }, createJournal),
    async open(caseId) {
      const path = pathOf(caseId);
      const isThere = await exists(path);
      if (!isThere.ok) return isThere;
      if (isThere.value) return withLock({ path, sealer }, openJournal);
      return hasDamagedRemains(path, sealer);
    },
  };
}

type Locked<T> = (
  place: Place,
  unlock: Unlock,
) => Promise<Result<T, DiskFailure>>;

/** Runs with the lock, which stays taken only on success. */
async function withLock<T>(
  place: Place,
  action: Locked<T>,
): Promise<Result<T, DiskFailure>> {
  const { path } = place;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    return failed(writeFailure(error));
  }
  const locked = await lockJournal(path);
  if (!locked.ok) return locked;
  const result = await action(place, locked.value);
  if (!result.ok) await locked.value();
  return result;
}

/** A file without entries counts as none: a crash came between its first line and the plan. */
async function createJournal(
  place: Place,
  unlock: Unlock,
): Promise<Result<Journal, DiskFailure>> {
  const { path, sealer } = place;
  const isThere = await exists(path);
  if (!isThere.ok) return isThere;
  if (isThere.value) {
    const opened = await openJournal(place, unlock);
    if (!opened.ok) return opened;
    if (opened.value.entries.length === 0) return success(opened.value.journal);
    await opened.value.journal.close();
    return failed({ kind: "unwritable", code: "EEXIST" });
  }
  const remains = await hasDamagedRemains(path, sealer);
  if (!remains.ok) return remains;
  try {
    const file = await open(
      path,
      constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
      0o600,
    );
    return await withHeader(file, place, unlock);
  } catch (error) {
    return failed(writeFailure(error));
  }
}

async function withHeader(
  file: FileHandle,
  place: Place,
  unlock: Unlock,
): Promise<Result<Journal, DiskFailure>> {
  try {
    await file.truncate(0);
    await file.write(headerLine, 0, "utf8");
    await file.datasync();
    await syncFolder(dirname(place.path));
    const sizeBytes = Buffer.byteLength(headerLine);
    return success(journalAt(place, { file, sizeBytes }, unlock));
  } catch (error) {
    await file.close();
    return failed(writeFailure(error));
  }
}

function journalAt(
  { path, sealer }: Place,
  at: JournalFile,
  unlock: Unlock,
): FileJournal {
  return new FileJournal(at, unlock, {
    compact: (old) => compactJournal(path, old, sealer),
    reopen: () => reopenJournal(path),
    lineOf: (entry) => entryLine(entry, sealer),
  });
}

async function openJournal(
  place: Place,
  unlock: Unlock,
): Promise<Result<OpenedJournal, DiskFailure>> {
  const { path, sealer } = place;
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
  const content = readJournalContent(bytes, sealer);
  if (content.kind !== "whole") {
    await file.close();
    if (content.kind === "locked") return failed(lockedWith(content.entries));
    // A newer one is not damaged for the version that wrote it: it stays in its place.
    if (content.kind === "damaged") await keepAside(path, bytes, sealer);
    return failed(damagedJournal);
  }
  if (content.wholeBytes === 0) {
    const fresh = await withHeader(file, place, unlock);
    return fresh.ok ? success({ journal: fresh.value, entries: [] }) : fresh;
  }
  await removeUnfinishedRewrite(path);
  if (content.isOlder) return migrated(place, file, content.entries, unlock);
  const repaired = await dropTornLine(file, bytes, content.wholeBytes);
  if (!repaired.ok) return repaired;
  const { entries, reserved, wholeBytes: sizeBytes } = content;
  const journal = journalAt(place, { file, sizeBytes, reserved }, unlock);
  return success({ journal, entries });
}

/** What the entries tell that are not sealed. */
function lockedWith(entries: readonly JournalEntry[]): DiskFailure {
  let remoteCaseId: number | null = null;
  for (const entry of entries) {
    if (entry.kind === "caseCreated") remoteCaseId = entry.remoteCaseId;
    if (entry.kind === "draftGivenUp") remoteCaseId = null;
  }
  const storedImages = entries.filter(({ kind }) => kind === "imageStored");
  return {
    kind: "journalLocked",
    remoteCaseId,
    storedImages: storedImages.length,
  };
}

/** Written anew in the present form before anything is added to it. */
async function migrated(
  place: Place,
  file: FileHandle,
  entries: (JournalContent & { kind: "whole" })["entries"],
  unlock: Unlock,
): Promise<Result<OpenedJournal, DiskFailure>> {
  try {
    const { path, sealer } = place;
    const rewritten = await rewriteJournal(path, file, entries, sealer);
    return success({ journal: journalAt(place, rewritten, unlock), entries });
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
