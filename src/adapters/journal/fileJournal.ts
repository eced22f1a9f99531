// The journal of one case as a file that is only ever appended to, each append on the disk before it is reported as written.
import type { FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Journal } from "../../core/upload/journal.ts";
import type { JournalEntry } from "../../core/upload/journalEntry.ts";
import { writeFailure } from "../../shared/diskErrors.ts";
import { entryLine } from "./journalFile.ts";
import type { Unlock } from "./journalLock.ts";

/** Least time between two syncs: appends in quick succession share one, a single one after a rest is written at once. */
const gatherMs = 10;

/** The same while only receipts of images wait: nothing waits for them, and one that a crash swallows costs no byte. */
const gatherReceiptsMs = 50;

/** A journal smaller than this is not worth rewriting. */
const leastCompactedBytes = 256 * 1024;

/** A journal file that can be appended to. */
export interface JournalFile {
  readonly file: FileHandle;
  /** End of the part that is known to be on the disk. */
  readonly sizeBytes: number;
}

/** Writes the journal anew without what is void; null if that would not make it much shorter. The old file is closed if a new one is answered, or thrown. */
export type Compact = (old: FileHandle) => Promise<JournalFile | null>;

interface WaitingAppend {
  readonly line: string;
  readonly isPatient: boolean;
  readonly resolve: (result: Result<null, DiskFailure>) => void;
}

/**
 * Invariants: 1. lines are written in the order of the calls; 2. one write at a time; what arrives meanwhile shares the next
 * write and its sync; 3. a failed write leaves the end of the file where it was, so the next one writes over its remains;
 * 4. it is rewritten only between two writes, when it has doubled.
 */
export class FileJournal implements Journal {
  readonly #unlock: Unlock;
  readonly #compact: Compact;
  #file: FileHandle;
  #sizeBytes: number;
  #compactAtBytes: number;
  #waiting: WaitingAppend[] = [];
  #lastSyncMs = -Infinity;
  #isWriting = false;
  /** Ends the wait for more receipts. */
  #hurry: () => void = () => undefined;
  #lastWrite: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(at: JournalFile, unlock: Unlock, compact: Compact) {
    this.#file = at.file;
    this.#sizeBytes = at.sizeBytes;
    this.#compactAtBytes = compactAt(at.sizeBytes);
    this.#unlock = unlock;
    this.#compact = compact;
  }

  append(entry: JournalEntry): Promise<Result<null, DiskFailure>> {
    if (this.#isClosed)
      return Promise.resolve(failed({ kind: "unwritable", code: "EBADF" }));
    return new Promise((resolve) => {
      const isPatient = entry.kind === "imageStored";
      this.#waiting.push({ line: entryLine(entry), isPatient, resolve });
      if (!isPatient) this.#hurry();
      if (!this.#isWriting) this.#lastWrite = this.#writeWaiting();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#hurry();
    await this.#lastWrite;
    await this.#file.close();
    await this.#unlock();
  }

  async #writeWaiting(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const batch = this.#waiting.splice(0);
      const result = await this.#write(
        Buffer.from(batch.map((append) => append.line).join(""), "utf8"),
      );
      this.#lastSyncMs = performance.now();
      for (const { resolve } of batch) resolve(result);
      await this.#compactIfLong();
    }
    // In the same turn as the last look at the queue: an append in between would wait for ever.
    this.#isWriting = false;
  }

  /** Lets more appends come in, as far as none of them is in a hurry. */
  async #gather(): Promise<void> {
    if (this.#waiting.every(({ isPatient }) => isPatient)) {
      const hurry = new AbortController();
      this.#hurry = () => {
        hurry.abort();
      };
      await this.#restSinceSync(gatherReceiptsMs, hurry);
      this.#hurry = () => undefined;
    }
    await this.#restSinceSync(gatherMs);
  }

  async #restSinceSync(
    ms: number,
    options: { signal?: AbortSignal } = {},
  ): Promise<void> {
    const restMs = this.#lastSyncMs + ms - performance.now();
    if (restMs > 0 && !this.#isClosed)
      await sleep(restMs, undefined, options).catch(() => undefined);
  }

  /** A failure is that of the next append, if the file it left behind cannot be written. */
  async #compactIfLong(): Promise<void> {
    if (this.#sizeBytes < this.#compactAtBytes) return;
    const compacted = await this.#compact(this.#file).catch(() => null);
    if (compacted !== null) {
      this.#file = compacted.file;
      this.#sizeBytes = compacted.sizeBytes;
    }
    this.#compactAtBytes = compactAt(this.#sizeBytes);
  }

  async #write(bytes: Buffer): Promise<Result<null, DiskFailure>> {
    try {
      let written = 0;
      while (written < bytes.byteLength) {
        const { bytesWritten } = await this.#file.write(
          bytes,
          written,
          bytes.byteLength - written,
          this.#sizeBytes + written,
        );
        written += bytesWritten;
      }
      await this.#file.datasync();
      this.#sizeBytes += bytes.byteLength;
      return success(null);
    } catch (error) {
      // A crash now would leave remains that are no torn last line once something follows them.
      await this.#file.truncate(this.#sizeBytes).catch(() => undefined);
      return failed(writeFailure(error));
    }
  }
}

function compactAt(sizeBytes: number): number {
  return Math.max(leastCompactedBytes, 2 * sizeBytes);
}
