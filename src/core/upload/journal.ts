// Port: the durable record of one case's upload.
import type { CaseId } from "../../shared/identifiers.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { JournalEntry } from "./journalEntry.ts";

/** An open journal. Appends keep the order in which they were called. */
export interface Journal {
  /**
   * Resolves once the entry will survive a crash. On failure the journal reads as if the append had not been tried, or as
   * if it had succeeded; never half. The same entry may then be appended again.
   */
  append(entry: JournalEntry): Promise<Result<null, DiskFailure>>;
  /** Waits for appends under way and lets the file go. Appends after it fail. */
  close(): Promise<void>;
}

/** An opened journal with what it held, oldest first. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly entries: readonly JournalEntry[];
}

/** All journals on this computer. At most one journal of a case is open at a time, across processes. */
export interface JournalStore {
  /** A fresh journal; fails if there is one already. */
  create(caseId: CaseId): Promise<Result<Journal, DiskFailure>>;
  /**
   * Null: there is none. `recordDamaged`: it cannot be understood; it was kept aside, and is still not absent.
   * `journalLocked`: the key it was sealed with is not there; it stays where it is.
   */
  open(caseId: CaseId): Promise<Result<OpenedJournal | null, DiskFailure>>;
}
