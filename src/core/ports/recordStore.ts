// Port: sealed records of cases on this computer's disk.
import type { DiskFailure, NotForgotten } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";

/** A record as found on disk; its content is not trusted yet. */
export interface StoredRecord {
  readonly caseId: CaseId;
  readonly content: unknown;
}

/** Durable, sealed storage of one record per case. */
export interface RecordStore {
  /** All readable records; each damaged one is kept aside and reported as a failure. */
  load(): Promise<{
    readonly records: readonly StoredRecord[];
    readonly failures: readonly DiskFailure[];
    /** Cases that have a journal and no readable record: they were being sent, and must not be taken for absent. */
    readonly journalsOnly: readonly CaseId[];
  }>;
  save(caseId: CaseId, content: unknown): Promise<Result<null, DiskFailure>>;
  /** Removes everything of the case: spool, journal, and last the record, by which it is known until all else is gone. */
  remove(caseId: CaseId): Promise<Result<null, NotForgotten>>;
  /** Removes what lies beside the folders of these cases: records kept aside, and what belongs to no case. */
  removeOthers(known: ReadonlySet<CaseId>): Promise<Result<null, NotForgotten>>;
}
