// Port: the central directory of a zip archive, read by a library.
import type { DiskFailure, SkipReason } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";

/** One record of the directory (APPNOTE 4.3.12), as far as it matters here. */
export interface ZipRecord {
  /** As written, in forward slashes. */
  readonly name: string;
  /** 0 stored, 8 deflated, 99 AES around one of them. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** True if locked in PKWARE's own way, which nobody else opens (APPNOTE 7). */
  readonly isStronglyEncrypted: boolean;
  /** True if CRC and sizes follow the data, which changes what a traditional lock is checked by. */
  readonly hasDataDescriptor: boolean;
  readonly crc32: number;
  /** MS-DOS time, two bytes. */
  readonly modifiedTime: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerOffset: number;
  /** File type and permissions of Unix; 0 if made elsewhere. */
  readonly unixMode: number;
  readonly isDosFolder: boolean;
  /** Extra field of the WinZip AES specification (9901); null if there is none. */
  readonly aesExtra: Uint8Array | null;
}

/** What a directory gave: its records until its end, or until it made no sense any more. */
export interface ZipDirectory {
  readonly records: readonly ZipRecord[];
  /** Why there are none behind them; null if they are all. */
  readonly damage: SkipReason | null;
}

/**
 * Reads the central directory. Fails with `archiveDamaged` if there is none, `archivePart` if others hold the files, `archiveTooLarge` with too many records, or as
 * the source fails.
 */
export type ReadZipDirectory = (
  archive: ByteSource,
) => Promise<Result<ZipDirectory, SkipReason | DiskFailure>>;
