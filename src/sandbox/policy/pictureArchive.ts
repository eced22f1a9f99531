// Reads the flat zip in which a stack of pictures comes, by its central directory.

/** A stored file of the archive. */
export interface ArchivedPicture {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What the archive holds, or what is wrong with it. */
export interface PictureArchive {
  readonly pictures: readonly ArchivedPicture[];
  /** In English, free of names. */
  readonly problems: readonly string[];
}

const endBytes = 22;
const recordBytes = 46;

/** Reads all entries. Anything beside stored files of numbered names and the first date there is counts as a problem. */
export function readPictureArchive(bytes: Buffer): PictureArchive {
  const end = bytes.length - endBytes;
  if (end < 0 || bytes.readUInt32LE(end) !== 0x06054b50)
    return {
      pictures: [],
      problems: ["zip without an end, or with a comment"],
    };
  const count = bytes.readUInt16LE(end + 10);
  const pictures: ArchivedPicture[] = [];
  const problems = new Set<string>();
  let at = bytes.readUInt32LE(end + 16);
  let expectedHead = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + recordBytes > end || bytes.readUInt32LE(at) !== 0x02014b50)
      return { pictures: [], problems: ["zip with a damaged directory"] };
    const nameBytes = bytes.readUInt16LE(at + 28);
    const sizeBytes = bytes.readUInt32LE(at + 24);
    const head = bytes.readUInt32LE(at + 42);
    const name = bytes.toString(
      "latin1",
      at + recordBytes,
      at + recordBytes + nameBytes,
    );
    const number = String(index).padStart(4, "0");
    if (!new RegExp(`^frame_${number}\\.[a-z]{3}$`).test(name))
      problems.add("zip with names that are not numbered");
    if (bytes.readUInt16LE(at + 10) !== 0)
      problems.add("zip with compressed files");
    if (bytes.readUInt32LE(at + 30) !== 0 || head !== expectedHead)
      problems.add("zip with more than its files");
    if (bytes.readUInt32LE(at + 12) !== 0x00210000)
      problems.add("zip with dates");
    const start = head + 30 + nameBytes;
    pictures.push({ name, bytes: bytes.subarray(start, start + sizeBytes) });
    expectedHead = start + sizeBytes;
    at += recordBytes + nameBytes;
  }
  if (count === 0 || at !== end) problems.add("zip with more than its files");
  return { pictures, problems: [...problems] };
}
