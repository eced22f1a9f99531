// The state of one case and its journal, kept in step.
import type { DiskFailure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { Journal } from "./journal.ts";
import { transition, type UploadEvent } from "./transition.ts";
import type { UploadState } from "./uploadState.ts";

/**
 * Invariants: 1. an intent is on the disk before it is in the state, so no effect starts without it; 2. a receipt is in the
 * state at once, since the effect is a fact, and is written again before anything else if the disk refused it.
 */
export class Recorder {
  readonly #journal: Journal;
  readonly #onChange: () => void;
  #state: UploadState;
  #unwritten: UploadEvent[] = [];
  #writing: Promise<Result<null, DiskFailure>> | null = null;

  constructor(state: UploadState, journal: Journal, onChange: () => void) {
    this.#state = state;
    this.#journal = journal;
    this.#onChange = onChange;
  }

  get state(): UploadState {
    return this.#state;
  }

  /** Writes that an effect is about to be tried. On failure it must not be. */
  async intend(event: UploadEvent): Promise<Result<null, DiskFailure>> {
    const written = await this.#journal.append(event);
    if (written.ok) this.#apply(event);
    return written;
  }

  /** Writes what happened. On failure it is remembered, and `writeLeftovers` tries again. */
  async receipt(event: UploadEvent): Promise<Result<null, DiskFailure>> {
    this.#apply(event);
    const written = await this.#journal.append(event);
    if (!written.ok) this.#unwritten.push(event);
    return written;
  }

  /** Writes the receipts the disk refused earlier; until that succeeds no new effect may start. */
  writeLeftovers(): Promise<Result<null, DiskFailure>> {
    // One at a time: two would write the same receipt twice, and drop the next.
    this.#writing ??= this.#writeUnwritten().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  /** What is left is written once more, if the disk takes it now. */
  async close(): Promise<void> {
    await this.writeLeftovers();
    await this.#journal.close();
  }

  async #writeUnwritten(): Promise<Result<null, DiskFailure>> {
    while (this.#unwritten[0] !== undefined) {
      const written = await this.#journal.append(this.#unwritten[0]);
      if (!written.ok) return written;
      this.#unwritten.shift();
    }
    return success(null);
  }

  #apply(event: UploadEvent): void {
    this.#state = transition(this.#state, event);
    this.#onChange();
  }
}
