// Port: random access to the bytes of one found file, whatever holds it (file system now, archives later).
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";

/** An open file. Reads never return bytes past its end: a short answer means the end was reached. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Set where every byte has to be unpacked: how much a first look should ask for. */
  readonly firstLookBytes?: number;
  /** Reads up to `length` bytes from `offset`. The array is the caller's to keep. */
  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>>;
  close(): Promise<void>;
}
