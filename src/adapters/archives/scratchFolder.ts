// The scratch port on Node's fs: encrypted files in a folder that is removed at the end and swept at the next start.
import { randomBytes, type Cipher } from "node:crypto";
import { mkdir, open, rm, statfs, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { LocalPath } from "../../core/model/brands.ts";
import type { PlainFile } from "../../core/model/fileSource.ts";
import type { Scratch, ScratchFile } from "../../core/media/scratch.ts";
import { writeFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { ScratchCipher } from "./scratchCipher.ts";

/** Where scratch files lie, and the secret of this run that they are encrypted with. */
export interface ScratchPlace {
  readonly folder: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
}

/** Scratch files in a folder, which is made when the first is. Threads that share it read each other's files. */
export function scratchFolder({ folder: place, key }: ScratchPlace): Scratch {
  const folder = resolve(place);
  return {
    async create() {
      const name = randomBytes(16).toString("hex");
      const path = join(folder, name) as LocalPath;
      const stream = new ScratchCipher(key, name).stream();
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return success(
          new OpenScratchFile(path, await open(path, "wx", 0o600), stream),
        );
      } catch (error) {
        return failed(failureOf(error));
      }
    },
    async remove({ path }) {
      await rm(path, { force: true });
    },
    decryptionOf(path) {
      if (dirname(path) !== folder) return null;
      const cipher = new ScratchCipher(key, basename(path));
      return (bytes, offset) => cipher.decrypted(bytes, offset);
    },
  };
}

/** Bytes that may still be written to the disk of a scratch folder; infinite if the system does not say. */
export async function freeBytesFor(folder: string): Promise<number> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Removes a scratch folder with everything in it: at the end, and at the start what a crash left behind. */
export async function removeScratchFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

class OpenScratchFile implements ScratchFile {
  readonly #path: LocalPath;
  readonly #handle: FileHandle;
  readonly #stream: Cipher;

  constructor(path: LocalPath, handle: FileHandle, stream: Cipher) {
    this.#path = path;
    this.#handle = handle;
    this.#stream = stream;
  }

  async write(bytes: Uint8Array): Promise<Result<null, DiskFailure>> {
    const encrypted = this.#stream.update(bytes);
    try {
      for (let done = 0; done < encrypted.length;) {
        const { bytesWritten } = await this.#handle.write(encrypted, done);
        done += bytesWritten;
      }
      return success(null);
    } catch (error) {
      return failed(failureOf(error));
    }
  }

  async finish(): Promise<Result<PlainFile, DiskFailure>> {
    try {
      const { size, mtimeMs } = await this.#handle.stat();
      await this.#handle.close();
      return success({
        kind: "file",
        path: this.#path,
        sizeBytes: size,
        modifiedAtMs: Math.trunc(mtimeMs),
      });
    } catch (error) {
      await this.discard();
      return failed(failureOf(error));
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#path, { force: true });
  }
}

/** Errors of the file system have a code; others are bugs and go on. */
function failureOf(error: unknown): DiskFailure {
  if (!(error instanceof Error && "code" in error)) throw error;
  return writeFailure(error);
}
