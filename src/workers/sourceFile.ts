// One original file as the preparation reads it: on the worker's own thread, in few large reads, and only if it is still the file that was scanned.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { RangeReader } from "../core/deid/applyDeid.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Where the file lies and what it looked like when it was scanned. */
export interface ExpectedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** Memory that one job reads into, over and over: no more than one file or one chunk is held at a time. */
export class ReadBuffer {
  #bytes = Buffer.alloc(0);

  /** The first `length` bytes; what was there before is overwritten. */
  take(length: number): Buffer {
    // Grown in steps, so that files of rising size do not each get a new one.
    if (this.#bytes.byteLength < length)
      this.#bytes = Buffer.allocUnsafeSlow(
        Math.ceil(length / growthBytes) * growthBytes,
      );
    return this.#bytes.subarray(0, length);
  }
}

const growthBytes = 1024 * 1024;
/** Files up to this size are read whole, in one call. */
const wholeFileBytes = 8 * 1024 * 1024;

/** An open original. What it hands out of a small file is valid until the next file is opened with the same buffer. */
export interface SourceFile extends ByteSource, RangeReader {}

/** Opens a file and makes sure that it has not changed since the scan. */
export function openSourceFile(
  expected: ExpectedFile,
  buffer: ReadBuffer,
): Result<SourceFile, RefusalReason> {
  let fd: number;
  try {
    fd = openSync(expected.path, "r");
  } catch (error) {
    return failed(openRefusal(error));
  }
  try {
    const { size, mtimeMs } = fstatSync(fd);
    if (
      size !== expected.sizeBytes ||
      Math.trunc(mtimeMs) !== expected.modifiedAtMs
    ) {
      closeSync(fd);
      return failed({ kind: "sourceChanged" });
    }
    if (size > wholeFileBytes) return success(new LargeFile(fd, size, buffer));
    const bytes = buffer.take(size);
    const count = readFully(fd, bytes, 0);
    closeSync(fd);
    return count === size
      ? success(new WholeFile(bytes))
      : failed({ kind: "sourceChanged" });
  } catch (error) {
    closeQuietly(fd);
    return failed({ kind: "unreadable", code: errorCode(error) });
  }
}

function openRefusal(error: unknown): RefusalReason {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR"
    ? { kind: "sourceVanished" }
    : { kind: "unreadable", code };
}

/** A small file, in memory. */
class WholeFile implements SourceFile {
  readonly sizeBytes: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.sizeBytes = bytes.byteLength;
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    return Promise.resolve(
      success(this.#bytes.subarray(offset, offset + length)),
    );
  }

  readRange(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, RefusalReason>> {
    return Promise.resolve(
      offset + length <= this.sizeBytes
        ? success(this.#bytes.subarray(offset, offset + length))
        : failed({ kind: "sourceChanged" }),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A file too large to hold. */
class LargeFile implements SourceFile {
  readonly sizeBytes: number;
  readonly #fd: number;
  readonly #buffer: ReadBuffer;

  constructor(fd: number, sizeBytes: number, buffer: ReadBuffer) {
    this.#fd = fd;
    this.sizeBytes = sizeBytes;
    this.#buffer = buffer;
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - offset));
    const bytes = Buffer.allocUnsafeSlow(wanted);
    try {
      const count = readFully(this.#fd, bytes, offset);
      return Promise.resolve(success(bytes.subarray(0, count)));
    } catch (error) {
      return Promise.resolve(
        failed({ kind: "unreadable", code: errorCode(error) }),
      );
    }
  }

  readRange(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, RefusalReason>> {
    const bytes = this.#buffer.take(length);
    try {
      const isWhole = readFully(this.#fd, bytes, offset) === length;
      return Promise.resolve(
        isWhole ? success(bytes) : failed({ kind: "sourceChanged" }),
      );
    } catch (error) {
      return Promise.resolve(
        failed({ kind: "unreadable", code: errorCode(error) }),
      );
    }
  }

  close(): Promise<void> {
    closeQuietly(this.#fd);
    return Promise.resolve();
  }
}

/** Fills `bytes` from `offset` of the file; returns how many there were. */
function readFully(fd: number, bytes: Buffer, offset: number): number {
  let filled = 0;
  while (filled < bytes.byteLength) {
    const count = readSync(
      fd,
      bytes,
      filled,
      bytes.byteLength - filled,
      offset + filled,
    );
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // A file that was only read loses nothing.
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error
    ? String(error.code)
    : typeof error;
}
