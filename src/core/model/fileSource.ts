// Where a found file lies, and what it looked like when it was found.
import type { EntryPath, LocalPath } from "./brands.ts";

/** A file of this computer. Size and time tell later whether it is still the same file. */
export interface PlainFile {
  readonly kind: "file";
  readonly path: LocalPath;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Scratch file with the same bytes, made while the file was read from a slow medium: what is read from then on. In memory only. */
  readonly copy?: LocalPath;
}

/** A file in an archive. Its path is for people and tells it from all other files of a scan; its bytes lie in the container. */
export interface ArchiveEntry {
  readonly kind: "archiveEntry";
  readonly path: EntryPath;
  /** Unpacked, as the archive says. */
  readonly sizeBytes: number;
  /** The archive itself, or a private file that holds what had to be unpacked to get at it. */
  readonly container: PlainFile;
  readonly packed: PackedBytes;
}

/** How the bytes of an entry lie in their container. */
export type PackedBytes =
  /** As they are, all in one place. */
  | { readonly kind: "plain"; readonly offset: number }
  /** Behind a local file header (APPNOTE 4.3.7). */
  | {
      readonly kind: "zip";
      readonly headerOffset: number;
      readonly packedBytes: number;
      readonly method: "stored" | "deflated";
      /** Null where the archive gives none (AE-2). */
      readonly crc32: number | null;
      readonly lock: ZipLock | null;
    };

/** What is needed to decrypt an entry. Lives in memory only. */
export type ZipLock = {
  /** One character for each of its bytes. */
  readonly password: string;
} & (
  | {
      /** APPNOTE 6.1. */
      readonly kind: "zipCrypto";
      /** The last byte of the decrypted encryption header. */
      readonly checkByte: number;
    }
  /** AE-1 and AE-2 of the WinZip AES specification. */
  | { readonly kind: "aes"; readonly keyBytes: 16 | 24 | 32 }
);

/** A file that was found and read. */
export type FileSource = PlainFile | ArchiveEntry;

/** A file that was found and not opened yet. */
export type UnreadFile =
  | {
      readonly kind: "file";
      readonly path: LocalPath;
      /** The file as it was copied from a slow medium before. */
      readonly known?: PlainFile;
    }
  | ArchiveEntry;

/** What names a found file: an absolute path, or `archive.zip!inner/path`. */
export type SourcePath = FileSource["path"];
