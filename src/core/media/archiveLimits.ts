// How much an archive may hold. Real exports stay far below; archives made to fill a disk or to keep a computer busy do not.

export const archiveLimits = {
  /** Files in one archive, and in all archives of one scan together. */
  entries: 500_000,
  /** Everything in one archive, unpacked. */
  unpackedBytes: 1024 ** 4,
  /**
   * Unpacked bytes for each packed one, over a whole archive. Deflate reaches 1032 on zeros, which single blank slices do
   * too; whole exports do not.
   */
  ratio: 200,
  /** Up to here no ratio is looked at: this much fits on any disk. */
  bytesBeforeRatio: 256 * 1024 * 1024,
  /** Archives around a file. */
  depth: 5,
  /** An entry that cannot be read in place is unpacked into memory up to this size, and to a private file beyond it. */
  inMemoryBytes: 32 * 1024 * 1024,
  /** Left free on the disk that archives are unpacked to, whatever all archives of a scan hold together. */
  freeBytes: 1024 ** 3,
  /** Most that the beginning of an entry may unpack to. */
  beginningBytes: 64 * 1024 * 1024,
} as const;
