// One case's spool as a folder: opens it, reads from it, removes it. Writing is in spoolWriter.ts, since that happens in worker threads.
import {
  mkdir,
  open,
  readdir,
  rmdir,
  unlink,
  type FileHandle,
} from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  OpenSpooledFile,
  CaseSpool,
  SpooledFile,
  SpoolReader,
} from "../../core/ports/spool.ts";
import { hashingRead } from "../../core/upload/hashingRead.ts";
import { errnoOf, readFailure, writeFailure } from "../../shared/diskErrors.ts";
import { isSpooled, isUnfinished, spooledName } from "./spoolNames.ts";
import { nodeSpoolFileSystem, SpoolWriter } from "./spoolWriter.ts";

/**
 * Opens the spool in `folder`, made if absent (0700), and removes what an earlier run left unfinished. For the one
 * process that owns the case, before anything writes to it.
 */
export async function openFileSpool(
  folder: string,
): Promise<Result<SpoolReader, DiskFailure>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder))
      if (isUnfinished(name)) await unlink(join(folder, name));
  } catch (error) {
    return failed(writeFailure(error));
  }
  return success(fileSpoolReader(folder));
}

/** Reads from the spool in `folder`, and adds copies there. */
export function fileSpoolReader(folder: string): CaseSpool {
  return {
    open: (file) => openSpooled(folder, file),
    readHashing: (file, { withMd5 }) =>
      hashingRead(file, () => openSpooled(folder, file), withMd5),
    copyWithout: (file, range) => copyWithout(folder, file, range),
  };
}

/** Makes the names in the folder durable. Once per batch of files, before anybody relies on them. */
export async function syncSpoolFolder(
  folder: string,
): Promise<Result<null, DiskFailure>> {
  // Windows has no folders to sync: its file system journals names by itself.
  if (process.platform === "win32") return success(null);
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed(writeFailure(error));
  }
  return success(null);
}

/** Removes the files of the spool and then its folder; anything else in it stays, and so does the folder then. */
export async function removeFileSpool(
  folder: string,
): Promise<Result<null, DiskFailure>> {
  try {
    for (const name of await readdir(folder))
      if (isSpooled(name) || isUnfinished(name))
        await unlink(join(folder, name));
    await rmdir(folder);
  } catch (error) {
    const code = errnoOf(error);
    if (code !== "ENOENT" && code !== "ENOTEMPTY")
      return failed(writeFailure(error));
  }
  return success(null);
}

/**
 * Removes the finished files but these, while nothing writes to the spool. One that cannot be removed does not keep the
 * others: the first failure is answered in the end.
 */
export async function keepInFileSpool(
  folder: string,
  kept: ReadonlySet<Sha256Hex>,
): Promise<Result<null, DiskFailure>> {
  const keptNames = new Set([...kept].map(spooledName));
  const failures: DiskFailure[] = [];
  const note = (error: unknown) => {
    if (errnoOf(error) !== "ENOENT") failures.push(writeFailure(error));
  };
  try {
    for (const name of await readdir(folder))
      if (isSpooled(name) && !keptNames.has(name))
        await unlink(join(folder, name)).catch(note);
  } catch (error) {
    note(error);
  }
  const [failure] = failures;
  return failure === undefined ? success(null) : failed(failure);
}

async function openSpooled(
  folder: string,
  file: SpooledFile,
): Promise<Result<OpenSpooledFile, DiskFailure>> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(join(folder, spooledName(file.sha256Hex)), "r");
    const { size } = await handle.stat();
    if (size === file.sizeBytes) return success(new HandleSource(handle, size));
    await handle.close();
    return failed({ kind: "spoolDamaged" });
  } catch (error) {
    await handle?.close();
    return failed(
      errnoOf(error) === "ENOENT"
        ? { kind: "spoolDamaged", isMissing: true }
        : readFailure(error),
    );
  }
}

/** Read at a time while copying. */
const copyBytes = 1024 * 1024;

async function copyWithout(
  folder: string,
  file: SpooledFile,
  range: { readonly start: number; readonly end: number },
): Promise<Result<SpooledFile, DiskFailure>> {
  const opened = await openSpooled(folder, file);
  if (!opened.ok) return opened;
  const begun = new SpoolWriter(folder, nodeSpoolFileSystem).begin();
  if (!begun.ok) {
    await opened.value.close();
    return begun;
  }
  const whole = createHash("sha256");
  const copied = createHash("sha256");
  const failure = await (async (): Promise<DiskFailure | null> => {
    for (let offset = 0; offset < file.sizeBytes; offset += copyBytes) {
      const read = await opened.value.read(offset, copyBytes);
      if (!read.ok) return read.failure;
      whole.update(read.value);
      const kept = [
        read.value.subarray(0, Math.max(0, range.start - offset)),
        read.value.subarray(Math.max(0, range.end - offset)),
      ];
      for (const part of kept) copied.update(part);
      const written = begun.value.write(kept);
      if (!written.ok) return written.failure;
    }
    return whole.digest("hex") === file.sha256Hex
      ? null
      : { kind: "spoolDamaged" };
  })();
  await opened.value.close();
  if (failure !== null) {
    begun.value.discard();
    return failed(failure);
  }
  const committed = await begun.value.commit(
    // A digest in hexadecimal is what the brand stands for.
    copied.digest("hex") as Sha256Hex,
  );
  if (!committed.ok) return committed;
  const synced = await syncSpoolFolder(folder);
  return synced.ok ? committed : synced;
}

class HandleSource implements OpenSpooledFile {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  async read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - offset));
    const buffer = Buffer.allocUnsafe(wanted);
    const filled = await this.readInto(buffer, offset);
    return filled.ok ? success(buffer) : filled;
  }

  async readInto(
    target: Uint8Array,
    offset: number,
  ): Promise<Result<number, DiskFailure>> {
    const wanted = Math.max(
      0,
      Math.min(target.byteLength, this.sizeBytes - offset),
    );
    let filled = 0;
    try {
      while (filled < wanted) {
        const { bytesRead } = await this.#handle.read(
          target,
          filled,
          wanted - filled,
          offset + filled,
        );
        // It was longer when it was opened, and spooled files never change.
        if (bytesRead === 0) return failed({ kind: "spoolDamaged" });
        filled += bytesRead;
      }
    } catch (error) {
      return failed(readFailure(error));
    }
    return success(filled);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
