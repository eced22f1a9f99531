// Recognises archives by their first bytes, so that a zip full of images is not passed off as "not DICOM".

/** Bytes needed to tell. */
export const archiveBeginningBytes = 512;

/** Signatures at a fixed offset. Tar has its name inside the first header block (POSIX ustar). */
const signatures: readonly {
  readonly offset: number;
  readonly bytes: readonly number[];
}[] = [
  // zip: local file header, end of an empty archive, spanned archive
  { offset: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { offset: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { offset: 0, bytes: [0x50, 0x4b, 0x07, 0x08] },
  // "ustar"
  { offset: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
  // gzip with deflate
  { offset: 0, bytes: [0x1f, 0x8b, 0x08] },
  // bzip2 "BZh"
  { offset: 0, bytes: [0x42, 0x5a, 0x68] },
  // xz
  { offset: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  // 7-Zip
  { offset: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  // "Rar!"
  { offset: 0, bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
];

/** True if the file's first bytes are those of a zip, tar, gzip, bzip2, xz, 7z or rar archive. Ask after DICOM was ruled out. */
export function isArchiveBeginning(bytes: Uint8Array): boolean {
  return signatures.some((signature) =>
    signature.bytes.every(
      (byte, index) => bytes[signature.offset + index] === byte,
    ),
  );
}
