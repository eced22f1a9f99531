// Keeps room on the disk that archives are unpacked to: each may be within its limits, and all of them together fill it.
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { archiveLimits } from "./archiveLimits.ts";
import type { Scratch, ScratchFile } from "./scratch.ts";

/** Written to a file between two looks at the disk. Much less than what is left free: several threads write at once. */
const bytesPerLook = 32 * 1024 * 1024;

/**
 * Scratch files that are only written to while the disk keeps `archiveLimits.freeBytes` free, and fail with `diskFull`
 * before it has less. `freeBytes` is asked anew each time: it knows what every other thread and program wrote.
 */
export function scratchWithRoom(
  scratch: Scratch,
  freeBytes: () => Promise<number>,
): Scratch {
  return {
    async create() {
      const created = await scratch.create();
      return created.ok
        ? success(new CautiousFile(created.value, freeBytes))
        : created;
    },
    remove: (file) => scratch.remove(file),
    decryptionOf: (path) => scratch.decryptionOf(path),
  };
}

class CautiousFile implements ScratchFile {
  readonly #file: ScratchFile;
  readonly #freeBytes: () => Promise<number>;
  /** May be written before the next look. */
  #allowedBytes = 0;

  constructor(file: ScratchFile, freeBytes: () => Promise<number>) {
    this.#file = file;
    this.#freeBytes = freeBytes;
  }

  async write(bytes: Uint8Array): Promise<Result<null, DiskFailure>> {
    if (this.#allowedBytes < bytes.length) {
      const spareBytes = (await this.#freeBytes()) - archiveLimits.freeBytes;
      if (spareBytes < bytes.length) return failed({ kind: "diskFull" });
      this.#allowedBytes = Math.max(
        bytes.length,
        Math.min(spareBytes, bytesPerLook),
      );
    }
    this.#allowedBytes -= bytes.length;
    return await this.#file.write(bytes);
  }

  finish(): ReturnType<ScratchFile["finish"]> {
    return this.#file.finish();
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }
}
