// The series store on Node's fs: one folder a series with its record beside it, put together in a hidden folder of the same volume.
import {
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Scratch, ScratchFile } from "../../core/media/scratch.ts";
import type { LocalPath } from "../../core/model/brands.ts";
import type { StoredSeries } from "../../core/ports/archiveDownloads.ts";
import type { ByteSource } from "../../core/ports/byteSource.ts";
import type {
  IncomingFile,
  SeriesStaging,
  SeriesStore,
} from "../../core/ports/seriesStore.ts";
import { errnoOf, readFailure, writeFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";

type Done<T> = Promise<Result<T, DiskFailure>>;

/** Of this program's making, or checked by it: a flat name. */
const flatName = /^[\w.-]{1,128}$/;

/** What is deleted with all that is in it is named like a series, never like a place. */
const removableName = /^\d[\d.]{0,63}$/;

async function attempt<T>(action: () => Promise<T>): Done<T> {
  try {
    return success(await action());
  } catch (error) {
    return failed(writeFailure(error));
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    // Some network shares cannot; the files themselves are synced.
    if (!["EINVAL", "ENOTSUP", "EPERM"].includes(errnoOf(error))) throw error;
  } finally {
    await folder.close();
  }
}

/** On the disk when it resolves. */
async function writeRecord(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await writeFile(file, text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** A store in a folder, which is made when the first series comes. One program at a time fetches into it: the queue sees to that. */
export function createSeriesFolder(folder: string): SeriesStore {
  const placesOf = (seriesInstanceUID: string): StoredSeries => ({
    seriesInstanceUID,
    folder: join(folder, seriesInstanceUID),
    provenanceFile: join(folder, `${seriesInstanceUID}.json`),
  });
  return {
    find: (uid) =>
      attempt(async () => {
        if (!flatName.test(uid)) return null;
        const places = placesOf(uid);
        const isThere =
          (await exists(places.folder)) &&
          (await exists(places.provenanceFile));
        return isThere ? places : null;
      }),
    async record({ provenanceFile }) {
      try {
        return success(await readFile(provenanceFile, "utf8"));
      } catch (error) {
        return failed(readFailure(error));
      }
    },
    replaceRecord: ({ provenanceFile }, text) =>
      attempt(async () => {
        await writeRecord(`${provenanceFile}.new`, text);
        await rename(`${provenanceFile}.new`, provenanceFile);
        await syncFolder(folder);
        return null;
      }),
    remove: (uid) =>
      attempt(async () => {
        if (!removableName.test(uid)) return null;
        const places = placesOf(uid);
        // In this order: without its record a folder does not count.
        await rm(places.provenanceFile, { force: true });
        await rm(places.folder, { recursive: true, force: true });
        return null;
      }),
    freeBytes: () =>
      attempt(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      }),
    async stage(uid) {
      if (!flatName.test(uid))
        return failed({ kind: "unwritable", code: "EINVAL" });
      const staging = new FolderStaging(
        join(folder, ".incoming", uid),
        placesOf(uid),
      );
      const made = await staging.make();
      return made.ok ? success(staging) : made;
    },
  };
}

class FolderStaging implements SeriesStaging {
  readonly #folder: string;
  readonly #places: StoredSeries;

  constructor(folder: string, places: StoredSeries) {
    this.#folder = folder;
    this.#places = places;
  }

  make(): Done<null> {
    return attempt(async () => {
      await mkdir(this.#files(), { recursive: true, mode: 0o700 });
      return null;
    });
  }

  receive(name: string): Done<IncomingFile> {
    return attempt(async () => {
      const path = this.#received(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const handle = await open(path, "a", 0o600);
      const { size } = await handle.stat();
      return new AppendedFile(handle, size);
    });
  }

  openReceived(name: string): Done<ByteSource> {
    return openSource(this.#received(name));
  }

  fileNamed(name: string): Scratch {
    const path = this.#file(name);
    return {
      create: () =>
        attempt(async () => {
          await mkdir(dirname(path), { recursive: true, mode: 0o700 });
          return new NamedFile(path, await open(path, "wx", 0o600));
        }),
      remove: (file) => rm(file.path, { force: true }),
      decryptionOf: () => null,
    };
  }

  adopt(receivedName: string, name: string): Done<null> {
    return attempt(async () => {
      await mkdir(this.#files(), { recursive: true, mode: 0o700 });
      await rename(this.#received(receivedName), this.#file(name));
      return null;
    });
  }

  openFile(name: string): Done<ByteSource> {
    return openSource(this.#file(name));
  }

  clearFiles(): Done<null> {
    return attempt(async () => {
      await rm(this.#files(), { recursive: true, force: true });
      await mkdir(this.#files(), { recursive: true, mode: 0o700 });
      return null;
    });
  }

  commit(record: string): Done<StoredSeries> {
    return attempt(async () => {
      const { folder, provenanceFile } = this.#places;
      // In this order: without its record a folder does not count, and a record is never older than its folder.
      await rm(provenanceFile, { force: true });
      await this.#putAside(folder);
      await syncFolder(this.#files());
      await rename(this.#files(), folder);
      const temporary = join(this.#folder, "record.json");
      await writeRecord(temporary, record);
      await rename(temporary, provenanceFile);
      await syncFolder(dirname(folder));
      await rm(this.#folder, { recursive: true, force: true });
      return this.#places;
    });
  }

  /** Takes a folder out of sight in one step, so that it is never seen half removed. */
  async #putAside(folder: string): Promise<void> {
    if (!(await exists(folder))) return;
    const aside = join(this.#folder, "replaced");
    await rm(aside, { recursive: true, force: true });
    await rename(folder, aside);
  }

  discard(): Done<null> {
    return attempt(async () => {
      await rm(this.#folder, { recursive: true, force: true });
      return null;
    });
  }

  #files(): string {
    return join(this.#folder, "files");
  }

  #file(name: string): string {
    return join(this.#files(), checked(name));
  }

  #received(name: string): string {
    return join(this.#folder, "received", checked(name));
  }
}

/** Names of entries were judged before; a second look costs nothing. */
function checked(name: string): string {
  if (flatName.test(name) && !/^\.+$/.test(name)) return name;
  throw new TypeError("Not a flat name");
}

class AppendedFile implements IncomingFile {
  sizeBytes: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  write(chunk: Uint8Array): Done<null> {
    return attempt(async () => {
      for (let done = 0; done < chunk.length;) {
        const { bytesWritten } = await this.#handle.write(chunk, done);
        done += bytesWritten;
        this.sizeBytes += bytesWritten;
      }
      return null;
    });
  }

  restart(): Done<null> {
    return attempt(async () => {
      await this.#handle.truncate(0);
      this.sizeBytes = 0;
      return null;
    });
  }

  close(): Done<null> {
    return attempt(async () => {
      await this.#handle.close();
      return null;
    });
  }
}

/** A file of the series: on the disk when it is finished. */
class NamedFile implements ScratchFile {
  readonly #path: string;
  readonly #handle: FileHandle;

  constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  write(bytes: Uint8Array): Done<null> {
    return attempt(async () => {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, done);
        done += bytesWritten;
      }
      return null;
    });
  }

  finish() {
    return attempt(async () => {
      await this.#handle.sync();
      const { size, mtimeMs } = await this.#handle.stat();
      await this.#handle.close();
      return {
        kind: "file" as const,
        path: this.#path as LocalPath,
        sizeBytes: size,
        modifiedAtMs: Math.trunc(mtimeMs),
      };
    });
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }
}

async function openSource(path: string): Done<ByteSource> {
  try {
    const handle = await open(path, "r");
    const { size } = await handle.stat();
    return success(new HandleSource(handle, size));
  } catch (error) {
    return failed(readFailure(error));
  }
}

class HandleSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  async read(offset: number, length: number): Done<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - offset));
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    try {
      while (filled < wanted) {
        const { bytesRead } = await this.#handle.read(
          bytes,
          filled,
          wanted - filled,
          offset + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return success(bytes.subarray(0, filled));
    } catch (error) {
      return failed(readFailure(error));
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
