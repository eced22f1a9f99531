// A file of the file tree as a byte source, in two forms: asynchronous for long streams, synchronous for worker threads that read headers.
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { LocalPath } from "../../core/model/brands.ts";
import type { SourceFile } from "../../core/scan/fileTree.ts";
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { errnoOf, readFailure } from "./diskFailure.ts";
import { systemPath } from "./systemPaths.ts";

/** Never waits for the writer of a pipe, never follows a link that took the file's place. Windows has neither flag. */
const openFlags =
  constants.O_RDONLY | flag(constants.O_NOFOLLOW) | flag(constants.O_NONBLOCK);

function flag(bits: number | undefined): number {
  return bits ?? 0;
}

/** Opens a found file for asynchronous reading. */
export async function openByteSource(
  path: LocalPath,
): Promise<Result<SourceFile, DiskFailure>> {
  let handle: FileHandle;
  try {
    handle = await open(systemPath(path), openFlags);
  } catch (error) {
    return failed(readFailure(error));
  }
  try {
    const stats = await handle.stat();
    if (stats.isFile())
      return success(
        new FileHandleSource(handle, stats.size, Math.trunc(stats.mtimeMs)),
      );
    await handle.close();
    return failed({ kind: "sourceChanged" });
  } catch (error) {
    await handle.close();
    return failed(readFailure(error));
  }
}

class FileHandleSource implements SourceFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, sizeBytes: number, modifiedAtMs: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
    this.modifiedAtMs = modifiedAtMs;
  }

  async read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const bytes = new Uint8Array(lengthWithin(this.sizeBytes, offset, length));
    let filled = 0;
    try {
      while (filled < bytes.length) {
        const { bytesRead } = await this.#handle.read(
          bytes,
          filled,
          bytes.length - filled,
          offset + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } catch (error) {
      return failed(readFailure(error));
    }
    return success(bytes.subarray(0, filled));
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Holds the first read of nearly every file: fresh memory for each would cost more than the reading. */
const firstReadBytes = 64 * 1024;
/** Up to here fresh memory costs next to nothing, as for the header of an entry in an archive before its content. */
const smallReadBytes = 64;
const firstReads = new ArrayBuffer(firstReadBytes);
let isFirstReadsTaken = false;

/**
 * Opens a found file for reading on the calling thread, which must be a worker: four system calls a file without a trip
 * through the event loop make scanning several times faster. Unlike with other byte sources, what was read is the
 * caller's only until it closes the file: the next file is read into the same memory.
 */
export function openSourceFile(
  path: LocalPath,
): Promise<Result<SourceFile, SkipReason>> {
  return Promise.resolve(openNow(path));
}

function openNow(path: LocalPath): Result<SourceFile, SkipReason> {
  let descriptor: number;
  try {
    descriptor = openSync(systemPath(path), openFlags);
  } catch (error) {
    return failed(reasonForOpenError(errnoOf(error)));
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile())
      return success(
        new DescriptorSource(descriptor, stats.size, Math.trunc(stats.mtimeMs)),
      );
    closeSync(descriptor);
    return failed({ kind: "device" });
  } catch (error) {
    closeSync(descriptor);
    return failed({ kind: "unreadable", code: errnoOf(error) });
  }
}

/** What a found file has turned into since it was listed. */
function reasonForOpenError(code: string): SkipReason {
  // O_NOFOLLOW on a link, and opening a socket or a device without a driver.
  if (code === "ELOOP") return { kind: "link" };
  if (code === "ENXIO") return { kind: "device" };
  return { kind: "unreadable", code };
}

interface BegunRead {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly filled: number;
}

class DescriptorSource implements SourceFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly #descriptor: number;
  #hasFirstReads = false;
  /** The last read, if it failed: a second attempt goes on where it stopped, and reads nothing twice. */
  #begun: BegunRead | null = null;

  constructor(descriptor: number, sizeBytes: number, modifiedAtMs: number) {
    this.#descriptor = descriptor;
    this.sizeBytes = sizeBytes;
    this.modifiedAtMs = modifiedAtMs;
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    return Promise.resolve(this.#readNow(offset, length));
  }

  close(): Promise<void> {
    if (this.#hasFirstReads) isFirstReadsTaken = false;
    this.#hasFirstReads = false;
    closeSync(this.#descriptor);
    return Promise.resolve();
  }

  /** Memory for one read: the shared piece for the first that suits it, if no other open file has it. */
  #memoryFor(length: number): Uint8Array {
    const fits = length > smallReadBytes && length <= firstReadBytes;
    if (isFirstReadsTaken || !fits) return new Uint8Array(length);
    isFirstReadsTaken = true;
    this.#hasFirstReads = true;
    return new Uint8Array(firstReads, 0, length);
  }

  #readNow(offset: number, length: number): Result<Uint8Array, DiskFailure> {
    const begun = this.#begun;
    this.#begun = null;
    const isSame = begun?.offset === offset && begun.length === length;
    const bytes = isSame
      ? begun.bytes
      : this.#memoryFor(lengthWithin(this.sizeBytes, offset, length));
    let filled = isSame ? begun.filled : 0;
    try {
      while (filled < bytes.length) {
        const position = offset + filled;
        const left = bytes.length - filled;
        const count = readSync(this.#descriptor, bytes, filled, left, position);
        if (count === 0) break;
        filled += count;
      }
    } catch (error) {
      this.#begun = { offset, length, bytes, filled };
      return failed(readFailure(error));
    }
    return success(bytes.subarray(0, filled));
  }
}

/** How much of a read lies within the file: what a damaged header asks for is not allocated. */
function lengthWithin(
  sizeBytes: number,
  offset: number,
  length: number,
): number {
  return Math.max(0, Math.min(length, sizeBytes - offset));
}
