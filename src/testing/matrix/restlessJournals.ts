// Journals of somebody who pauses and resumes without rest: they grow by what is void, and are written anew in mid-upload.
import type { Journal, JournalStore } from "../../core/upload/journal.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import { success } from "../../shared/result.ts";

/** Lengthens a journal so much that a few entries are more than it bears. */
const pausesAnEntry = 700;

/** The same journals, with many pauses behind every entry: each is over before the entry is said to be written. */
export function restlessJournals(store: JournalStore): JournalStore {
  return {
    async create(caseId) {
      const created = await store.create(caseId);
      return created.ok ? success(restless(created.value)) : created;
    },
    async open(caseId) {
      const opened = await store.open(caseId);
      if (!opened.ok || opened.value === null) return opened;
      const { journal, entries } = opened.value;
      return success({ journal: restless(journal), entries });
    },
  };
}

function restless(journal: Journal): Journal {
  return {
    async append(entry) {
      const written = journal.append(entry);
      const pauses = Array.from({ length: pausesAnEntry }, () => [
        journal.append(pause("paused", entry)),
        journal.append(pause("resumed", entry)),
      ]);
      const answers = await Promise.all([written, ...pauses.flat()]);
      return answers.find(({ ok }) => !ok) ?? success(null);
    },
    close: () => journal.close(),
  };
}

function pause(kind: "paused" | "resumed", entry: JournalEntry): JournalEntry {
  return { kind, atMs: entry.atMs };
}
