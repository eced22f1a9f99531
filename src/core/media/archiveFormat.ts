// Recognises archives by their first bytes, so that a zip full of images is not passed off as "not DICOM".
import { isTarHeader } from "./tarHeader.ts";

/** Bytes needed to tell. */
export const archiveBeginningBytes = 512;

/** Archives that are opened, and all others that are recognised. */
export type ArchiveFormat = "zip" | "tar" | "gzip" | "unsupported";

const signatures: readonly {
  readonly format: ArchiveFormat;
  readonly bytes: readonly number[];
}[] = [
  // local file header, end of an empty archive, spanned archive
  { format: "zip", bytes: [0x50, 0x4b, 0x03, 0x04] },
  { format: "zip", bytes: [0x50, 0x4b, 0x05, 0x06] },
  { format: "zip", bytes: [0x50, 0x4b, 0x07, 0x08] },
  // with deflate, the only method there is
  { format: "gzip", bytes: [0x1f, 0x8b, 0x08] },
  // bzip2 "BZh"
  { format: "unsupported", bytes: [0x42, 0x5a, 0x68] },
  // xz
  { format: "unsupported", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  // 7-Zip
  { format: "unsupported", bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  // "Rar!"
  { format: "unsupported", bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
];

/** Which archive a file with these first bytes is, or null. Ask after DICOM was ruled out. */
export function archiveFormatOf(bytes: Uint8Array): ArchiveFormat | null {
  const signature = signatures.find((candidate) =>
    candidate.bytes.every((byte, index) => bytes[index] === byte),
  );
  if (signature !== undefined) return signature.format;
  return isTarHeader(bytes) ? "tar" : null;
}
