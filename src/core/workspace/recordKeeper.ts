// Keeps the records on disk in step with the cases: one write at a time per case, the newest state wins, nothing is skipped at the end.
import type { DiskFailure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { RecordStore } from "../ports/recordStore.ts";

/** Writes records as they change. */
export class RecordKeeper {
  readonly #store: RecordStore;
  readonly #onFailure: (failure: DiskFailure) => void;
  readonly #dirty = new Map<CaseId, () => unknown>();
  readonly #writing = new Map<CaseId, Promise<void>>();

  constructor(store: RecordStore, onFailure: (failure: DiskFailure) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** Notes that a record changed; `read` gives its content when it is written. */
  changed(caseId: CaseId, read: () => unknown): void {
    this.#dirty.set(caseId, read);
    if (!this.#writing.has(caseId))
      this.#writing.set(
        caseId,
        this.#write(caseId).finally(() => this.#writing.delete(caseId)),
      );
  }

  /** Resolves when everything noted so far for this case is on disk (or failed and was reported). */
  async flush(caseId: CaseId): Promise<void> {
    await this.#writing.get(caseId);
  }

  /** Resolves when everything noted so far is on disk. */
  async flushAll(): Promise<void> {
    await Promise.all([...this.#writing.values()]);
  }

  /** Drops what was noted; for a case that is being removed. */
  async forget(caseId: CaseId): Promise<void> {
    this.#dirty.delete(caseId);
    await this.#writing.get(caseId);
  }

  async #write(caseId: CaseId): Promise<void> {
    for (
      let read = this.#dirty.get(caseId);
      read !== undefined;
      read = this.#dirty.get(caseId)
    ) {
      this.#dirty.delete(caseId);
      const saved = await this.#store.save(caseId, read());
      if (!saved.ok) this.#onFailure(saved.failure);
    }
  }
}
