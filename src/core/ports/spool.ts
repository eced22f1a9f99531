// Port: de-identified files waiting to be sent, addressed by the SHA-256 of their bytes.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import type { Result } from "../../shared/result.ts";
import type { ByteSource } from "./byteSource.ts";

/** A file in the spool: what was verified, and exactly what is sent. */
export interface SpooledFile {
  readonly sha256Hex: Sha256Hex;
  readonly sizeBytes: number;
  /** Set for a picture that was written in another format than the others of its stack. */
  readonly picture?: PictureFormat;
}

/** An open file of the spool, also readable into memory that is used again and again: fresh memory costs more than reading. */
export interface OpenSpooledFile extends ByteSource {
  /** Fills the start of `target` from `offset`; answers the bytes read, fewer only at the end of the file. */
  readInto(
    target: Uint8Array,
    offset: number,
  ): Promise<Result<number, DiskFailure>>;
}

/** What the engine does with one case's spool. */
export interface CaseSpool extends SpoolReader {
  /** Copies a file without these bytes into the spool; the copy is on the disk, under its own hash, when it is answered. */
  copyWithout(
    file: SpooledFile,
    range: { readonly start: number; readonly end: number },
  ): Promise<Result<SpooledFile, DiskFailure>>;
}

/** Reading side of one case's spool. Writing is the preparation's own business (see src/adapters/fileSpool.ts). */
export interface SpoolReader {
  /** Opens a spooled file; `spoolDamaged` if it is missing or has another size. */
  open(file: SpooledFile): Promise<Result<OpenSpooledFile, DiskFailure>>;
}
