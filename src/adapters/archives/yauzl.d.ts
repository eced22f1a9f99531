// The part of yauzl 3.4 that is used here; the package brings no types.
declare module "yauzl" {
  /** A record of the central directory, as it is written (decodeStrings false). */
  interface Entry {
    readonly versionMadeBy: number;
    readonly generalPurposeBitFlag: number;
    readonly compressionMethod: number;
    readonly lastModFileTime: number;
    readonly crc32: number;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly externalFileAttributes: number;
    readonly relativeOffsetOfLocalHeader: number;
    readonly fileNameRaw: Buffer;
    readonly extraFields: readonly {
      readonly id: number;
      readonly data: Buffer;
    }[];
  }

  interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    close(): void;
  }

  /** What to read where, and whom to tell. */
  export type RandomAccessRead = [
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead: number) => void,
  ];

  export abstract class RandomAccessReader {
    abstract read(...read: RandomAccessRead): void;
    close(callback: (error: Error | null) => void): void;
  }

  export function fromRandomAccessReaderPromise(
    reader: RandomAccessReader,
    totalSize: number,
    options: {
      readonly autoClose: boolean;
      readonly decodeStrings: boolean;
      readonly validateEntrySizes: boolean;
    },
  ): Promise<ZipFile>;

  /** The name in Unicode, by flag, extra field or code page 437; backslashes become slashes unless strict. */
  export function getFileNameLowLevel(
    generalPurposeBitFlag: number,
    fileName: Buffer,
    extraFields: Entry["extraFields"],
    strictFileNames: boolean,
  ): string;
}
