// Journals in memory that can refuse a write or die between two lines.
import type {
  Journal,
  JournalStore,
  OpenedJournal,
} from "../core/upload/journal.ts";
import type { JournalEntry } from "../core/upload/journalEntry.ts";
import type { DiskFailure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** The Journal port in memory. */
export class MemoryJournal implements Journal {
  readonly entries: JournalEntry[];
  /** Set to refuse appends. */
  failure: DiskFailure | null = null;
  isClosed = false;
  /** Appends, counted from 1, that find the disk full. */
  refusedAppends: readonly number[] = [];
  #tried = 0;
  /**
   * After this many appends the computer loses power: the last of them is on the disk or not as `keepsLast` says, and no
   * append ever answers again.
   */
  death: { readonly after: number; readonly keepsLast: boolean } | null = null;
  onDeath: () => void = () => undefined;
  #appends = 0;

  constructor(entries: readonly JournalEntry[] = []) {
    this.entries = [...entries];
  }

  async append(entry: JournalEntry): Promise<Result<null, DiskFailure>> {
    if (this.isClosed) return failed({ kind: "unwritable", code: "EBADF" });
    // One tick of delay, so that mistakes of order show.
    await Promise.resolve();
    this.#tried += 1;
    if (this.refusedAppends.includes(this.#tried))
      return failed({ kind: "diskFull" });
    if (this.failure !== null) return failed(this.failure);
    this.#appends += 1;
    if (this.death !== null && this.#appends >= this.death.after) {
      if (this.#appends === this.death.after && this.death.keepsLast)
        this.entries.push(entry);
      this.onDeath();
      return new Promise(() => undefined);
    }
    this.entries.push(structuredClone(entry));
    return success(null);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** The JournalStore port in memory. */
export class MemoryJournalStore implements JournalStore {
  readonly journals = new Map<CaseId, MemoryJournal>();

  create(caseId: CaseId): Promise<Result<Journal, DiskFailure>> {
    const known = this.journals.get(caseId);
    if (known !== undefined && !known.isClosed)
      return Promise.resolve(failed({ kind: "inUseElsewhere" }));
    if (known !== undefined && known.entries.length > 0)
      return Promise.resolve(failed({ kind: "unwritable", code: "EEXIST" }));
    const journal = new MemoryJournal();
    this.journals.set(caseId, journal);
    return Promise.resolve(success(journal));
  }

  open(caseId: CaseId): Promise<Result<OpenedJournal | null, DiskFailure>> {
    const known = this.journals.get(caseId);
    if (known === undefined) return Promise.resolve(success(null));
    if (!known.isClosed)
      return Promise.resolve(failed({ kind: "inUseElsewhere" }));
    const journal = new MemoryJournal(known.entries);
    this.journals.set(caseId, journal);
    return Promise.resolve(success({ journal, entries: [...journal.entries] }));
  }
}
