// Keeps the records on disk in step with the cases: one write at a time per case, the newest state wins, nothing is skipped at the end.
import type { DiskFailure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { RecordStore } from "../ports/recordStore.ts";

/** Writes records as they change. */
export class RecordKeeper {
  readonly #store: RecordStore;
  readonly #onFailure: (failure: DiskFailure) => void;
  readonly #dirty = new Map<CaseId, () => unknown>();
  readonly #writing = new Map<CaseId, Promise<void>>();
  /** Records whose last write failed: they are written again with the next change or flush. */
  readonly #missed = new Map<
    CaseId,
    { readonly read: () => unknown; readonly failure: DiskFailure }
  >();

  constructor(store: RecordStore, onFailure: (failure: DiskFailure) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** Notes that a record changed; `read` gives its content when it is written. */
  changed(caseId: CaseId, read: () => unknown): void {
    this.#dirty.set(caseId, read);
    if (!this.#writing.has(caseId))
      this.#writing.set(caseId, this.#write(caseId));
  }

  /** Resolves when everything noted so far for this case is on disk; what failed before is tried once more. */
  async flush(caseId: CaseId): Promise<Result<null, DiskFailure>> {
    await this.#writing.get(caseId);
    const missed = this.#missed.get(caseId);
    if (missed === undefined) return success(null);
    this.changed(caseId, missed.read);
    await this.#writing.get(caseId);
    const stillMissed = this.#missed.get(caseId);
    return stillMissed === undefined
      ? success(null)
      : failed(stillMissed.failure);
  }

  /** Resolves when everything noted so far is on disk, or failed again and was reported. */
  async flushAll(): Promise<void> {
    const caseIds = new Set([...this.#writing.keys(), ...this.#missed.keys()]);
    await Promise.all([...caseIds].map((caseId) => this.flush(caseId)));
  }

  /** Drops what was noted; for a case that is being removed. */
  async forget(caseId: CaseId): Promise<void> {
    this.#dirty.delete(caseId);
    await this.#writing.get(caseId);
    this.#missed.delete(caseId);
  }

  async #write(caseId: CaseId): Promise<void> {
    for (
      let read = this.#dirty.get(caseId);
      read !== undefined;
      read = this.#dirty.get(caseId)
    ) {
      this.#dirty.delete(caseId);
      const saved = await this.#store.save(caseId, read());
      if (saved.ok) this.#missed.delete(caseId);
      else {
        this.#missed.set(caseId, { read, failure: saved.failure });
        this.#onFailure(saved.failure);
      }
    }
    // In the same turn as the last look: a change in between would wait for the next one.
    this.#writing.delete(caseId);
  }
}
