// The scratch port on Node's fs: files only this user can read, in a folder that is removed at the end and swept at the next start.
import { randomBytes } from "node:crypto";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { LocalPath } from "../../core/model/brands.ts";
import type { PlainFile } from "../../core/model/fileSource.ts";
import type { Scratch, ScratchFile } from "../../core/media/scratch.ts";
import { writeFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** Scratch files in a folder, which is made when the first is. Threads may share a folder. */
export function scratchFolder(folder: string): Scratch {
  return {
    async create() {
      const path = join(folder, randomBytes(16).toString("hex")) as LocalPath;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return success(
          new OpenScratchFile(path, await open(path, "wx", 0o600)),
        );
      } catch (error) {
        return failed(failureOf(error));
      }
    },
    async remove({ path }) {
      await rm(path, { force: true });
    },
  };
}

/** Removes a scratch folder with everything in it: at the end, and at the start what a crash left behind. */
export async function removeScratchFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

class OpenScratchFile implements ScratchFile {
  readonly #path: LocalPath;
  readonly #handle: FileHandle;

  constructor(path: LocalPath, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<Result<null, DiskFailure>> {
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, done);
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
