// Writes a journal anew: without what is void, or in the form of this version. A crash leaves the old file or the new, both whole.
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { compactEntries } from "../../core/upload/compactEntries.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import { errnoOf } from "../../shared/diskErrors.ts";
import type { JournalFile } from "./fileJournal.ts";
import {
  entryLine,
  headerLine,
  readJournalContent,
  type PlanSealer,
} from "./journalFile.ts";

/** What is not at least this much shorter stays as it is. */
const worthwhileShare = 0.75;

/** Null if the journal stays as it is. */
export async function compactJournal(
  path: string,
  old: FileHandle,
  sealer: PlanSealer,
): Promise<JournalFile | null> {
  const bytes = await readFile(path);
  const content = readJournalContent(bytes, sealer);
  if (content.kind !== "whole") return null;
  const entries = compactEntries(content.entries);
  const isWorthwhile =
    entries.length < content.entries.length * worthwhileShare;
  return isWorthwhile ? rewriteJournal(path, old, entries, sealer) : null;
}

/** Replaces the journal by these entries and closes the old file. Throws what the disk says; the old file is then still there, whole. */
export async function rewriteJournal(
  path: string,
  old: FileHandle,
  entries: readonly JournalEntry[],
  sealer: PlanSealer,
): Promise<JournalFile> {
  const lines = entries.map((entry) => entryLine(entry, sealer));
  const text = headerLine + lines.join("");
  const file = await open(unfinishedPath(path), "w+", 0o600);
  try {
    await file.writeFile(text, "utf8");
    await file.datasync();
  } catch (error) {
    await file.close();
    await removeUnfinishedRewrite(path);
    throw error;
  }
  // Windows renames over no file that is open.
  await old.close();
  try {
    await rename(unfinishedPath(path), path);
  } catch (error) {
    await file.close();
    await removeUnfinishedRewrite(path);
    throw error;
  }
  try {
    await syncFolder(dirname(path));
  } catch (error) {
    // A crash might bring the old file back, without what is added from now on: nothing may be.
    await file.close();
    throw error;
  }
  return { file, sizeBytes: Buffer.byteLength(text) };
}

/** The journal as it is there now, whole. Throws what the disk says, also while it is not certain which file a crash would leave. */
export async function reopenJournal(path: string): Promise<JournalFile> {
  await syncFolder(dirname(path));
  const file = await open(path, "r+");
  try {
    return { file, sizeBytes: (await file.stat()).size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What a crash in mid-rewrite left behind. */
export async function removeUnfinishedRewrite(path: string): Promise<void> {
  await rm(unfinishedPath(path), { force: true }).catch(() => undefined);
}

function unfinishedPath(path: string): string {
  return `${path}.rewriting`;
}

/** Makes the new name itself survive a crash. Windows has no such thing for folders and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    // Network shares and some FUSE file systems refuse to sync a folder; the file itself is synced.
    if (!["EINVAL", "ENOTSUP", "EPERM"].includes(errnoOf(error))) throw error;
  } finally {
    await folder.close();
  }
}
