// Port: de-identified files waiting to be sent, addressed by the SHA-256 of their bytes.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { ByteSource } from "./byteSource.ts";

/** A file in the spool: what was verified, and exactly what is sent. */
export interface SpooledFile {
  readonly sha256Hex: Sha256Hex;
  readonly sizeBytes: number;
}

/** Reading side of one case's spool. Writing is the preparation's own business (see src/adapters/fileSpool.ts). */
export interface SpoolReader {
  /** Opens a spooled file; `spoolDamaged` if it is missing or has another size. */
  open(file: SpooledFile): Promise<Result<ByteSource, DiskFailure>>;
}
