// Files and scratch files in memory, for tests of archives.
import type { Scratch } from "../core/media/scratch.ts";
import type { LocalPath } from "../core/model/brands.ts";
import type { PlainFile } from "../core/model/fileSource.ts";
import type { SourceFile } from "../core/scan/fileTree.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { MemoryByteSource } from "./memoryByteSource.ts";

class MemoryFile extends MemoryByteSource implements SourceFile {
  readonly modifiedAtMs = 0;
}

/** A disk of planted files. Scratch files appear on it and go when they are removed. */
export class MemoryDisk {
  readonly files = new Map<string, Uint8Array>();
  /** Set to make scratch files refuse what is written after so many bytes. */
  scratchCapacity = Number.POSITIVE_INFINITY;
  #scratchCount = 0;

  plant(path: string, bytes: Uint8Array): PlainFile {
    this.files.set(path, bytes);
    return {
      kind: "file",
      path: path as LocalPath,
      sizeBytes: bytes.length,
      modifiedAtMs: 0,
    };
  }

  /** Paths of scratch files that are there. */
  get scratchPaths(): readonly string[] {
    return [...this.files.keys()].filter((path) => path.startsWith("/scratch"));
  }

  readonly openPath = (
    path: string,
  ): Promise<Result<MemoryFile, { kind: "unreadable"; code: string }>> => {
    const bytes = this.files.get(path);
    return Promise.resolve(
      bytes === undefined
        ? failed({ kind: "unreadable", code: "ENOENT" })
        : success(new MemoryFile(bytes)),
    );
  };

  readonly openFile = (file: PlainFile): ReturnType<MemoryDisk["openPath"]> =>
    this.openPath(file.path);

  readonly scratch: Scratch = {
    create: () => {
      const path = `/scratch/${++this.#scratchCount}`;
      const chunks: Uint8Array[] = [];
      let sizeBytes = 0;
      return Promise.resolve(
        success({
          write: (bytes: Uint8Array): Promise<Result<null, DiskFailure>> => {
            sizeBytes += bytes.length;
            if (sizeBytes > this.scratchCapacity)
              return Promise.resolve(failed({ kind: "diskFull" }));
            chunks.push(Uint8Array.from(bytes));
            return Promise.resolve(success(null));
          },
          finish: () =>
            Promise.resolve(success(this.plant(path, Buffer.concat(chunks)))),
          discard: () => Promise.resolve(),
        }),
      );
    },
    remove: ({ path }) => {
      this.files.delete(path);
      return Promise.resolve();
    },
    decryptionOf: () => null,
  };
}
