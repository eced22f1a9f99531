// A ByteSource over bytes in memory that keeps account of what was read and can fail on cue.
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Bytes in memory in the role of an open file. */
export class MemoryByteSource implements ByteSource {
  readonly sizeBytes: number;
  /** Every read so far. */
  readonly reads: { readonly offset: number; readonly length: number }[] = [];
  /** Set to make every further read fail. */
  failure: DiskFailure | null = null;
  readonly #bytes: Uint8Array;

  /** `sizeBytes` may claim more than there is, as a file that shrank since it was opened. */
  constructor(bytes: Uint8Array, sizeBytes = bytes.length) {
    this.#bytes = bytes;
    this.sizeBytes = sizeBytes;
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    this.reads.push({ offset, length });
    return Promise.resolve(
      this.failure === null
        ? success(new Uint8Array(this.#bytes.subarray(offset, offset + length)))
        : failed(this.failure),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A ByteSource over `bytes`. */
export function memoryByteSource(bytes: Uint8Array): MemoryByteSource {
  return new MemoryByteSource(bytes);
}
