// Recognises by its name one part of an archive that was divided into several files.

/** Names that nothing else has. The first part alone begins as an archive, and the last may be a plain .zip or .rar. */
const partName =
  /\.(?:z\d\d|r\d\d|(?:zip|7z|tar|rar|t?gz)\.\d{3}|part\d+\.rar)$/i;
/** Many an image is named so too. */
const numberedName = /\.\d{3}$/;

/** True for a part; `beginsAsArchive` if its first bytes are those of an archive. */
export function isArchivePart(path: string, beginsAsArchive: boolean): boolean {
  return partName.test(path) || (beginsAsArchive && numberedName.test(path));
}
