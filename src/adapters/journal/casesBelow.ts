// What the journals below some folders tell of drafts that are not to be taken for a lost one. Read without locking, at the moment of the question.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import type { OtherCases } from "../../core/upload/stepContext.ts";
import { errnoOf } from "../../shared/diskErrors.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { readJournalContent } from "./journalFile.ts";

/** Name of the journal in the folder of its case. */
export const journalName = "journal.jsonl";

/** Where upload commands keep their jobs in a user's home, if they are not told otherwise. */
export function commandsFolderIn(home: string): string {
  return join(home, ".casedrop-uploads");
}

/** Cases of other windows and commands. */
export interface CasesBelow extends OtherCases {
  readonly hasUnread: boolean;
  /** Which draft each of them became, or adds to; without those whose plan is sealed. */
  readonly drafts: ReadonlyMap<CaseId, number>;
}

/**
 * Cases that go to this service, each in a folder of its own below one of `parents`; a parent that is not there has none.
 * An intent is on the disk before its call goes out: whoever lists the drafts first and asks this then misses none. Of a
 * journal whose plan is sealed neither title nor service is known, so that its open intent counts as one that cannot be read.
 */
export async function casesBelow(
  parents: readonly string[],
  serviceOrigin: string,
  exceptFolder: string | null,
): Promise<CasesBelow> {
  const found = {
    remoteCaseIds: new Set<number>(),
    titlesInDoubt: new Set<string>(),
    hasUnread: false,
    drafts: new Map<CaseId, number>(),
  };
  for (const folder of await foldersBelow(parents)) {
    if (folder === exceptFolder) continue;
    const entries = await journalEntries(join(folder, journalName));
    if (entries === null) found.hasUnread = true;
    else addCase(found, entries, serviceOrigin);
  }
  return found;
}

/** None where nothing was begun; null if it cannot be read, also by this version only, or was kept aside as damaged. Without the plan where that is sealed. */
export async function journalEntries(
  path: string,
): Promise<readonly JournalEntry[] | null> {
  try {
    const content = readJournalContent(await readFile(path), null);
    return "entries" in content ? content.entries : null;
  } catch (error) {
    const isAbsent = ["ENOENT", "ENOTDIR"].includes(errnoOf(error));
    return isAbsent && !(await isKeptAside(path)) ? [] : null;
  }
}

async function foldersBelow(
  parents: readonly string[],
): Promise<readonly string[]> {
  const folders = await Promise.all(
    [...new Set(parents)].map(async (parent) => {
      const names = await readdir(parent).catch(() => []);
      return names.map((name) => join(parent, name));
    }),
  );
  return folders.flat();
}

async function isKeptAside(path: string): Promise<boolean> {
  const names = await readdir(dirname(path)).catch(() => []);
  return names.some((name) => name.startsWith(`${journalName}.damaged-`));
}

interface Found {
  readonly remoteCaseIds: Set<number>;
  readonly titlesInDoubt: Set<string>;
  readonly drafts: Map<CaseId, number>;
  hasUnread: boolean;
}

function addCase(
  found: Found,
  entries: readonly JournalEntry[],
  serviceOrigin: string,
): void {
  const first = entries[0];
  const plan = first?.kind === "planFrozen" ? first.plan : null;
  if (plan !== null && plan.serviceOrigin !== serviceOrigin) return;
  if (plan?.target.kind === "existingCase")
    found.drafts.set(plan.caseId, plan.target.remoteCaseId);
  let isIntended = false;
  for (const entry of entries) {
    if (entry.kind === "caseIntended") isIntended = true;
    if (entry.kind === "caseWithdrawn") isIntended = false;
    if (entry.kind !== "caseCreated") continue;
    isIntended = false;
    found.remoteCaseIds.add(entry.remoteCaseId);
    if (plan !== null) found.drafts.set(plan.caseId, entry.remoteCaseId);
  }
  if (!isIntended) return;
  if (plan?.target.kind === "newCase")
    found.titlesInDoubt.add(plan.target.payload.title.trim());
  else found.hasUnread = true;
}
