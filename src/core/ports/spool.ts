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

/** Part of a file, at the start of the memory that was handed in for it. */
export interface HashedBlock {
  readonly bytes: number;
  /** Of the whole file; null before its last block. */
  readonly digests: FileDigests | null;
}

/** In lower-case hexadecimal digits. MD5 only if it was asked for. */
export interface FileDigests {
  readonly sha256Hex: string;
  readonly md5Hex: string | null;
}

/** Reads a file once, from its start to its end, and makes its digests of the very bytes it hands over. */
export interface HashingRead {
  /** Fills `target` with what follows; with less only at the end. One call at a time, and none after the last block. */
  next(target: Uint8Array): Promise<Result<HashedBlock, DiskFailure>>;
  /** To be called in the end, whatever came; the file is closed then. */
  close(): Promise<void>;
}

/** Reading side of one case's spool. Writing is the preparation's own business (see src/adapters/fileSpool.ts). */
export interface SpoolReader {
  /** Files will be read soon: what takes a while to start is started. Absent where nothing does. */
  makeReady?(): void;
  /** Opens a spooled file; `spoolDamaged` if it is missing or has another size. */
  open(file: SpooledFile): Promise<Result<OpenSpooledFile, DiskFailure>>;
  /** Begins to read a file; nothing is opened before the first block is asked for. Fails like `open`. */
  readHashing(
    file: SpooledFile,
    options: { readonly withMd5: boolean },
  ): HashingRead;
}
