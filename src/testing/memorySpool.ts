// Spooled files in memory that can be damaged on cue.
import { createHash } from "node:crypto";
import type {
  CaseSpool,
  HashingRead,
  OpenSpooledFile,
  SpooledFile,
} from "../core/ports/spool.ts";
import { hashingRead } from "../core/upload/hashingRead.ts";
import type { DiskFailure } from "../shared/failure.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { memoryByteSource } from "./memoryByteSource.ts";

/** The SpoolReader port in memory. */
export class MemorySpool implements CaseSpool {
  readonly #files = new Map<Sha256Hex, Uint8Array>();
  /** True: somebody emptied the folder, as far as new readers can tell. */
  isGone = false;
  openFiles = 0;
  mostOpenFiles = 0;

  add(bytes: Uint8Array): SpooledFile {
    const sha256Hex = createHash("sha256")
      .update(bytes)
      .digest("hex") as Sha256Hex;
    this.#files.set(sha256Hex, bytes);
    return { sha256Hex, sizeBytes: bytes.byteLength };
  }

  /** Changes one byte; the size stays. */
  damage(file: SpooledFile): void {
    const bytes = Uint8Array.from(this.#files.get(file.sha256Hex) ?? []);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    this.#files.set(file.sha256Hex, bytes);
  }

  copyWithout(
    file: SpooledFile,
    range: { readonly start: number; readonly end: number },
  ): Promise<Result<SpooledFile, DiskFailure>> {
    const bytes = this.#files.get(file.sha256Hex);
    if (bytes === undefined)
      return Promise.resolve(failed({ kind: "spoolDamaged" }));
    const kept = [bytes.subarray(0, range.start), bytes.subarray(range.end)];
    return Promise.resolve(success(this.add(Buffer.concat(kept))));
  }

  open(file: SpooledFile): Promise<Result<OpenSpooledFile, DiskFailure>> {
    const bytes = this.#files.get(file.sha256Hex);
    if (this.isGone)
      return Promise.resolve(failed({ kind: "spoolDamaged", isMissing: true }));
    if (bytes?.byteLength !== file.sizeBytes)
      return Promise.resolve(failed({ kind: "spoolDamaged" }));
    this.openFiles += 1;
    this.mostOpenFiles = Math.max(this.mostOpenFiles, this.openFiles);
    const source = memoryByteSource(bytes);
    return Promise.resolve(
      success({
        sizeBytes: source.sizeBytes,
        readInto: (target, offset) => {
          const part = bytes.subarray(offset, offset + target.byteLength);
          target.set(part);
          return Promise.resolve(success(part.byteLength));
        },
        read: (offset, length) => source.read(offset, length),
        close: () => {
          this.openFiles -= 1;
          return source.close();
        },
      }),
    );
  }

  readHashing(
    file: SpooledFile,
    { withMd5 }: { readonly withMd5: boolean },
  ): HashingRead {
    return hashingRead(file, () => this.open(file), withMd5);
  }
}
