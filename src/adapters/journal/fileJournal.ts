// The journal of one case as a file that is only ever appended to, each append on the disk before it is reported as written.
import type { FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Journal } from "../../core/upload/journal.ts";
import {
  isStopping,
  type JournalEntry,
  type StoppingEntry,
} from "../../core/upload/journalEntry.ts";
import { writeFailure } from "../../shared/diskErrors.ts";
import { reserve, reserveText } from "./journalFile.ts";
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
  /** A decision that is in the reserve of the first line, and not yet a line of its own. */
  readonly reserved?: StoppingEntry | null;
}

/** An entry as a line of the file, with its line feed. */
export type LineOf = (entry: JournalEntry) => string;

/** Writes the journal anew without what is void; null if that would not make it much shorter. The old file is closed if a new one is answered, or thrown. */
export type Compact = (old: FileHandle) => Promise<JournalFile | null>;

/** How a journal writes itself. */
export interface JournalForm {
  readonly lineOf: LineOf;
  readonly compact: Compact;
  /** Opens it again after an attempt to write it anew that left no file open. Throws what the disk says. */
  readonly reopen: () => Promise<JournalFile>;
}

interface WaitingAppend {
  readonly entry: JournalEntry;
  readonly line: string;
  readonly isPatient: boolean;
  readonly resolve: (result: Result<null, DiskFailure>) => void;
}

/**
 * Invariants: 1. lines are written in the order of the calls; 2. one write at a time; what arrives meanwhile shares the next
 * write and its sync; 3. a failed write leaves the end of the file where it was, so the next one writes over its remains;
 * 4. it is rewritten only between two writes, when it has doubled; 5. a decision to stop that finds no room goes into the
 * reserve of the first line, and becomes a line before anything else does.
 */
export class FileJournal implements Journal {
  readonly #unlock: Unlock;
  readonly #form: JournalForm;
  /** Null: to be opened again. */
  #file: FileHandle | null;
  #reserved: StoppingEntry | null;
  #sizeBytes: number;
  #compactAtBytes: number;
  #waiting: WaitingAppend[] = [];
  #lastSyncMs = -Infinity;
  #isWriting = false;
  /** Ends the wait for more receipts. */
  #hurry: () => void = () => undefined;
  #lastWrite: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(at: JournalFile, unlock: Unlock, form: JournalForm) {
    this.#reserved = at.reserved ?? null;
    this.#file = at.file;
    this.#sizeBytes = at.sizeBytes;
    this.#compactAtBytes = compactAt(at.sizeBytes);
    this.#unlock = unlock;
    this.#form = form;
  }

  append(entry: JournalEntry): Promise<Result<null, DiskFailure>> {
    if (this.#isClosed)
      return Promise.resolve(failed({ kind: "unwritable", code: "EBADF" }));
    return new Promise((resolve) => {
      const isPatient = entry.kind === "imageStored";
      const line = this.#form.lineOf(entry);
      this.#waiting.push({ entry, line, isPatient, resolve });
      if (!isPatient) this.#hurry();
      if (!this.#isWriting) this.#lastWrite = this.#writeWaiting();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#hurry();
    await this.#lastWrite;
    await this.#file?.close();
    await this.#unlock();
  }

  async #writeWaiting(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const batch = this.#waiting.splice(0);
      const result = await this.#writeLines(batch.map(({ line }) => line));
      this.#lastSyncMs = performance.now();
      for (const { entry, resolve } of batch)
        resolve(result.ok ? result : await this.#reserve(entry, result));
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

  /** A failure leaves the journal as it was; what it closed is opened again by the next append. */
  async #compactIfLong(): Promise<void> {
    if (this.#file === null || this.#sizeBytes < this.#compactAtBytes) return;
    const old = this.#file;
    try {
      const compacted = await this.#form.compact(old);
      if (compacted !== null) this.#continueWith(compacted);
    } catch {
      this.#file = null;
      await old.close().catch(() => undefined);
    }
    this.#compactAtBytes = compactAt(this.#sizeBytes);
  }

  async #openFile(): Promise<Result<FileHandle, DiskFailure>> {
    if (this.#file !== null) return success(this.#file);
    try {
      const reopened = await this.#form.reopen();
      this.#continueWith(reopened);
      return success(reopened.file);
    } catch (error) {
      return failed(writeFailure(error));
    }
  }

  #continueWith({ file, sizeBytes }: JournalFile): void {
    this.#file = file;
    this.#sizeBytes = sizeBytes;
  }

  async #writeLines(
    lines: readonly string[],
  ): Promise<Result<null, DiskFailure>> {
    const open = await this.#openFile();
    if (!open.ok) return open;
    const file = open.value;
    const reserved = this.#reserved;
    const all =
      reserved === null ? lines : [this.#form.lineOf(reserved), ...lines];
    const bytes = Buffer.from(all.join(""), "utf8");
    const written = await this.#write(file, bytes);
    if (!written.ok || reserved === null) return written;
    this.#reserved = null;
    // What stays there says once more that somebody wanted to stop.
    await this.#fillReserve(file, null).catch(() => undefined);
    return written;
  }

  async #write(
    file: FileHandle,
    bytes: Buffer,
  ): Promise<Result<null, DiskFailure>> {
    try {
      await writeAt(file, bytes, this.#sizeBytes);
      await file.datasync();
      this.#sizeBytes += bytes.byteLength;
      return success(null);
    } catch (error) {
      // A crash now would leave remains that are no torn last line once something follows them.
      await file.truncate(this.#sizeBytes).catch(() => undefined);
      return failed(writeFailure(error));
    }
  }

  /** Where a decision goes for which there is no room; `refused` is the answer for everything else. */
  async #reserve(
    entry: JournalEntry,
    refused: Result<null, DiskFailure>,
  ): Promise<Result<null, DiskFailure>> {
    if (!isStopping(entry) || this.#file === null) return refused;
    // Nothing undoes a cancel.
    if (this.#reserved?.kind === "cancelled") return success(null);
    try {
      await this.#fillReserve(this.#file, entry);
      this.#reserved = entry;
      return success(null);
    } catch {
      return refused;
    }
  }

  async #fillReserve(
    file: FileHandle,
    decision: StoppingEntry | null,
  ): Promise<void> {
    const text = Buffer.from(reserveText(decision), "utf8");
    await writeAt(file, text, reserve.offset);
    await file.datasync();
  }
}

async function writeAt(
  file: FileHandle,
  bytes: Buffer,
  position: number,
): Promise<void> {
  for (let written = 0; written < bytes.byteLength;) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.byteLength - written,
      position + written,
    );
    written += bytesWritten;
  }
}

function compactAt(sizeBytes: number): number {
  return Math.max(leastCompactedBytes, 2 * sizeBytes);
}
