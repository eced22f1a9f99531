// Writes files into a case's spool: under a temporary name, synced, then renamed to their SHA-256. For worker threads: its calls block.
//
// Invariants:
// 1. A name that is a hash never stands for a file that is not whole and on the disk.
// 2. Whatever ends without `commit` leaves no file behind, unless the process dies; then `openFileSpool` removes it.
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fdatasyncSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writevSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiskFailure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../../core/ports/byteSource.ts";
import type { SpooledFile } from "../../core/ports/spool.ts";
import { errnoOf, writeFailure } from "../../shared/diskErrors.ts";
import { spooledName, unfinishedName } from "./spoolNames.ts";

/** The calls that writing makes, on the calling thread. */
export interface SpoolFileSystem {
  /** A new file (0600) for writing and reading; the answer is a descriptor. */
  readonly create: (path: string) => number;
  readonly writev: (fd: number, chunks: readonly Uint8Array[]) => number;
  /** Reads into `bytes` from `position` of the file; how many there were, 0 at its end. */
  readonly read: (fd: number, bytes: Buffer, position: number) => number;
  /** Returns when the bytes are on the disk. */
  readonly sync: (fd: number) => void;
  readonly close: (fd: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The real ones. */
export const nodeSpoolFileSystem: SpoolFileSystem = {
  create: (path) => openSync(path, "wx+", 0o600),
  writev: (fd, chunks) => writevSync(fd, chunks),
  read: (fd, bytes, position) =>
    readSync(fd, bytes, 0, bytes.byteLength, position),
  sync: fdatasyncSync,
  close: closeSync,
  rename: renameSync,
  remove: unlinkSync,
  sleep: (ms) => sleep(ms),
};

/** Waits between attempts to rename: virus scanners and indexers on Windows hold new files open for a moment. */
const renameDelaysMs = [10, 50, 200, 500, 1000];

/** Holds the whole header of nearly every file that we write; pixels that follow need not be read with it. */
const beginningBytes = 8 * 1024;

/** Of this thread: randomness for every file would take as long as opening it. */
const threadToken = randomBytes(12).toString("hex");
let begunFiles = 0;

/** Random, then counted. */
function nextToken(): string {
  begunFiles = (begunFiles + 1) % 2 ** 32;
  return `${threadToken}${begunFiles.toString(16).padStart(8, "0")}`;
}

/** A file on its way into the spool. Ends with `commit` or `discard`. */
export interface UnfinishedFile {
  /** Appends all chunks, in order. */
  write(chunks: readonly Uint8Array[]): Result<null, DiskFailure>;
  /**
   * What was written so far, read back from the file; closing it does nothing. The first bytes of the file stay valid
   * until the writer begins another one.
   */
  written(): ByteSource;
  /** Syncs the bytes and gives the file its name. After a failure nothing is left. */
  commit(sha256Hex: Sha256Hex): Promise<Result<SpooledFile, DiskFailure>>;
  discard(): void;
}

/** Writer to the spool in `folder`, which must exist. */
export class SpoolWriter {
  readonly #folder: string;
  readonly #fs: SpoolFileSystem;
  /** Thousands of files are read back from their beginning: a buffer for each would be most of the garbage. */
  readonly #beginning = Buffer.allocUnsafeSlow(beginningBytes);

  constructor(folder: string, fs: SpoolFileSystem) {
    this.#folder = folder;
    this.#fs = fs;
  }

  /** Starts a file (0600). */
  begin(): Result<UnfinishedFile, DiskFailure> {
    const path = join(this.#folder, unfinishedName(nextToken()));
    try {
      const fd = this.#fs.create(path);
      return success(
        new TemporaryFile({
          folder: this.#folder,
          path,
          fd,
          fs: this.#fs,
          beginning: this.#beginning,
        }),
      );
    } catch (error) {
      return failed(writeFailure(error));
    }
  }
}

class TemporaryFile implements UnfinishedFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #fd: number;
  readonly #fs: SpoolFileSystem;
  readonly #beginning: Buffer;
  #sizeBytes = 0;
  #isOpen = true;

  constructor(at: {
    readonly folder: string;
    readonly path: string;
    readonly fd: number;
    readonly fs: SpoolFileSystem;
    readonly beginning: Buffer;
  }) {
    this.#folder = at.folder;
    this.#path = at.path;
    this.#fd = at.fd;
    this.#fs = at.fs;
    this.#beginning = at.beginning;
  }

  write(chunks: readonly Uint8Array[]): Result<null, DiskFailure> {
    let rest = chunks.filter((chunk) => chunk.byteLength > 0);
    try {
      while (rest.length > 0) {
        const written = this.#fs.writev(this.#fd, rest);
        this.#sizeBytes += written;
        rest = withoutFirst(rest, written);
      }
    } catch (error) {
      return failed(writeFailure(error));
    }
    return success(null);
  }

  written(): ByteSource {
    const fs = this.#fs;
    const fd = this.#fd;
    const sizeBytes = this.#sizeBytes;
    const beginning = this.#beginning;
    return {
      sizeBytes,
      firstLookBytes: beginningBytes,
      read: (offset, length) => {
        const wanted = Math.max(0, Math.min(length, sizeBytes - offset));
        const buffer =
          offset === 0 && wanted <= beginning.byteLength
            ? beginning.subarray(0, wanted)
            : Buffer.allocUnsafe(wanted);
        return Promise.resolve(readBack(fs, fd, { buffer, offset }));
      },
      close: () => Promise.resolve(),
    };
  }

  async commit(
    sha256Hex: Sha256Hex,
  ): Promise<Result<SpooledFile, DiskFailure>> {
    try {
      this.#fs.sync(this.#fd);
      this.#close();
      await this.#rename(join(this.#folder, spooledName(sha256Hex)));
    } catch (error) {
      this.discard();
      return failed(writeFailure(error));
    }
    return success({ sha256Hex, sizeBytes: this.#sizeBytes });
  }

  discard(): void {
    try {
      this.#close();
    } finally {
      try {
        this.#fs.remove(this.#path);
      } catch {
        // Absent after a rename; anything else is swept up when the spool is opened next.
      }
    }
  }

  async #rename(to: string): Promise<void> {
    for (const delayMs of renameDelaysMs) {
      try {
        this.#fs.rename(this.#path, to);
        return;
      } catch (error) {
        if (!["EPERM", "EACCES", "EBUSY"].includes(errnoOf(error))) throw error;
        await this.#fs.sleep(delayMs);
      }
    }
    this.#fs.rename(this.#path, to);
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#fs.close(this.#fd);
  }
}

function withoutFirst(
  chunks: readonly Uint8Array[],
  count: number,
): Uint8Array[] {
  const total = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  if (count >= total) return [];
  let remaining = count;
  return chunks.flatMap((chunk) => {
    const done = Math.min(remaining, chunk.byteLength);
    remaining -= done;
    return done === chunk.byteLength ? [] : [chunk.subarray(done)];
  });
}

function readBack(
  fs: SpoolFileSystem,
  fd: number,
  { buffer, offset }: { readonly buffer: Buffer; readonly offset: number },
): Result<Uint8Array, DiskFailure> {
  let filled = 0;
  try {
    while (filled < buffer.byteLength) {
      const rest = filled === 0 ? buffer : buffer.subarray(filled);
      const count = fs.read(fd, rest, offset + filled);
      if (count === 0) return failed({ kind: "spoolDamaged" });
      filled += count;
    }
  } catch (error) {
    return failed({ kind: "unreadable", code: errnoOf(error) });
  }
  return success(buffer);
}
